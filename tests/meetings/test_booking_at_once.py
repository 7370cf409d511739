"""Twenty people who want the same thing at the same moment: one gets it, the others are told who."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.actions.placing import NotPlaced, move_session, place_session
from meetings.models import Booking, TutorialSession
from tests.factories.groups import TutorFactory, make_group
from tests.factories.meetings import RoomFactory, SemesterFactory, SessionFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db(transaction=True)

START = paris(2027, 1, 14, 14)
WRITERS = 20


def all_at_once(attempts):
    """Run every callable at the same time, each on its own connection; return what it gave or raised."""
    barrier = Barrier(len(attempts))

    def run(attempt):
        barrier.wait(timeout=30)
        try:
            return attempt()
        except NotPlaced as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def place(group, semester, room, **fields):
    return lambda: place_session(
        group=group,
        semester=semester,
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        room=room,
        actor=None,
        **fields,
    )


@pytest.fixture
def semester():
    return SemesterFactory()


def test_twenty_groups_want_one_room(semester):
    room = RoomFactory(code="TON‑A1")
    groups = [make_group(size=2) for _ in range(WRITERS)]
    outcomes = all_at_once([place(group, semester, room) for group in groups])
    [winner] = [outcome for outcome in outcomes if isinstance(outcome, TutorialSession)]
    refusals = [outcome for outcome in outcomes if isinstance(outcome, NotPlaced)]
    assert len(refusals) == WRITERS - 1
    assert {sentence for refusal in refusals for sentence in refusal.messages} == {
        f"La salle TON‑A1 est prise de 14\u00a0h à 16\u00a0h par le groupe {winner.group.code}."
    }
    assert TutorialSession.objects.get() == winner
    assert Booking.objects.filter(room=room).count() == 8


def test_one_tutor_is_wanted_in_ten_rooms(semester):
    tutor = TutorFactory()
    groups = [make_group(size=2, tutor=tutor) for _ in range(10)]
    outcomes = all_at_once([place(group, semester, RoomFactory()) for group in groups])
    assert sum(isinstance(outcome, TutorialSession) for outcome in outcomes) == 1
    assert Booking.objects.filter(tutor=tutor).count() == 8


def test_one_group_is_placed_by_ten_people(semester):
    group = make_group(size=2)
    outcomes = all_at_once([place(group, semester, RoomFactory()) for _ in range(10)])
    assert sum(isinstance(outcome, TutorialSession) for outcome in outcomes) == 1
    assert TutorialSession.objects.count() == 1


def test_two_sessions_moved_to_one_room(semester):
    room, actor = RoomFactory(), secretary()
    sessions = [place(make_group(size=2), semester, RoomFactory())() for _ in range(8)]
    outcomes = all_at_once(
        [
            lambda session=session: move_session(
                session=session,
                starts_at=START + timedelta(hours=2),
                ends_at=START + timedelta(hours=4),
                room=room,
                actor=actor,
            )
            for session in sessions
        ]
    )
    assert sum(outcome is True for outcome in outcomes) == 1
    assert TutorialSession.objects.filter(room=room).count() == 1
    assert Booking.objects.filter(room=room).count() == 8


def test_the_database_refuses_a_double_booking_whoever_writes(semester):
    session = place(make_group(size=2), semester, RoomFactory())()
    other = SessionFactory(semester=semester, starts_at=START + timedelta(hours=2))
    slot = Booking.objects.filter(session=session).first().slot
    for resource in ({"room": session.room}, {"group": session.group}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(session=other, slot=slot, **resource)
