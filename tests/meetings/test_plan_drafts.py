"""The draft of a semester: opened from the sessions, changed by hand, undone, followed, taken up again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from design.french import as_date
from meetings.actions.placing import NotPlaced, cancel_session, move_session, place_session, remove_draft
from meetings.actions.plan_edits import PlanChanged
from meetings.actions.plans import (
    discard_draft,
    lock_day,
    lock_entry,
    open_draft,
    place_entry,
    remove_entry,
    restore_version,
    undo,
)
from meetings.models import Booking, Plan, PlanEdit, PlanEntry, TutorialSession, TutorWishes
from meetings.obstacles import Kind
from meetings.plans.positions import position_of, positions_of
from tests.factories.groups import TutorFactory, make_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    SessionFactory,
    paris,
)
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db

THURSDAY, TUESDAY = paris(2027, 1, 14, 14), paris(2027, 1, 19, 14)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False):
        yield


@pytest.fixture
def anne():
    return secretary(first_name="Anne", last_name="Martin")


@pytest.fixture
def session():
    return PublishedSessionFactory(group=make_group(size=4), starts_at=THURSDAY)


@pytest.fixture
def draft(session, anne):
    return open_draft(semester=session.semester, actor=anne)


def put(draft, group, starts_at, room, actor, **fields):
    draft.refresh_from_db()
    fields.setdefault("seen", draft.revision)
    return place_entry(
        plan=draft,
        group=group,
        starts_at=starts_at,
        ends_at=starts_at + TWO_HOURS,
        room=room,
        actor=actor,
        **fields,
    )


def entry_of(draft, group):
    return PlanEntry.objects.get(plan=draft, group=group)


def test_a_draft_begins_as_the_sessions_are_and_is_opened_once(session, anne):
    SessionFactory(group=make_group(size=2), state=TutorialSession.State.CANCELLED)
    first = open_draft(semester=session.semester, actor=anne)
    again = open_draft(semester=session.semester, actor=secretary())
    assert first == again
    assert positions_of(first.entries.all()) == {session.group_id: position_of(session)}


def test_a_change_books_nothing_and_raises_the_revision(draft, session, anne):
    room = RoomFactory()
    assert put(draft, session.group, TUESDAY, room, anne) is True
    draft.refresh_from_db()
    assert draft.revision == 1
    assert draft.modified_by == anne
    assert entry_of(draft, session.group).starts_at == TUESDAY
    session.refresh_from_db()
    assert session.starts_at == THURSDAY
    assert not Booking.objects.exists()
    assert put(draft, session.group, TUESDAY, room, anne) is False
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_group_without_session_is_placed_and_taken_away(draft, anne):
    group = make_group(size=3)
    put(draft, group, TUESDAY, RoomFactory(), anne)
    draft.refresh_from_db()
    assert remove_entry(plan=draft, group=group, seen=draft.revision, actor=anne) is True
    assert remove_entry(plan=draft, group=group, seen=draft.revision + 1, actor=anne) is False
    assert list(draft.edits.order_by("revision").values_list("kind", flat=True)) == ["placed", "removed"]


def test_what_the_draft_holds_is_refused_to_others_and_the_old_place_is_free(draft, session, anne):
    other, elsewhere = make_group(size=3), RoomFactory()
    put(draft, session.group, TUESDAY, elsewhere, anne)
    with pytest.raises(NotPlaced, match=rf"La salle {elsewhere.code} est prise .* par le groupe"):
        put(draft, other, TUESDAY, elsewhere, anne)
    assert put(draft, other, THURSDAY, session.room, anne) is True


def test_a_tutor_is_not_in_two_places_of_the_draft(draft, anne):
    tutor = TutorFactory()
    first, second = make_group(size=2, tutor=tutor), make_group(size=2, tutor=tutor)
    put(draft, first, TUESDAY, RoomFactory(), anne)
    with pytest.raises(NotPlaced, match="est déjà avec le groupe"):
        put(draft, second, TUESDAY + timedelta(hours=1), RoomFactory(), anne)


def test_a_warning_is_accepted_with_its_reason(draft, session, anne):
    seminar = SeminarFactory(cohort=session.group.cohort, starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS)
    with pytest.raises(NotPlaced) as refusal:
        put(draft, session.group, TUESDAY, session.room, anne)
    [obstacle] = refusal.value.obstacles
    put(
        draft,
        session.group,
        TUESDAY,
        session.room,
        anne,
        accepted=[obstacle.key],
        reason="La séance prime (A-098)",
    )
    assert seminar.title in entry_of(draft, session.group).resolution


def test_a_day_fuller_than_the_tutor_wishes_is_a_warning(draft, anne):
    tutor = TutorFactory()
    first, second = make_group(size=2, tutor=tutor), make_group(size=2, tutor=tutor)
    put(draft, first, TUESDAY, RoomFactory(), anne)
    later, room = TUESDAY + timedelta(hours=3), RoomFactory()
    TutorWishes.objects.create(tutor=tutor, semester=draft.semester, most_sessions_a_day=1)
    with pytest.raises(NotPlaced) as refusal:
        put(draft, second, later, room, anne)
    assert [one.kind for one in refusal.value.obstacles] == [Kind.FULL_DAY]
    TutorWishes.objects.update(most_sessions_a_day=None)
    assert put(draft, second, later, room, anne) is True


def test_two_people_at_a_draft_are_told_of_each_other(draft, session, anne):
    paul = secretary(first_name="Paul", last_name="Leroy")
    desks = {}
    odile = coordinator()
    for person in (anne, paul, odile):
        desks[person] = Client()
        desks[person].force_login(person)
    address = reverse("meetings:planning")
    assert "Anne Martin travaille aussi à ce brouillon" in desks[paul].get(address).text
    assert "travaille aussi" not in desks[anne].get(address).text
    read = desks[odile].get(address).text
    assert "Anne Martin travaille à ce brouillon" in read
    assert "Vos changements" not in read
    for person, hour in ((paul, 9), (anne, 16)):
        slot = f"2027-01-19T{hour:02d}:00|{session.room_id}"
        desks[person].post(reverse("meetings:plan-drop"), {"group": session.group_id, "slot": slot})
    assert "Paul Leroy travaille aussi" in desks[anne].get(address).text
    assert "Anne Martin travaille aussi" in desks[paul].get(address).text
    assert entry_of(draft, session.group).starts_at == paris(2027, 1, 19, 16)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert "travaille aussi" not in desks[anne].get(address).text


def test_a_group_changed_by_somebody_else_is_not_overwritten(draft, session, anne):
    bruno = secretary(first_name="Bruno", last_name="Petit")
    room, other = RoomFactory(), make_group(size=2)
    put(draft, session.group, TUESDAY, room, anne, seen=0)
    with pytest.raises(PlanChanged, match="a été changée par Anne Martin") as refusal:
        put(draft, session.group, TUESDAY + TWO_HOURS, room, bruno, seen=0)
    assert session.group.code in refusal.value.messages[0]
    assert put(draft, other, TUESDAY + TWO_HOURS, room, bruno, seen=0) is True


def test_a_draft_published_meanwhile_takes_no_change(draft, session, anne):
    Plan.objects.update(state=Plan.State.PUBLISHED, number=3, published_at=timezone.now(), published_by=anne)
    with pytest.raises(PlanChanged, match=r"publié par Anne Martin.*c’est la version 3"):
        put(draft, session.group, TUESDAY, RoomFactory(), anne, seen=0)
    Plan.objects.all().delete()
    with pytest.raises(PlanChanged, match="abandonné"):
        lock_entry(plan=draft, group=session.group, locked=True, actor=anne)


def test_a_locked_session_and_a_locked_day_do_not_move(draft, session, anne):
    assert lock_entry(plan=draft, group=session.group, locked=True, actor=anne) is True
    with pytest.raises(ValidationError, match="verrouillée"):
        put(draft, session.group, TUESDAY, RoomFactory(), anne)
    assert lock_entry(plan=draft, group=session.group, locked=False, actor=anne) is True
    assert lock_day(plan=draft, day=as_date(TUESDAY), locked=True, actor=anne) is True
    assert lock_day(plan=draft, day=as_date(TUESDAY), locked=True, actor=anne) is False
    with pytest.raises(ValidationError, match=r"mardi 19.+janvier est verrouillé"):
        put(draft, session.group, TUESDAY, RoomFactory(), anne)
    assert lock_day(plan=draft, day=as_date(TUESDAY), locked=False, actor=anne) is True
    assert put(draft, session.group, TUESDAY, RoomFactory(), anne) is True


def test_a_session_held_does_not_move(draft, session, anne):
    TutorialSession.objects.update(state=TutorialSession.State.CLOSED)
    with pytest.raises(ValidationError, match="ne change plus"):
        put(draft, session.group, TUESDAY, RoomFactory(), anne)


def test_undo_takes_back_one_s_own_changes_one_by_one(draft, session, anne):
    bruno, other, where = secretary(), make_group(size=2), position_of(session)
    put(draft, session.group, TUESDAY, RoomFactory(), anne)
    lock_entry(plan=draft, group=session.group, locked=True, actor=anne)
    put(draft, other, TUESDAY + TWO_HOURS, RoomFactory(), bruno)
    assert undo(plan=draft, actor=anne).kind == PlanEdit.Kind.LOCKED
    assert not entry_of(draft, session.group).is_locked
    assert undo(plan=draft, actor=anne).kind == PlanEdit.Kind.MOVED
    assert position_of(entry_of(draft, session.group)) == where
    with pytest.raises(ValidationError, match="aucun de vos changements"):
        undo(plan=draft, actor=anne)
    undo(plan=draft, actor=bruno)
    assert not PlanEntry.objects.filter(plan=draft, group=other).exists()


def test_undo_opens_a_day_locked_last_and_then_takes_back_the_move_before_it(draft, session, anne):
    where, tuesday = position_of(session), as_date(TUESDAY)
    put(draft, session.group, TUESDAY, RoomFactory(), anne)
    lock_day(plan=draft, day=tuesday, locked=True, actor=anne)
    assert undo(plan=draft, actor=anne).kind == PlanEdit.Kind.DAY_LOCKED
    assert not draft.day_locks.exists()
    assert undo(plan=draft, actor=anne).kind == PlanEdit.Kind.MOVED
    assert position_of(entry_of(draft, session.group)) == where
    lock_day(plan=draft, day=tuesday, locked=True, actor=secretary())
    lock_day(plan=draft, day=tuesday, locked=False, actor=anne)
    assert undo(plan=draft, actor=anne).kind == PlanEdit.Kind.DAY_UNLOCKED
    assert [lock.day for lock in draft.day_locks.all()] == [tuesday]


def test_undo_leaves_what_somebody_changed_since_and_what_is_taken(draft, session, anne):
    bruno, other = secretary(), make_group(size=2)
    put(draft, session.group, TUESDAY, RoomFactory(), anne)
    put(draft, other, THURSDAY, session.room, bruno)
    with pytest.raises(ValidationError, match="aucun de vos changements"):
        undo(plan=draft, actor=anne)
    assert entry_of(draft, session.group).starts_at == TUESDAY


def test_the_draft_follows_a_session_moved_outside_of_it(draft, session, anne):
    group, room = make_group(size=2), RoomFactory()
    placed = place_session(
        group=group,
        semester=session.semester,
        starts_at=TUESDAY,
        ends_at=TUESDAY + TWO_HOURS,
        room=room,
        actor=anne,
    )
    assert position_of(entry_of(draft, group)) == position_of(placed)
    later = TUESDAY + TWO_HOURS
    move_session(session=placed, starts_at=later, ends_at=later + TWO_HOURS, room=room, actor=anne)
    assert entry_of(draft, group).starts_at == later
    remove_draft(session=placed, actor=anne)
    assert not PlanEntry.objects.filter(plan=draft, group=group).exists()
    cancel_session(session=session, reason="Grève", actor=anne)
    assert not draft.entries.exists()
    assert set(draft.edits.values_list("kind", flat=True)) == {PlanEdit.Kind.FOLLOWED}


def test_what_the_draft_decided_otherwise_stays(draft, session, anne):
    put(draft, session.group, TUESDAY, session.room, anne)
    later = THURSDAY + TWO_HOURS
    move_session(session=session, starts_at=later, ends_at=later + TWO_HOURS, room=session.room, actor=anne)
    assert entry_of(draft, session.group).starts_at == TUESDAY


def test_a_draft_is_dropped_by_who_saw_all_of_it(draft, session, anne):
    put(draft, session.group, TUESDAY, RoomFactory(), anne)
    with pytest.raises(PlanChanged, match="Relisez-le"):
        discard_draft(plan=draft, seen=0, actor=secretary())
    discard_draft(plan=draft, seen=1, actor=anne)
    assert not Plan.objects.exists()


def test_an_older_version_is_taken_up_again_as_a_draft(draft, session, anne):
    put(draft, session.group, TUESDAY, RoomFactory(), anne)
    Plan.objects.update(state=Plan.State.PUBLISHED, number=1, published_at=timezone.now())
    version = Plan.objects.get()
    added = SessionFactory(semester=session.semester, group=make_group(size=2), starts_at=TUESDAY)
    merged = restore_version(version=version, seen=None, actor=anne)
    draft = Plan.objects.get(state=Plan.State.DRAFT)
    assert merged.taken == {session.group_id, added.group_id}
    assert positions_of(draft.entries.all()) == positions_of(version.entries.all())
    with pytest.raises(PlanChanged):
        restore_version(version=version, seen=None, actor=anne)
    undo(plan=draft, actor=anne)
    assert positions_of(draft.entries.all()) == positions_of([session, added])


def test_taking_up_a_version_leaves_sessions_held_and_days_past(draft, session, anne):
    put(draft, session.group, TUESDAY, RoomFactory(), anne)
    Plan.objects.update(state=Plan.State.PUBLISHED, number=1, published_at=timezone.now())
    TutorialSession.objects.update(state=TutorialSession.State.CLOSED)
    merged = restore_version(version=Plan.objects.get(), seen=None, actor=anne)
    assert merged.kept == {session.group_id}
    draft = Plan.objects.get(state=Plan.State.DRAFT)
    with time_machine.travel(paris(2027, 1, 20), tick=False):
        restore_version(version=Plan.objects.get(number=1), seen=draft.revision, actor=anne)
    assert positions_of(draft.entries.all()) == positions_of([session])


def test_semesters_have_their_own_drafts(draft, anne):
    summer = SemesterFactory(starts_on=date(2027, 5, 3), ends_on=date(2027, 11, 1), season="summer")
    assert open_draft(semester=summer, actor=anne) != draft
