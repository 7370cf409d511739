"""Placing, moving and taking away a session."""

from datetime import timedelta

import pytest
import time_machine
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError

from design.french import NBSP
from meetings.actions.placing import (
    EVERY_WARNING,
    NotPlaced,
    book_again,
    cancel_session,
    move_session,
    place_session,
    remove_draft,
    set_room_state,
)
from meetings.models import Booking, TutorialSession
from meetings.obstacles import Kind
from meetings.plans.positions import Position
from meetings.signals import sessions_cancelled, sessions_moved
from tests.factories.groups import CohortFactory, CoTutorFactory, TutorFactory, make_group, tutor_of_group
from tests.factories.meetings import RoomFactory, SemesterFactory, SeminarFactory, SessionFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db

TWO_O_CLOCK = paris(2027, 1, 14, 14)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False):
        yield


@pytest.fixture
def heard():
    """Every signal of a move or a cancellation, in order."""
    facts = []

    def listen(signal, **fact):
        facts.append(fact)

    sessions_moved.connect(listen)
    sessions_cancelled.connect(listen)
    yield facts
    sessions_moved.disconnect(listen)
    sessions_cancelled.disconnect(listen)


def place(group=None, starts_at=TWO_O_CLOCK, minutes=120, **fields):
    fields.setdefault("semester", SemesterFactory())
    fields.setdefault("actor", None)
    if not fields.get("place"):
        fields.setdefault("room", RoomFactory())
    return place_session(
        group=group or make_group(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **fields,
    )


def published(**fields):
    session = place(**fields)
    TutorialSession.objects.filter(pk=session.pk).update(state=TutorialSession.State.PUBLISHED)
    session.refresh_from_db()
    return session


def test_a_placed_session_is_a_draft_that_holds_room_tutors_and_group():
    group = make_group(co_tutor=CoTutorFactory())
    session = place(group)
    assert session.state == TutorialSession.State.DRAFT
    assert session.number == 3
    held = Booking.objects.filter(session=session)
    assert held.filter(room=session.room).count() == 8
    assert held.filter(tutor=tutor_of_group(group)).count() == 8
    assert held.values("tutor").exclude(tutor=None).distinct().count() == 2
    assert held.filter(group=group).count() == 8


def test_a_placed_session_gets_the_programme_of_its_number():
    items = place().items.order_by("position")
    assert items.first().text == "Point sur le portfolio et le cursus"
    assert {item.is_mandatory for item in items} == {True, False}


def test_a_taken_room_is_refused_with_the_name_of_the_group():
    room = RoomFactory(code="TON‑A1")
    first = place(room=room)
    with pytest.raises(NotPlaced) as refusal:
        place(room=room, starts_at=TWO_O_CLOCK + timedelta(hours=1))
    assert refusal.value.messages == [
        f"La salle TON‑A1 est prise de 14{NBSP}h à 16{NBSP}h par le groupe {first.group.code}."
    ]
    assert TutorialSession.objects.count() == 1


def test_the_next_session_begins_when_the_room_is_free():
    room = RoomFactory()
    place(room=room)
    assert place(room=room, starts_at=TWO_O_CLOCK + timedelta(hours=2)).pk


def test_a_co_tutor_cannot_be_in_two_groups_at_once():
    co_tutor = CoTutorFactory()
    place(make_group(co_tutor=co_tutor))
    with pytest.raises(NotPlaced) as refusal:
        place(make_group(co_tutor=co_tutor))
    assert [obstacle.kind for obstacle in refusal.value.obstacles] == [Kind.TUTOR_TAKEN]


def test_a_group_has_one_session_a_semester_until_it_is_cancelled():
    group = make_group()
    session = published(group=group)
    with pytest.raises(NotPlaced, match="a déjà sa séance du semestre"):
        place(group, starts_at=paris(2027, 3, 18, 14))
    cancel_session(session=session, reason="Grève des transports", actor=secretary())
    assert place(group, starts_at=paris(2027, 3, 18, 14)).pk


def test_a_warning_needs_to_be_accepted_with_a_reason_which_is_kept():
    cohort = CohortFactory()
    seminar = SeminarFactory(cohort=cohort)
    group = make_group(cohort=cohort)
    with pytest.raises(NotPlaced) as refusal:
        place(group)
    [obstacle] = refusal.value.obstacles
    assert obstacle.key == f"seminar/seminar:{seminar.pk}"
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        place(group, accepted=[obstacle.key])
    session = place(group, accepted=[obstacle.key], reason="Le séminaire est dispensé")
    assert session.resolution.startswith("Le séminaire est dispensé (La promotion 2025 est en séminaire")


def test_accepting_a_warning_does_not_accept_another():
    cohort = CohortFactory()
    first, second = SeminarFactory(cohort=cohort), SeminarFactory(cohort=cohort)
    with pytest.raises(NotPlaced) as refusal:
        place(make_group(cohort=cohort), accepted=[f"seminar/seminar:{first.pk}"], reason="Vu")
    assert [obstacle.what for obstacle in refusal.value.obstacles] == [f"seminar:{second.pk}"]


def test_a_refusal_cannot_be_accepted():
    with pytest.raises(NotPlaced):
        place(room=RoomFactory(capacity=4), accepted=[EVERY_WARNING], reason="Vu")


def test_a_long_resolution_is_shortened():
    cohort = CohortFactory()
    for _ in range(20):
        SeminarFactory(cohort=cohort)
    session = place(make_group(cohort=cohort), accepted=[EVERY_WARNING], reason="Vu")
    session.refresh_from_db()
    assert len(session.resolution) == 1000
    assert session.resolution.endswith("…")


@pytest.mark.parametrize(
    ("start", "minutes", "sentence"),
    [
        (paris(2027, 1, 14, 14, 7), 120, "cinq minutes près"),
        (TWO_O_CLOCK, 0, "après son début"),
        (paris(2027, 1, 14, 23), 120, "le même jour"),
    ],
)
def test_times_that_make_no_sense_are_refused(start, minutes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        place(starts_at=start, minutes=minutes)


def test_another_place_is_a_warning_and_holds_no_room():
    with pytest.raises(NotPlaced, match="autre lieu"):
        place(place="Cabinet du tuteur, Loches")
    session = place(place="Cabinet du tuteur, Loches", accepted=["elsewhere/place"], reason="Neige")
    assert session.room is None
    assert not Booking.objects.filter(session=session, room__isnull=False).exists()


def test_moving_a_draft_frees_its_slots_and_tells_nobody(heard):
    session = place()
    later = TWO_O_CLOCK + timedelta(hours=1)
    assert move_session(
        session=session,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        room=session.room,
        actor=secretary(),
    )
    assert (session.starts_at, session.sequence) == (later, 0)
    assert Booking.objects.filter(session=session, group=session.group).count() == 8
    assert not Booking.objects.filter(slot=TWO_O_CLOCK.timestamp() // 900).exists()
    assert heard == []


def test_moving_a_published_session_raises_its_sequence_and_is_told(heard):
    session = published()
    room, other_room, actor = session.room, RoomFactory(), secretary()
    set_room_state(session=session, confirmed=True, actor=actor)
    move_session(
        session=session, starts_at=session.starts_at, ends_at=session.ends_at, room=other_room, actor=actor
    )
    session.refresh_from_db()
    assert (session.sequence, session.room, session.room_state) == (1, other_room, "requested")
    [fact] = heard
    [(moved, before)] = fact["moves"]
    assert (moved.pk, moved.sequence) == (session.pk, 1)
    assert before == Position(TWO_O_CLOCK, session.ends_at, room.pk, "")
    assert fact["actor"] == actor


def test_moving_nowhere_changes_nothing(heard):
    session = published()
    changed = move_session(
        session=session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room,
        actor=secretary(),
    )
    assert not changed
    assert (session.sequence, heard) == (0, [])


def test_a_refused_move_leaves_the_session_where_it_was(heard):
    session, other = published(), place(starts_at=TWO_O_CLOCK + timedelta(hours=3))
    with pytest.raises(NotPlaced):
        move_session(
            session=session,
            starts_at=other.starts_at,
            ends_at=other.ends_at,
            room=other.room,
            actor=secretary(),
        )
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (TWO_O_CLOCK, 0)
    assert Booking.objects.filter(session=session).count() == 24
    assert heard == []


def test_two_people_do_not_move_the_same_session_over_each_other():
    session = published()
    stale = TutorialSession.objects.get(pk=session.pk)
    end, actor = session.ends_at, secretary()
    move_session(session=session, starts_at=TWO_O_CLOCK, ends_at=end, room=RoomFactory(), actor=actor)
    with pytest.raises(ValidationError, match="modifiée par quelqu’un d’autre"):
        move_session(session=stale, starts_at=TWO_O_CLOCK, ends_at=end, room=RoomFactory(), actor=actor)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_session_that_is_over_does_not_move(state):
    session = SessionFactory(state=state)
    with pytest.raises(ValidationError):
        move_session(
            session=session,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room=RoomFactory(),
            actor=secretary(),
        )


def test_cancelling_frees_the_slots_and_is_told(heard):
    session = published()
    cancel_session(session=session, reason=" Tuteur souffrant ", actor=secretary())
    session.refresh_from_db()
    assert (session.state, session.sequence) == ("cancelled", 1)
    assert session.cancel_reason == "Tuteur souffrant"
    assert not session.bookings.exists()
    assert [cancelled.pk for fact in heard for cancelled in fact["sessions"]] == [session.pk]


def test_cancelling_twice_is_refused(heard):
    session = published()
    stale = TutorialSession.objects.get(pk=session.pk)
    cancel_session(session=session, reason="Neige", actor=secretary())
    with pytest.raises(ValidationError):
        cancel_session(session=stale, reason="Neige", actor=secretary())
    assert len(heard) == 1


def test_cancelling_needs_a_reason():
    with pytest.raises(ValidationError, match="pourquoi"):
        cancel_session(session=published(), reason="  ", actor=secretary())


def test_a_draft_is_removed_and_a_published_session_is_not():
    draft, told = place(), published(starts_at=paris(2027, 1, 19, 14))
    remove_draft(session=draft, actor=secretary())
    with pytest.raises(ValidationError, match="annulez-la"):
        remove_draft(session=told, actor=secretary())
    assert list(TutorialSession.objects.values_list("pk", flat=True)) == [told.pk]
    assert set(Booking.objects.values_list("session", flat=True)) == {told.pk}


def test_the_slots_follow_a_new_tutor():
    group, newcomer = make_group(), TutorFactory()
    session = place(group)
    tutorship = group.tutorships.get()
    tutorship.tutor = newcomer
    tutorship.save()
    assert book_again(group=group) == 1
    booked = Booking.objects.filter(session=session, tutor__isnull=False)
    assert set(booked.values_list("tutor", flat=True)) == {newcomer.pk}


def test_the_journal_keeps_where_the_session_was():
    session = place()
    move_session(
        session=session,
        starts_at=TWO_O_CLOCK + timedelta(hours=1),
        ends_at=session.ends_at + timedelta(hours=1),
        room=session.room,
        actor=secretary(),
    )
    entry = LogEntry.objects.get_for_object(session).order_by("-pk").first()
    assert "starts_at" in entry.changes
