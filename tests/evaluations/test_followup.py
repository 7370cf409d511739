from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import Contact
from evaluations.queries.contacts import is_silent
from evaluations.queries.followup import (
    by_gap,
    figures,
    filters_for,
    for_page,
    interns_to_follow,
    lines,
)
from groups.models import Intern
from portfolios.models import Trace
from tests.factories import people
from tests.factories.evaluations import ContactFactory, make_assessment
from tests.factories.groups import CohortFactory, InternFactory, interns_of_group, make_group
from tests.factories.meetings import SemesterFactory, paris
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db

TODAY = date(2027, 1, 11)


@pytest.fixture
def cohort():
    return CohortFactory(year=2025)


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def members(cohort):
    return interns_of_group(make_group(cohort=cohort, size=4))


def kept_by(name, cohort, semester):
    interns = interns_to_follow(cohort, semester)
    return set(interns.filter(filters_for(cohort, TODAY)[name]))


def test_a_mail_is_a_contact_but_not_a_meeting(cohort, semester, members):
    ContactFactory(intern=members[0], channel=Contact.Channel.MAIL)
    ContactFactory(intern=members[1], channel=Contact.Channel.INTERVIEW)
    assert kept_by("jamais-rencontres", cohort, semester) == {members[0], members[2], members[3]}


@pytest.mark.parametrize("days", [89, 90, 91])
@pytest.mark.parametrize("hour", [0, 23])
def test_silence_is_counted_as_the_rule_says(cohort, semester, members, days, hour):
    day = TODAY - timedelta(days=days)
    ContactFactory(intern=members[0], occurred_at=paris(day.year, day.month, day.day, hour, 30))
    expected = is_silent(
        last_contact_on=day,
        today=TODAY,
        entered_on=cohort.entered_on,
        alert_days=cohort.policy.no_contact_days,
    )
    assert (members[0] in kept_by("sans-nouvelles", cohort, semester)) is expected


@pytest.mark.parametrize(
    ("entered", "silent"), [(TODAY - timedelta(days=10), False), (date(2026, 1, 1), True)]
)
def test_newcomer_without_contact_is_not_silent_yet(semester, entered, silent):
    cohort = CohortFactory(year=2026, entered_on=entered)
    intern = InternFactory(cohort=cohort)
    assert (intern in kept_by("sans-nouvelles", cohort, semester)) is silent


def test_rsca_of_this_semester(cohort, semester, members):
    before = SemesterFactory(starts_on=date(2026, 5, 4), ends_on=date(2026, 11, 1), season="summer")
    make_trace("submitted", intern=members[0], semester=semester)
    make_trace("submitted", intern=members[1], semester=before)
    make_trace("draft", intern=members[2], semester=semester)
    make_trace("submitted", intern=members[3], semester=semester, kind=Trace.Kind.CV)
    assert kept_by("sans-rsca", cohort, semester) == set(members[1:])


def test_nobody_away_is_asked_for_a_rsca_or_a_group(cohort, semester):
    away = InternFactory(cohort=cohort, standing=Intern.Standing.LEAVE)
    alone = InternFactory(cohort=cohort)
    gone = InternFactory(cohort=cohort, standing=Intern.Standing.LEFT)
    assert kept_by("sans-groupe", cohort, semester) == {alone}
    assert kept_by("sans-rsca", cohort, semester) == {alone}
    everybody = set(interns_to_follow(cohort, semester))
    assert away in everybody
    assert gone not in everybody


def test_figures(cohort, semester, members):
    for intern, count in zip(members, (0, 1, 2, 5), strict=True):
        for day in range(count):
            ContactFactory(intern=intern, channel="interview", occurred_at=paris(2027, 1, 4 + day))
    make_trace("validated", intern=members[1], semester=semester)
    InternFactory(cohort=CohortFactory(year=2024))
    found = figures(interns_to_follow(cohort, semester), filters_for(cohort, TODAY))
    assert (found.total, found.never_met, found.silent, found.without_rsca) == (4, 1, 1, 3)
    assert (found.rsca, found.without_group, found.median_contacts) == (1, 0, 1.5)


def test_median_of_an_odd_number_and_of_nobody(cohort, semester):
    filters = filters_for(cohort, TODAY)
    assert figures(interns_to_follow(cohort, semester), filters).median_contacts == 0
    for count in (0, 3, 4):
        intern = InternFactory(cohort=cohort)
        for day in range(count):
            ContactFactory(intern=intern, occurred_at=paris(2027, 1, 1 + day))
    assert figures(interns_to_follow(cohort, semester), filters).median_contacts == 3


def test_longest_silence_first(cohort, semester, members):
    ContactFactory(intern=members[0], occurred_at=paris(2027, 1, 5))
    ContactFactory(intern=members[1], occurred_at=paris(2026, 6, 5))
    ContactFactory(intern=members[1], occurred_at=paris(2026, 3, 5))
    ContactFactory(intern=members[2], occurred_at=paris(2026, 9, 5))
    assert list(by_gap(interns_to_follow(cohort, semester))) == [
        members[3], members[1], members[2], members[0],
    ]  # fmt: skip


def test_lines_say_group_tutor_rsca_by_own_semester_and_levels(cohort, semester, members):
    late = members[0]
    late.semester_lag = 1
    late.save()
    make_trace("submitted", intern=late, semester=semester)
    make_trace("submitted", intern=members[1], semester=semester)
    make_assessment(members[1], code="PRO", level=3, semester=semester)
    found = {
        line.intern: line
        for line in lines(
            for_page(interns_to_follow(cohort, semester)).order_by("pk"), cohort=cohort, semester=semester
        )
    }
    assert [cell.count for cell in found[late].rsca] == [0, 1, None]
    # make_assessment gives a validated RSCA as evidence.
    assert [cell.count for cell in found[members[1]].rsca] == [0, 0, 2]
    assert found[members[1]].levels == (0, 0, 0, 0, 0, 3)
    assert found[members[1]].tutor
    assert found[members[1]].group.cohort == cohort


@pytest.fixture
def coordinator():
    client = Client()
    client.force_login(people.coordinator())
    return client


@pytest.fixture
def monday():
    """Monday 11 January 2027, 9 h."""
    with time_machine.travel(paris(2027, 1, 11, 9), tick=False):
        yield


@pytest.mark.usefixtures("monday")
class TestPage:
    url = "/suivi/"

    def test_oldest_cohort_with_groups_is_the_default(self, coordinator, cohort, members):
        CohortFactory(year=2023)
        make_group(cohort=CohortFactory(year=2026))
        assert coordinator.get(self.url).context["cohort"] == cohort
        assert coordinator.get(self.url + "?promotion=2026").context["cohort"].year == 2026

    def test_filter_and_order_stay_in_the_address(self, coordinator, members):
        page = coordinator.get(self.url + "?promotion=2025&filtre=jamais-rencontres&ordre=nom")
        assert [line.intern for line in page.context["lines"]] == sorted(
            members, key=lambda intern: intern.person.last_name
        )
        assert "filtre=jamais-rencontres" in page.context["orders"][0][1]

    @pytest.mark.parametrize("query", ["?promotion=1999", "?filtre=moyenne", "?ordre=niveau"])
    def test_what_does_not_exist_is_not_found(self, coordinator, members, query):
        assert coordinator.get(self.url + query).status_code == 404

    def test_nothing_yet(self, coordinator):
        assert "Aucune promotion" in coordinator.get(self.url).content.decode()

    @pytest.mark.parametrize("person", [people.secretary, people.administrator, people.commission_member])
    def test_not_found_for_others(self, person):
        client = Client()
        client.force_login(person())
        assert client.get(self.url).status_code == 404

    def test_same_number_of_queries_for_few_and_for_many(self, coordinator, cohort):
        counts = []
        for size in (8, 70):
            for intern in interns_of_group(make_group(cohort=cohort, size=size)):
                ContactFactory(intern=intern)
                make_trace("submitted", intern=intern)
            coordinator.get(self.url)
            with CaptureQueriesContext(connection) as queries:
                assert coordinator.get(self.url).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 12
