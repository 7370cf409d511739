"""What the planner is given of a semester, and how its answer becomes positions again."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import (
    DedicatedDay,
    InternUnavailability,
    PlanningPolicy,
    RoomClosure,
    TutorialSession,
    TutorWishes,
    Unavailability,
)
from meetings.planner import Interval, evaluate, read_instance, solve
from meetings.plans.ids import group_id, room_id
from meetings.plans.instance import instance_of
from meetings.plans.known import known_of
from meetings.plans.live import live_sessions
from meetings.plans.positions import Position, positions_of
from tests.factories.groups import CoTutorFactory, TutorFactory, interns_of_group, make_group, tutor_of_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    paris,
)

pytestmark = pytest.mark.django_db

TUESDAY, THURSDAY = paris(2027, 1, 12, 14), paris(2027, 1, 14, 14)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False):
        yield


@pytest.fixture
def semester():
    return SemesterFactory(ends_on=date(2027, 1, 31))


@pytest.fixture
def room():
    return RoomFactory(code="TON‑A1", capacity=8)


def read(semester, **fields):
    return instance_of(semester, positions_of(live_sessions(semester)), known_of(semester), **fields)


def number_of(instance, day):
    [number] = [one.id for one in instance.days if one.date == day]
    return number


def test_days_are_the_usual_weekdays_after_the_notice_without_holidays(semester, room):
    instance, _ = read(semester)
    days = [day.date for day in instance.days]
    assert days[0] == date(2026, 12, 8)
    assert days[-1] == date(2027, 1, 28)
    assert {day.weekday() for day in days} == {1, 3}
    PlanningPolicy(weekdays=[4], notice_days=30).save()
    instance, _ = read(semester)
    days = [day.date for day in instance.days]
    assert (days[0], days[1]) == (date(2027, 1, 8), date(2027, 1, 15))
    assert date(2026, 12, 25) not in days


def test_groups_with_their_people_and_the_length_of_the_policy(semester, room):
    group = make_group(size=3, co_tutor=CoTutorFactory())
    group.cohort.policy.session_minutes = 100
    group.cohort.policy.save()
    instance, ids = read(semester)
    [planned] = instance.groups
    assert (planned.id, planned.duration, planned.people) == (group_id(group.pk), 4, 5)
    assert ids.names[planned.tutor] == tutor_of_group(group).person.full_name
    assert ids.names[room_id(room.pk)] == f"la salle {room.code}"
    assert ids.minutes == {group.pk: 100}
    assert read_instance(instance.to_json()) == instance


def test_obstacles_become_slots_of_their_days(semester, room):
    group = make_group(size=2)
    tutor, intern = tutor_of_group(group), interns_of_group(group)[0]
    SeminarFactory(cohort=group.cohort, starts_at=THURSDAY, ends_at=THURSDAY + timedelta(minutes=50))
    RoomClosure.objects.create(room=room, starts_at=paris(2027, 1, 1), ends_at=paris(2027, 1, 13))
    Unavailability.objects.create(tutor=tutor, starts_at=paris(2027, 1, 14), ends_at=paris(2027, 1, 14, 12))
    InternUnavailability.objects.create(
        intern=intern, kind="night_duty", starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS
    )
    instance, _ = read(semester)
    thursday, tuesday = number_of(instance, date(2027, 1, 14)), number_of(instance, date(2027, 1, 12))
    assert instance.cohorts[0].seminars == (Interval(thursday, 11, 13),)
    assert instance.tutors[0].unavailable == (Interval(thursday, 0, 7),)
    assert instance.interns[0].unavailable == (Interval(tuesday, 11, 15),)
    assert {closure.day for closure in instance.rooms[0].closures} == {
        day.id for day in instance.days if date(2027, 1, 1) <= day.date <= date(2027, 1, 12)
    }


def test_a_room_is_what_its_layout_and_its_complaints_make_it(semester):
    RoomFactory(code="1", layout="circle")
    RoomFactory(code="2", layout="rows")
    RoomFactory(code="3", layout="table", open_complaints=1)
    RoomFactory(code="4", layout="tiers", group_work=False)
    RoomFactory(code="5", is_active=False)
    instance, _ = read(semester)
    assert [room.kind for room in instance.rooms] == [
        "round_table",
        "classroom",
        "classroom",
        "amphitheatre",
    ]
    assert [room.group_work for room in instance.rooms] == [True, True, True, False]


def test_wishes_and_dedicated_days_are_heard(semester, room):
    wishing, other = TutorFactory(), TutorFactory()
    TutorWishes.objects.create(
        tutor=wishing, semester=semester, preferred_weekdays=[1], most_sessions_a_day=3
    )
    first, second = make_group(tutor=wishing, size=2), make_group(tutor=other, size=2)
    instance, _ = read(semester)
    assert [tutor.max_per_day for tutor in instance.tutors] == [3, 2]
    dates = {day.id: day.date.weekday() for day in instance.days}
    preferred = instance.preferred_days()
    assert {dates[day] for day in preferred[group_id(first.pk)]} == {1}
    assert {dates[day] for day in preferred[group_id(second.pk)]} == {3}
    DedicatedDay.objects.create(semester=semester, day=date(2027, 1, 18), cohort=second.cohort)
    instance, ids = read(semester)
    assert instance.preferred_days()[group_id(second.pk)] == {number_of(instance, date(2027, 1, 18))}
    found = ids.positions(solve(instance, seconds=0.3, seed=1, workers=1).solution)
    assert found[first.pk].day.weekday() == 1
    assert found[second.pk].day == date(2027, 1, 18)


def test_what_the_planner_may_not_move_holds_its_room_and_its_tutor(semester, room):
    tutor = TutorFactory()
    elsewhere = PublishedSessionFactory(
        semester=semester, group=make_group(tutor=tutor), room=None, place="Chinon", starts_at=TUESDAY
    )
    off_grid = PublishedSessionFactory(
        semester=semester,
        group=make_group(tutor=tutor),
        room=room,
        starts_at=THURSDAY + timedelta(minutes=15),
    )
    group = make_group(tutor=tutor)
    instance, ids = read(semester)
    assert ids.aside == {elsewhere.group_id, off_grid.group_id}
    assert [one.id for one in instance.groups] == [group_id(group.pk)]
    tuesday, thursday = number_of(instance, date(2027, 1, 12)), number_of(instance, date(2027, 1, 14))
    assert instance.tutors[0].unavailable == (Interval(tuesday, 11, 15), Interval(thursday, 11, 16))
    assert instance.rooms[0].closures == (Interval(thursday, 11, 16),)
    TutorialSession.objects.filter(pk=elsewhere.pk).update(place="", room=room)
    _, ids = read(semester, frozen_days=[date(2027, 1, 12)])
    assert elsewhere.group_id in ids.aside
    _, ids = read(semester)
    assert elsewhere.group_id not in ids.aside


def test_a_session_on_an_unusual_day_opens_that_day(semester, room):
    session = PublishedSessionFactory(
        semester=semester, group=make_group(), room=room, starts_at=paris(2027, 1, 13, 9)
    )
    instance, ids = read(semester)
    assert date(2027, 1, 13) in {day.date for day in instance.days}
    solution = ids.solution(positions_of([session]))
    assert ids.positions(solution) == positions_of([session])
    assert evaluate(instance, solution).hard == []


def test_positions_come_back_as_they_went_in_winter_and_in_summer(room):
    summer = SemesterFactory(season="summer", starts_on=date(2027, 2, 1), ends_on=date(2027, 5, 30))
    group = make_group(size=1)
    for day in (date(2027, 2, 2), date(2027, 3, 30), date(2027, 5, 25)):
        starts_at = datetime.combine(day, time(16, 30), THURSDAY.tzinfo)
        position = Position(starts_at, starts_at + TWO_HOURS, room.pk)
        _, ids = instance_of(summer, {group.pk: position}, known_of(summer))
        assert ids.positions(ids.solution({group.pk: position})) == {group.pk: position}


def test_asks_the_same_queries_for_one_group_and_for_many(semester, room):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            read(semester)
        return len(queries)

    make_group(size=2)
    few = asked()
    for day in range(5):
        PublishedSessionFactory(
            semester=semester, group=make_group(size=2), starts_at=THURSDAY + timedelta(days=day)
        )
    assert asked() == few
