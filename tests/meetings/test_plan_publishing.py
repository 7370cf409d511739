"""« Publier et convoquer »: one transaction, and a message to exactly the people whose plan changed."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.actions.answers import answer_convocation
from meetings.actions.placing import move_session, place_session
from meetings.actions.plan_edits import PlanChanged
from meetings.actions.plans import open_draft, place_entry, remove_entry
from meetings.actions.publishing import publish_plan
from meetings.models import Booking, Convocation, Plan, PlanEntry, RoomClosure, Semester, TutorialSession
from meetings.plans.comparing import changes_of
from meetings.plans.differences import Change, differences_between
from meetings.plans.positions import position_of, positions_of
from outbox.delivery import send_due
from outbox.models import Message
from tests.factories.groups import CoTutorFactory, TutorFactory, make_group
from tests.factories.meetings import RoomFactory, SemesterFactory, paris
from tests.factories.people import secretary

THURSDAY, TUESDAY = paris(2027, 1, 14, 14), paris(2027, 1, 19, 14)
TWO_HOURS = timedelta(hours=2)
State = TutorialSession.State


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def anne():
    return secretary(first_name="Anne", last_name="Martin")


@pytest.fixture
def semester():
    return SemesterFactory()


def put(semester, group, starts_at, actor, room=None, **fields):
    """Place or move a group in the draft."""
    draft = open_draft(semester=semester, actor=actor)
    place_entry(
        plan=draft,
        group=group,
        starts_at=starts_at,
        ends_at=starts_at + TWO_HOURS,
        room=room or RoomFactory(),
        seen=draft.revision,
        actor=actor,
        **fields,
    )


def publish(semester, actor, **fields):
    draft = open_draft(semester=semester, actor=actor)
    draft.refresh_from_db()
    return publish_plan(plan=draft, seen=draft.revision, actor=actor, **fields)


def told_since(known):
    """The addresses that messages leaving now go to, among those written after `known`."""
    due = Message.objects.filter(pk__gt=known, due_at__lte=timezone.now(), state=Message.State.SCHEDULED)
    return Counter(due.values_list("kind", "recipient"))


def last_message():
    return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def people_of(*groups):
    return {
        person
        for group in groups
        for person in [
            *group.tutorships.values_list("tutor__person", flat=True),
            *group.memberships.values_list("intern__person", flat=True),
        ]
    }


@pytest.mark.django_db
class TestPublishing:
    def test_numbers_books_and_convenes(self, semester, anne):
        group, room = make_group(size=4, co_tutor=CoTutorFactory()), RoomFactory()
        put(semester, group, THURSDAY, anne, room)
        version = publish(semester, anne, note="Première diffusion")
        assert (version.number, version.published_by, version.people_told) == (1, anne, 6)
        session = TutorialSession.objects.get()
        assert (session.state, session.number, session.sequence) == (State.PUBLISHED, 3, 0)
        assert position_of(session) == position_of(PlanEntry.objects.get())
        assert session.items.exists()
        assert Booking.objects.count() == 8 * 4
        assert session.convocations.count() == 6
        assert told_since(0) == {("convocation", person): 1 for person in people_of(group)}
        assert LogEntry.objects.get_for_object(session).count() == 1

    def test_tells_only_those_whose_session_changed(self, semester, anne):
        room = RoomFactory()
        staying, moving, changing, leaving = (make_group(size=3) for _ in range(4))
        for hour, group in enumerate((staying, moving, changing, leaving)):
            put(semester, group, THURSDAY + timedelta(hours=2 * hour - 4), anne, room)
        publish(semester, anne)
        send_due()
        known, arriving = last_message(), make_group(size=2)
        put(semester, moving, TUESDAY, anne, room)
        put(semester, changing, THURSDAY, anne, RoomFactory())
        put(semester, arriving, TUESDAY + TWO_HOURS, anne, room)
        draft = open_draft(semester=semester, actor=anne)
        remove_entry(plan=draft, group=leaving, seen=draft.revision, actor=anne)
        changes = changes_of(draft)
        assert changes.counts == {Change.ADDED: 1, Change.MOVED: 1, Change.ROOM: 1, Change.REMOVED: 1}
        assert changes.people == people_of(moving, changing, arriving, leaving)

        version = publish(semester, anne, cancel_reason="Grève")

        assert (version.number, version.people_told) == (2, len(changes.people))
        expected = {("convocation", one): 1 for one in people_of(arriving)}
        expected |= {("moved", one): 1 for one in people_of(moving, changing)}
        expected |= {("session_cancelled", one): 1 for one in people_of(leaving)}
        assert told_since(known) == expected
        live = TutorialSession.objects.exclude(state=State.CANCELLED)
        assert positions_of(live) == positions_of(version.entries.all())
        assert set(live.values_list("sequence", flat=True)) == {0, 1}
        cancelled = TutorialSession.objects.get(state=State.CANCELLED)
        assert (cancelled.group, cancelled.cancel_reason, cancelled.sequence) == (leaving, "Grève", 1)
        assert not cancelled.bookings.exists()
        first = Plan.objects.get(number=1)
        found = differences_between(positions_of(first.entries.all()), positions_of(version.entries.all()))
        assert {one.change for one in found} == set(Change)

    def test_an_answer_is_asked_again_for_other_hours_only(self, semester, anne):
        moving, changing = make_group(size=1), make_group(size=1)
        put(semester, moving, THURSDAY, anne)
        put(semester, changing, THURSDAY, anne)
        publish(semester, anne)
        send_due()
        for convocation in Convocation.objects.filter(part=Convocation.Part.INTERN):
            answer_convocation(convocation=convocation, answer=Convocation.Answer.PRESENT)
        put(semester, moving, TUESDAY, anne)
        put(semester, changing, THURSDAY, anne)
        publish(semester, anne)
        answers = dict(
            Convocation.objects.filter(part=Convocation.Part.INTERN).values_list("session__group", "answer")
        )
        assert answers == {moving.pk: "", changing.pk: Convocation.Answer.PRESENT}
        asked = Message.objects.filter(kind="moved", recipient__intern__isnull=False)
        assert sorted(message.payload["asked_again"] for message in asked) == [False, True]

    def test_sessions_still_drafts_are_published_moved_or_dropped(self, semester, anne):
        groups = [make_group(size=2) for _ in range(3)]
        for hour, group in enumerate(groups):
            starts_at = THURSDAY + timedelta(hours=2 * hour)
            place_session(
                group=group,
                semester=semester,
                starts_at=starts_at,
                ends_at=starts_at + TWO_HOURS,
                room=RoomFactory(),
                actor=anne,
            )
        put(semester, groups[1], TUESDAY, anne)
        draft = open_draft(semester=semester, actor=anne)
        remove_entry(plan=draft, group=groups[2], seen=draft.revision, actor=anne)
        assert changes_of(draft).counts[Change.ADDED] == 2
        publish(semester, anne)
        published = TutorialSession.objects.all()
        assert {one.group_id: (one.state, one.sequence) for one in published} == {
            groups[0].pk: (State.PUBLISHED, 0),
            groups[1].pk: (State.PUBLISHED, 0),
        }
        assert set(Message.objects.values_list("kind", flat=True)) == {"convocation", "reminder"}

    def test_two_sessions_change_places(self, semester, anne):
        first, second = RoomFactory(), RoomFactory()
        one, other = make_group(size=2), make_group(size=2)
        put(semester, one, THURSDAY, anne, first)
        put(semester, other, THURSDAY, anne, second)
        publish(semester, anne)
        put(semester, one, TUESDAY, anne, second)
        put(semester, other, THURSDAY, anne, first)
        put(semester, one, THURSDAY, anne, second)
        publish(semester, anne)
        assert dict(TutorialSession.objects.values_list("group", "room")) == {
            one.pk: second.pk,
            other.pk: first.pk,
        }

    def test_a_session_begun_stays_what_it_is(self, semester, anne, november):
        group, other = make_group(size=2), make_group(size=2)
        put(semester, group, THURSDAY, anne)
        publish(semester, anne)
        put(semester, group, TUESDAY, anne)
        put(semester, other, TUESDAY + TWO_HOURS, anne)
        november.move_to(paris(2027, 1, 15, 9))
        version = publish(semester, anne)
        assert TutorialSession.objects.get(group=group).starts_at == THURSDAY
        assert version.entries.get(group=group).starts_at == THURSDAY

    def test_refusals_name_the_group_and_nothing_is_written(self, semester, anne, november):
        group, room = make_group(size=2), RoomFactory(code="TON‑A1")
        put(semester, group, THURSDAY, anne, room)
        RoomClosure.objects.create(room=room, starts_at=THURSDAY, ends_at=THURSDAY + TWO_HOURS)
        with pytest.raises(ValidationError, match="La salle TON‑A1 est fermée") as refusal:
            publish(semester, anne)
        assert refusal.value.messages[0].startswith(f"Groupe {group.code}")
        RoomClosure.objects.all().delete()
        november.move_to(paris(2027, 1, 15))
        with pytest.raises(ValidationError, match="est passé"):
            publish(semester, anne)
        assert Plan.objects.get().is_draft
        assert not TutorialSession.objects.exists()
        assert not Message.objects.exists()

    def test_taking_a_session_away_needs_a_reason(self, semester, anne):
        group = make_group(size=2)
        put(semester, group, THURSDAY, anne)
        publish(semester, anne)
        draft = open_draft(semester=semester, actor=anne)
        remove_entry(plan=draft, group=group, seen=0, actor=anne)
        with pytest.raises(ValidationError, match="dites pourquoi"):
            publish(semester, anne)

    def test_nothing_new_is_not_published(self, semester, anne):
        put(semester, make_group(size=1), THURSDAY, anne)
        publish(semester, anne)
        with pytest.raises(ValidationError, match="rien à publier"):
            publish(semester, anne)

    def test_a_draft_changed_since_it_was_read_is_not_published(self, semester, anne):
        put(semester, make_group(size=1), THURSDAY, anne)
        draft = Plan.objects.get()
        with pytest.raises(PlanChanged, match="modifié par Anne Martin"):
            publish_plan(plan=draft, seen=draft.revision - 1, actor=secretary())

    def test_costs_the_same_queries_for_one_change_and_for_many(self, semester, anne):
        def changed(groups, starts_at):
            rooms = RoomFactory.create_batch(len(groups))
            for group, room in zip(groups, rooms, strict=True):
                put(semester, group, starts_at, anne, room)
            draft = open_draft(semester=semester, actor=anne)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                publish_plan(plan=draft, seen=draft.revision, actor=anne)
            return [one["sql"] for one in queries if not one["sql"].startswith("INSERT")]

        ContentType.objects.get_for_models(*apps.get_models())  # read once a process
        few, many = [make_group(size=2)], [make_group(size=2) for _ in range(8)]
        assert len(changed(few, THURSDAY)) == len(changed(many, TUESDAY))
        assert len(changed(few, TUESDAY + TWO_HOURS)) == len(changed(many, THURSDAY + TWO_HOURS))


def all_at_once(attempts):
    """Run every callable at the same time, each on its own connection; return what it gave or raised."""
    barrier = Barrier(len(attempts))

    def run(attempt):
        barrier.wait(timeout=30)
        try:
            return attempt()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_twenty_people_publish_one_draft(self, semester, anne):
        group = make_group(size=2)
        put(semester, group, THURSDAY, anne)
        draft = Plan.objects.get()
        people = [secretary() for _ in range(20)]
        outcomes = all_at_once(
            [lambda who=who: publish_plan(plan=draft, seen=draft.revision, actor=who) for who in people]
        )
        [winner] = [one for one in outcomes if isinstance(one, Plan)]
        losers = [one for one in outcomes if isinstance(one, PlanChanged)]
        assert len(losers) == 19
        assert {one.messages[0].split(" : ")[0] for one in losers} == {
            f"Ce brouillon vient d’être publié par {winner.published_by}\u00a0: c’est la version 1. "
            "Rechargez la page, puis refaites votre changement dans un nouveau brouillon."
        }
        assert Message.objects.filter(kind="convocation").count() == 3

    def test_twenty_drafts_want_one_room(self, anne):
        room = RoomFactory(code="TON‑A1")
        drafts = []
        for number in range(20):
            semester = Semester.objects.create(
                season="winter", starts_on=date(2026, 11, 1 + number), ends_on=date(2027, 5, 2)
            )
            put(semester, make_group(size=1), THURSDAY, anne, room)
            drafts.append(Plan.objects.get(semester=semester))
        outcomes = all_at_once(
            [lambda one=one: publish_plan(plan=one, seen=one.revision, actor=anne) for one in drafts]
        )
        assert sum(isinstance(one, Plan) for one in outcomes) == 1
        refusals = [one for one in outcomes if isinstance(one, ValidationError)]
        assert len(refusals) == 19
        assert all(
            "La salle TON‑A1 est prise" in sentence or "vient d’être pris" in sentence
            for one in refusals
            for sentence in one.messages
        )
        assert Booking.objects.filter(room=room).count() == 8
        assert Plan.objects.filter(state=Plan.State.PUBLISHED).count() == 1
        assert TutorialSession.objects.get().state == State.PUBLISHED

    def test_a_move_outside_of_the_draft_at_the_same_time(self, semester, anne):
        tutor = TutorFactory()
        groups = [make_group(size=1, tutor=tutor) for _ in range(2)]
        put(semester, groups[0], THURSDAY, anne)
        publish(semester, anne)
        put(semester, groups[1], TUESDAY, anne)
        draft, session = Plan.objects.get(state=Plan.State.DRAFT), TutorialSession.objects.get()
        outcomes = all_at_once(
            [
                lambda: publish_plan(plan=draft, seen=draft.revision, actor=anne),
                lambda: move_session(
                    session=session,
                    starts_at=TUESDAY,
                    ends_at=TUESDAY + TWO_HOURS,
                    room=RoomFactory(),
                    actor=anne,
                ),
            ]
        )
        assert sum(not isinstance(one, ValidationError) for one in outcomes) == 1
        assert Booking.objects.filter(tutor=tutor).count() == 8 * TutorialSession.objects.count()
