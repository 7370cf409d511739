"""A period without sessions: noted, taken back, heeded by the planner, by hand and by the alerts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from meetings.actions.placing import NotPlaced, place_session
from meetings.facts import recess_days
from meetings.models import DedicatedDay, Recess
from meetings.obstacles import Kind
from meetings.plans.alerts import plan_alerts
from meetings.plans.places import places_of, why_of
from meetings.plans.policy import candidate_days, planning_policy
from meetings.suggestions import days_for, end_of_year_break
from tests.factories.groups import make_group
from tests.factories.meetings import PublishedSessionFactory, RoomFactory, SemesterFactory, paris
from tests.factories.people import coordinator, director, secretary

pytestmark = pytest.mark.django_db

CHRISTMAS_EVE = paris(2026, 12, 24, 14)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9), tick=False)


@pytest.fixture
def semester():
    return SemesterFactory(ends_on=date(2027, 1, 31))


@pytest.fixture
def recess(semester):
    return Recess.objects.create(
        semester=semester,
        name="Vacances de fin d’année",
        starts_on=date(2026, 12, 20),
        ends_on=date(2027, 1, 3),
    )


@pytest.fixture
def office(client):
    client.force_login(coordinator(first_name="Odile", last_name="Vannier"))
    return client


def note(client, semester, first, last, name="Pont de janvier"):
    typed = {"semester": semester.pk, "name": name, "starts_on": first, "ends_on": last}
    return client.post(reverse("meetings:recess-list"), typed, follow=True)


def test_a_period_is_noted_then_taken_back_and_both_are_told(office, semester):
    page = note(office, semester, "2027-01-14", "2027-01-14").text
    recess = Recess.objects.get()
    assert (recess.starts_on, recess.ends_on) == (date(2027, 1, 14), date(2027, 1, 14))
    assert "Jeudi 14\u00a0janvier 2027" in page.replace("<span", " <span")
    page = office.post(reverse("meetings:recess-remove", args=[recess.pk]), follow=True).text
    assert not Recess.objects.exists()
    assert "Odile Vannier" in page
    assert "Retirée" in page


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [(2023, (12, 23), (1, 7)), (2024, (12, 21), (1, 5)), (2026, (12, 19), (1, 3)), (2028, (12, 23), (1, 7))],
)
def test_the_break_of_the_end_of_the_year_goes_from_saturday_to_sunday(year, first, last):
    winter = SemesterFactory(starts_on=date(year, 11, 2), ends_on=date(year + 1, 4, 30))
    assert end_of_year_break(winter, ()) == (date(year, *first), date(year + 1, *last))
    summer = SemesterFactory(starts_on=date(year, 5, 2), ends_on=date(year, 10, 31))
    assert end_of_year_break(summer, ()) is None


def test_the_break_of_the_end_of_the_year_is_proposed_until_something_is_noted_then(office, semester):
    address = reverse("meetings:recess-list")
    page = office.get(address, {"semestre": semester.pk}).text
    assert 'value="2026-12-19"' in page
    assert "Une proposition est écrite" in page
    page = note(office, semester, "2026-12-24", "2026-12-31").text
    assert 'value="2026-12-19"' not in page
    assert "Une proposition est écrite" not in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2027-01-14", "2027-01-13", "Le dernier jour ne peut pas venir avant le premier."),
        ("2027-02-14", "2027-02-20", "Ces dates sont hors du semestre"),
        ("0227-01-14", "2027-01-20", "Vérifiez l’année."),
    ],
)
def test_dates_that_make_no_sense_are_refused_in_words(office, semester, first, last, said):
    answer = note(office, semester, first, last)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Recess.objects.exists()


def test_who_does_not_plan_reads_only(client, semester, recess):
    client.force_login(director())
    page = client.get(reverse("meetings:recess-list"), {"semestre": semester.pk}).text
    assert recess.name in page
    assert "Noter une période" not in page
    assert note(client, semester, "2027-01-14", "2027-01-14").status_code == 404


def test_the_planner_places_nothing_there_not_even_on_a_day_set_aside(semester, recess):
    DedicatedDay.objects.create(semester=semester, day=CHRISTMAS_EVE.date())
    days = candidate_days(planning_policy(), semester, recess_days(semester))
    assert date(2026, 12, 17) in days
    assert not [day for day in days if recess.starts_on <= day <= recess.ends_on]
    RoomFactory(capacity=8)
    group = make_group(size=3)
    found = {place.starts_at.date() for place in places_of(semester, group, None)}
    assert found
    assert not [day for day in found if recess.starts_on <= day <= recess.ends_on]
    suggested = [one.day for one in days_for(group, semester, date(2026, 12, 4), limit=20)]
    assert date(2027, 1, 5) in suggested
    assert CHRISTMAS_EVE.date() not in suggested


def test_placing_by_hand_is_refused_as_on_a_holiday(semester, recess):
    with pytest.raises(NotPlaced) as refused:
        place_session(
            group=make_group(size=3),
            semester=semester,
            starts_at=CHRISTMAS_EVE,
            ends_at=CHRISTMAS_EVE + TWO_HOURS,
            room=RoomFactory(),
            actor=secretary(),
        )
    [obstacle] = refused.value.obstacles
    assert (obstacle.kind, obstacle.refuses) == (Kind.RECESS, True)
    assert "Vacances de fin d’année" in obstacle.sentence


def test_a_session_already_there_is_told_and_drawn_on_a_hatched_day(office, semester, recess):
    session = PublishedSessionFactory(semester=semester, group=make_group(size=3), starts_at=CHRISTMAS_EVE)
    [alert] = plan_alerts(semester)
    assert [obstacle.kind for obstacle in alert.obstacles] == [Kind.RECESS]
    assert "Vacances de fin d’année" in why_of(semester, session.group, None).broken[0]
    board = office.get(reverse("meetings:planning"), {"semestre": semester.pk}).text
    assert 'class="board-day hatched"' in board
    assert recess.name in board
