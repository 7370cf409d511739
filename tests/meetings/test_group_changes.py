"""Sessions follow a group whose people change, and what was held stays as it was (D.1-9)."""

from datetime import date

import pytest
import time_machine

from groups.actions import ChangeRefused, add_co_tutor, change_standing, change_tutor, leave_group
from groups.models import Intern
from groups.queries import members_on
from meetings.actions.convening import publish_sessions
from meetings.models import Attendance, Booking, Convocation, Interview
from meetings.queries import interviews_led_by
from tests.factories.groups import TutorFactory, interns_of_group, make_group, tutor_of_group
from tests.factories.meetings import AttendanceFactory, SessionFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False) as traveller:
        yield traveller


def called(session) -> set:
    return {one.person for one in Convocation.objects.filter(session=session, withdrawn_at=None)}


def booked(session) -> set[int]:
    return set(Booking.objects.filter(session=session, tutor__isnull=False).values_list("tutor", flat=True))


def test_sessions_to_come_are_handed_over_to_the_new_tutor():
    group, newcomer = make_group(), TutorFactory()
    old = tutor_of_group(group)
    session = SessionFactory(group=group)
    publish_sessions(sessions=[session], actor=None)
    change_tutor(group=group, tutor=newcomer, reason="Départ", actor=secretary())
    assert newcomer.person in called(session)
    assert old.person not in called(session)
    assert booked(session) == {newcomer.pk}


def test_a_co_tutor_is_called_and_booked_too():
    group, co_tutor = make_group(), TutorFactory()
    session = SessionFactory(group=group)
    publish_sessions(sessions=[session], actor=None)
    add_co_tutor(group=group, tutor=co_tutor, actor=None)
    assert {co_tutor.person, tutor_of_group(group).person} <= called(session)
    assert booked(session) == {co_tutor.pk, tutor_of_group(group).pk}


def test_a_tutor_taken_at_the_time_of_a_session_is_refused_with_the_other_session():
    group, other = make_group(), make_group()
    taken = tutor_of_group(other)
    session, clashing = SessionFactory(group=group), SessionFactory(group=other)
    for each, tutor in ((session, tutor_of_group(group)), (clashing, taken)):
        each.bookings.all().delete()
        Booking.objects.create(session=each, slot=1, group=each.group)
        Booking.objects.create(session=each, slot=1, tutor=tutor)
    with pytest.raises(ChangeRefused, match="tient déjà la séance du groupe"):
        change_tutor(group=group, tutor=taken, reason="Départ", actor=None)
    assert tutor_of_group(group) != taken
    assert taken.pk not in booked(session)


def test_a_change_cannot_reach_behind_a_session_held():
    group = make_group()
    seat = group.memberships.order_by("pk").first()
    session = SessionFactory(group=group, starts_at=paris(2026, 11, 26, 14), state="closed")
    AttendanceFactory(session=session, intern=seat.intern)
    with pytest.raises(ChangeRefused, match="a tenu une séance"):
        leave_group(membership=seat, reason="Départ", on=date(2026, 11, 20), actor=None)
    with pytest.raises(ChangeRefused, match="a tenu une séance"):
        change_tutor(group=group, tutor=TutorFactory(), reason="Départ", on=date(2026, 11, 26), actor=None)
    leave_group(membership=seat, reason="Départ", on=date(2026, 11, 27), actor=None)
    assert seat.intern in members_on(group, date(2026, 11, 26))
    assert Attendance.objects.filter(session=session, intern=seat.intern).exists()


def test_a_leave_may_begin_on_the_day_of_a_session_held():
    group = make_group()
    SessionFactory(group=group, starts_at=paris(2026, 12, 1, 8), state="closed")
    intern = interns_of_group(group)[0]
    assert change_standing(intern=intern, standing=Intern.Standing.LEAVE, semester_lag=1)


def test_an_interview_stays_with_whom_it_was_asked_of():
    group = make_group()
    old, newcomer = tutor_of_group(group), TutorFactory()
    asked = Interview.objects.create(intern=interns_of_group(group)[0], tutor=old, initiative="intern")
    change_tutor(group=group, tutor=newcomer, reason="Départ", actor=None)
    assert list(interviews_led_by(old.person)) == [asked]
    assert not interviews_led_by(newcomer.person).exists()
