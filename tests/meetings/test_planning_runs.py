"""Searching for a better plan: asked for once, watched, stopped, adopted beside what people did meanwhile."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from design.french import NBSP, as_date
from meetings.actions import searching
from meetings.actions.planning import (
    LOST_AFTER,
    AlreadyPlanning,
    adopt_run,
    carry_out,
    request_run,
    stop_run,
    sweep_runs,
)
from meetings.actions.plans import lock_day, lock_entry, open_draft, place_entry, undo
from meetings.models import Plan, PlanEdit, PlanEntry, PlanningRun, TutorialSession
from meetings.planner import Conflict, Fact, InvalidInstance, Outcome
from meetings.planner import Event as Found
from meetings.plans.policy import planning_policy
from meetings.plans.positions import positions_in, positions_of
from meetings.plans.search import search_of, search_shown
from tests.factories.groups import TutorFactory, TutorialGroupFactory, make_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    paris,
)
from tests.factories.people import secretary

THURSDAY, TUESDAY = paris(2027, 1, 14, 14), paris(2027, 1, 19, 14)
TWO_HOURS = timedelta(hours=2)
State = PlanningRun.State


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=True):
        yield


@pytest.fixture
def anne():
    return secretary(first_name="Anne", last_name="Martin")


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def room():
    return RoomFactory(capacity=8)


def searched(semester, actor, **fields):
    run = request_run(semester=semester, actor=actor, seconds=1, **fields)
    carry_out(run=run.pk)
    run.refresh_from_db()
    return run


def entries(semester):
    return positions_of(PlanEntry.objects.filter(plan__semester=semester, plan__state="draft"))


@pytest.mark.django_db
class TestSearch:
    def test_places_every_group_and_leaves_the_draft_alone(self, semester, room, anne):
        tutor = TutorFactory()
        groups = [make_group(tutor=tutor), make_group(tutor=tutor), make_group()]
        run = searched(semester, anne)
        assert run.state == State.FINISHED
        found = positions_in(run.best)
        assert found.keys() == {group.pk for group in groups}
        assert len({position.day for group, position in found.items() if group != groups[2].pk}) == 1
        assert run.progress
        assert run.cost >= run.bound
        assert entries(semester) == {}

    def test_is_adopted_as_one_change_that_can_be_undone(self, semester, room, anne):
        make_group()
        run = searched(semester, anne)
        merged = adopt_run(run=run, actor=anne)
        assert entries(semester) == positions_in(run.best) == merged.positions
        draft = Plan.objects.get()
        assert draft.edits.get().kind == PlanEdit.Kind.ADOPTED
        run.refresh_from_db()
        assert run.state == State.ADOPTED
        with pytest.raises(ValidationError, match="déjà été"):
            adopt_run(run=run, actor=anne)
        undo(plan=draft, actor=anne)
        assert entries(semester) == {}

    def test_keeps_what_is_locked(self, semester, room, anne):
        locked = PublishedSessionFactory(group=make_group(), semester=semester, room=room, starts_at=THURSDAY)
        on_locked_day = PublishedSessionFactory(
            group=make_group(), semester=semester, room=room, starts_at=TUESDAY
        )
        SeminarFactory(cohort=locked.group.cohort, starts_at=TUESDAY, ends_at=TUESDAY + TWO_HOURS)
        draft = open_draft(semester=semester, actor=anne)
        lock_entry(plan=draft, group=locked.group, locked=True, actor=anne)
        lock_day(plan=draft, day=as_date(TUESDAY), locked=True, actor=anne)
        others = [make_group() for _ in range(3)]
        merged = adopt_run(run=searched(semester, anne), actor=anne)
        assert merged.taken == {group.pk for group in others}
        now = entries(semester)
        assert now[locked.group_id].starts_at == THURSDAY
        assert now[on_locked_day.group_id].starts_at == TUESDAY
        assert as_date(TUESDAY) not in {now[group.pk].day for group in others}

    def test_a_session_on_a_seminar_moves(self, semester, room, anne):
        session = PublishedSessionFactory(group=make_group(), semester=semester, room=room)
        SeminarFactory(cohort=session.group.cohort, starts_at=session.starts_at, ends_at=session.ends_at)
        run = searched(semester, anne, keeps_published=True)
        assert search_of(run, anne).text.startswith(f"1{NBSP}séance déplacée. ")
        assert run.change_weight == 10
        assert positions_in(run.best)[session.group_id] != positions_of([session])[session.group_id]

    def test_compares_its_cost_with_a_draft_that_places_as_many(self, semester, room, anne):
        PublishedSessionFactory(group=make_group(), semester=semester, room=room, starts_at=TUESDAY)
        alone = search_of(searched(semester, anne, keeps_published=True), anne)
        assert alone.draft_cost == alone.run.base_cost >= alone.run.cost
        make_group()
        more = search_of(searched(semester, anne, keeps_published=True), anne)
        assert more.run.base_cost is not None
        assert more.draft_cost is None
        assert more.text.startswith(f"1{NBSP}séance placée de plus que dans le brouillon.")

    def test_a_session_that_would_lose_its_place_is_not_hidden_by_a_new_one(self, semester, anne):
        run = request_run(semester=semester, actor=anne)
        run.state, at = State.FINISHED, {"starts_at": "x"}
        run.base, run.best = {"1": at}, {"1": None, "2": at}
        told = f"1{NBSP}séance placée de plus que dans le brouillon, 1{NBSP}séance y perd sa place."
        assert told in search_of(run, anne).text

    def test_the_draft_counts_what_it_changes_too(self, semester, room, anne):
        session = PublishedSessionFactory(
            group=make_group(), semester=semester, room=room, starts_at=THURSDAY
        )
        before = searched(semester, anne, keeps_published=True).base_cost
        PlanEntry.objects.update(ends_at=F("ends_at") + timedelta(hours=1))
        PlanEntry.objects.update(starts_at=F("starts_at") + timedelta(hours=1))
        people = session.group.memberships.count() + session.group.tutorships.count()
        run = searched(semester, anne, keeps_published=True)
        assert run.base_cost >= before + run.change_weight * (1 + people)

    def test_does_not_compare_with_a_draft_that_breaks_a_rule(self, semester, room, anne):
        session = PublishedSessionFactory(group=make_group(), semester=semester, room=room)
        SeminarFactory(cohort=session.group.cohort, starts_at=session.starts_at, ends_at=session.ends_at)
        assert search_of(searched(semester, anne), anne).draft_cost is None

    def test_says_what_has_no_place(self, semester, anne):
        RoomFactory(capacity=4)
        big, orphan = make_group(size=6), TutorialGroupFactory(number=99)
        run = searched(semester, anne)
        assert [line["group"] for line in run.unplaced] == [big.pk, orphan.pk]
        assert run.unplaced[-1]["because"] == ["Ce groupe n’a pas de tuteur."]
        assert adopt_run(run=run, actor=anne).taken == frozenset()

    @pytest.mark.parametrize(("rooms", "days", "said"), [(0, (1, 3), "Aucune salle"), (1, (), "Aucun jour")])
    def test_ends_at_once_when_there_is_nothing_to_choose_from(self, semester, anne, rooms, days, said):
        make_group()
        RoomFactory.create_batch(rooms)
        policy = planning_policy()
        policy.weekdays = list(days)
        policy.save()
        run = searched(semester, anne)
        assert run.state == State.FAILED
        assert said in search_of(run, anne).text
        assert run.best is None

    def test_what_was_done_by_hand_meanwhile_is_kept(self, semester, room, anne):
        first, second = make_group(), make_group()
        run = searched(semester, anne)
        draft, bruno = Plan.objects.get(), secretary()
        taken = positions_in(run.best)[second.pk]
        place_entry(
            plan=draft,
            group=first,
            starts_at=taken.starts_at,
            ends_at=taken.ends_at,
            room=room,
            seen=0,
            actor=bruno,
        )
        merged = adopt_run(run=run, actor=anne)
        assert (merged.kept, merged.left, merged.taken) == ({first.pk}, {second.pk}, frozenset())
        assert entries(semester) == {first.pk: taken}

    def test_is_still_adopted_once_the_draft_was_published(self, semester, room, anne):
        make_group()
        run = searched(semester, anne)
        Plan.objects.update(state=Plan.State.PUBLISHED, number=1, published_at=timezone.now())
        adopt_run(run=run, actor=anne)
        assert entries(semester) == positions_in(run.best)

    def test_an_error_ends_it_with_a_sentence(self, semester, room, anne, monkeypatch):
        def refuse(*args, **kwargs):
            raise InvalidInstance("rooms[0].capacity : un nombre entier est attendu.")

        monkeypatch.setattr(searching, "solve", refuse)
        run = request_run(semester=semester, actor=anne)
        with pytest.raises(InvalidInstance):
            carry_out(run=run.pk)
        run.refresh_from_db()
        assert run.state == State.FAILED
        assert "rooms[0]" in run.failure
        assert carry_out(run=run.pk) is False


@pytest.mark.django_db
class TestTwoPeople:
    def test_the_second_is_told_of_the_first(self, semester, anne):
        run = request_run(semester=semester, actor=anne)
        with pytest.raises(AlreadyPlanning, match="Anne Martin planifie déjà") as refusal:
            request_run(semester=semester, actor=secretary())
        assert refusal.value.run == run

    def test_the_page_of_the_second_waits_for_the_end_of_the_first_without_being_loaded_anew(
        self, client, semester, anne
    ):
        client.force_login(secretary())
        address = reverse("meetings:plan-run-new")
        typed = {"semester": semester.pk, "seconds": "10", "change": "tout"}
        run = request_run(semester=semester, actor=anne)
        refused = client.post(address, typed)
        assert refused.status_code == 422
        assert "lancée par Anne Martin" in refused.text
        assert "disabled" not in refused.text
        stop_run(run=run, actor=anne)
        assert client.post(address, typed).status_code == 302

    def test_a_search_not_begun_is_stopped_at_once(self, semester, anne):
        run = request_run(semester=semester, actor=anne)
        assert stop_run(run=run, actor=secretary()) is True
        assert stop_run(run=run, actor=anne) is False
        assert carry_out(run=run.pk) is False
        assert request_run(semester=semester, actor=anne) != run

    def test_a_dead_search_gives_way_and_what_it_found_stays(self, semester, room, anne):
        group = make_group()
        dead = searched(semester, anne)
        PlanningRun.objects.update(
            state=State.RUNNING, heartbeat_at=timezone.now() - LOST_AFTER - timedelta(seconds=1)
        )
        again = request_run(semester=semester, actor=anne)
        dead.refresh_from_db()
        assert dead.state == State.FAILED
        assert "planifier à nouveau" in dead.failure
        stop_run(run=again, actor=anne)
        assert adopt_run(run=dead, actor=anne).taken == {group.pk}

    @pytest.mark.parametrize(
        ("state", "ago", "silent", "title", "text"),
        [
            (State.QUEUED, 5, None, "cherche", "En attente de son tour."),
            (State.QUEUED, 60, None, "cherche", "service de calcul est arrêté"),
            (State.RUNNING, 5, 1, "cherche", f"Encore 14{NBSP}s environ."),
            (State.RUNNING, 25, 1, "cherche", "La recherche se termine."),
            (State.RUNNING, 25, 20, "cherche", f"Sans nouvelles du calcul depuis 20{NBSP}s."),
            (State.STOPPING, 5, 1, "s’arrête", "Ce qu’elle a trouvé reste à adopter."),
        ],
    )
    def test_says_where_it_is_without_a_promise_it_cannot_keep(
        self, semester, anne, state, ago, silent, title, text
    ):
        run = request_run(semester=semester, actor=anne, seconds=20)
        now = timezone.now()
        run.state, run.requested_at = state, now - timedelta(seconds=ago)
        if silent is not None:
            run.started_at = now - timedelta(seconds=ago)
            run.heartbeat_at = now - timedelta(seconds=silent)
        band = search_of(run, anne)
        assert title in band.title
        assert text in band.text

    def test_an_earlier_result_does_not_come_back_once_the_last_one_is_adopted(self, semester, room, anne):
        make_group()
        searched(semester, anne)
        last = searched(semester, anne)
        assert search_shown(semester, anne).run == last
        adopt_run(run=last, actor=anne)
        assert search_shown(semester, anne) is None

    def test_the_sweep_wakes_who_waits(self, semester, room, anne):
        make_group()
        run = request_run(semester=semester, actor=anne, seconds=1)
        sweep_runs()
        run.refresh_from_db()
        assert run.state == State.FINISHED


@pytest.mark.django_db(transaction=True)
class TestWhileItRuns:
    @pytest.fixture
    def endless(self, monkeypatch):
        """A planner that tells one answer and goes on until it is stopped."""
        told = Event()

        def solve(instance, *, previous, on_event, should_stop, **asked):
            on_event(Found("solution", 12, 3, 0.1, 0, previous))
            on_event(
                Found("conflict", 12, 0, 0.2, 1, previous, Conflict((Fact("full", (), "Tout est pris."),)))
            )
            told.set()
            while not should_stop():
                time.sleep(0.01)
            return Outcome(previous, 12, 3, {}, 0.2)

        monkeypatch.setattr(searching, "solve", solve)
        monkeypatch.setattr(searching, "BEAT_SECONDS", 0.03)
        monkeypatch.setattr("meetings.tasks.run_planning.delay", lambda pk: None)
        return told

    @pytest.fixture
    def running(self, endless, semester, room, anne):
        session = PublishedSessionFactory(group=make_group(size=2), semester=semester, room=room)
        run = request_run(semester=semester, actor=anne)

        def work():
            try:
                carry_out(run=run.pk)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(work)
            assert endless.wait(10)
            until(lambda: PlanningRun.objects.get().best)
            yield run
            PlanningRun.objects.filter(state=State.RUNNING).update(state=State.STOPPING)
            done.result(10)
        assert TutorialSession.objects.get() == session

    def test_progress_is_there_for_who_comes_back(self, running):
        run = PlanningRun.objects.get()
        assert (run.state, run.cost, run.bound) == (State.RUNNING, 12, 3)
        assert run.progress == [[0.1, 12, 3]]
        assert (
            "Tout le monde ne peut pas être placé. Tout est pris. " in search_of(run, run.requested_by).text
        )
        first = run.heartbeat_at
        until(lambda: PlanningRun.objects.get().heartbeat_at > first)

    def test_it_stops_and_keeps_what_it_found(self, running, anne):
        assert stop_run(run=running, actor=anne) is True
        until(lambda: PlanningRun.objects.get().state == State.STOPPED)
        assert adopt_run(run=running, actor=anne).taken == frozenset()

    def test_it_is_adopted_in_the_middle_and_writes_no_more(self, running, anne):
        adopt_run(run=running, actor=anne)
        until(lambda: PlanningRun.objects.get().state == State.ADOPTED)
        time.sleep(0.2)
        assert PlanningRun.objects.get().state == State.ADOPTED


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
