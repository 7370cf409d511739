from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.queries.load import load_on
from groups.models import Tutor, Tutorship
from groups.tutor_needs import needs_of
from tests.factories import people
from tests.factories.evaluations import ContactFactory
from tests.factories.groups import (
    CohortFactory,
    CoTutorFactory,
    TutorFactory,
    interns_of_group,
    make_group,
)
from tests.factories.meetings import PublishedSessionFactory, SemesterFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def semester():
    return SemesterFactory()


def line_of(load, tutor):
    return next(line for line in load.lines if line.tutor == tutor)


def held(group, semester, day, **fields):
    return PublishedSessionFactory(group=group, semester=semester, starts_at=day, state="closed", **fields)


def test_both_ceilings_stand_side_by_side(semester):
    tutor = TutorFactory()
    for year in (2023, 2024, 2025):
        make_group(cohort=CohortFactory(year=year), tutor=tutor, size=5)
    line = line_of(load_on(semester), tutor)
    assert (len(line.groups), line.tutees) == (3, 15)
    assert not line.is_over_groups
    assert line.is_over_tutees
    assert line.free_groups == 0
    assert [group.cohort.year for group in line.groups] == [2025, 2024, 2023]


def test_own_ceiling_and_leave_count(semester):
    small = TutorFactory(max_groups=1)
    away = TutorFactory(availability=Tutor.Availability.AWAY)
    TutorFactory()
    load = load_on(semester)
    assert line_of(load, small).free_groups == 1
    assert line_of(load, away).free_groups == 0
    assert load.free_groups == 4


def test_never_met_is_among_the_tutees_of_today(semester):
    tutor = TutorFactory()
    met, mailed, left, *_ = interns_of_group(group := make_group(tutor=tutor, size=4))
    ContactFactory(intern=met, channel="session")
    ContactFactory(intern=mailed, channel="mail")
    group.memberships.filter(intern=left).update(ends_on=date(2026, 12, 1))
    line = line_of(load_on(semester), tutor)
    assert (line.tutees, line.never_met) == (3, 2)


def test_road_is_driven_once_a_day_and_to_the_faculty_only(semester):
    tutor = TutorFactory(driving_minutes=50)
    first, second = (make_group(cohort=CohortFactory(year=year), tutor=tutor) for year in (2024, 2025))
    held(first, semester, paris(2027, 1, 14, 9))
    held(second, semester, paris(2027, 1, 14, 14))
    third = make_group(cohort=CohortFactory(year=2023), tutor=tutor)
    held(third, semester, paris(2027, 1, 15, 9), room=None, place="Cabinet")
    line = line_of(load_on(semester), tutor)
    assert (line.sessions, line.days, line.road_minutes) == (3, 1, 100)


def test_session_belongs_to_who_tutored_that_day(semester):
    before, after = TutorFactory(), TutorFactory()
    group = make_group(tutor=before)
    held(group, semester, paris(2027, 1, 14, 9))
    group.tutorships.update(ends_on=date(2027, 1, 20))
    Tutorship.objects.create(group=group, tutor=after, starts_on=date(2027, 1, 20))
    load = load_on(semester)
    assert line_of(load, before).sessions == 1
    assert line_of(load, after).sessions == 0
    assert len(line_of(load, after).groups) == 1


def test_session_not_held_does_not_count(semester):
    tutor = TutorFactory()
    PublishedSessionFactory(group=make_group(tutor=tutor), semester=semester)
    assert line_of(load_on(semester), tutor).sessions == 0


def test_co_tutor_carries_nobody(semester):
    co_tutor = CoTutorFactory()
    tutor = TutorFactory()
    make_group(tutor=tutor, co_tutor=co_tutor)
    load = load_on(semester)
    assert [line.tutor for line in load.lines] == [tutor]
    assert load.tutees == 5


def test_ratio(semester):
    assert load_on(semester).tutees_per_tutor == 0
    make_group(size=6)
    make_group(size=4)
    TutorFactory()
    load = load_on(semester)
    assert (load.tutees_per_tutor, load.groups_per_tutor) == (5, 1)


def test_needs_are_those_of_the_dossier():
    """142 interns by 5: 29 groups; 29 tutors for three cohorts, 39 for four; 48 at 9 tutees (B.18)."""
    three = {need.size: need for need in needs_of(142, cohorts=3, groups_per_tutor=3)}
    four = {need.size: need for need in needs_of(142, cohorts=4, groups_per_tutor=3)}
    assert three[5].groups == 29
    assert three[5].all_by_groups == 29
    assert four[5].all_by_groups == 39
    assert three[5].all_by_tutees == 48
    assert [three[size].groups for size in (4, 5, 6)] == [36, 29, 24]


@pytest.fixture
def monday():
    """Monday 11 January 2027, 9 h."""
    with time_machine.travel(paris(2027, 1, 11, 9), tick=False):
        yield


@pytest.mark.usefixtures("monday")
class TestPage:
    url = "/suivi/charge/"

    @pytest.fixture
    def client(self):
        client = Client()
        client.force_login(people.secretary())
        return client

    def test_forecast_keeps_what_was_typed(self, client):
        assert "29" in client.get(self.url + "?internes=142").content.decode()
        page = client.get(self.url + "?internes=beaucoup").content.decode()
        assert 'value="beaucoup"' in page
        assert "par exemple 142" in page

    def test_same_number_of_queries_for_few_and_for_many(self, client, semester):
        counts = []
        for tutors in (3, 30):
            for _ in range(tutors):
                held(make_group(), semester, paris(2027, 1, 14, 9))
            client.get(self.url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(self.url).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 12
