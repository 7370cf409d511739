"""A search at work: the planner computes in a thread, and what it finds is written as it comes."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date
from threading import Event as Flag
from threading import Lock
from typing import Any

from django.utils import timezone

from meetings.models import PlanningRun, Semester, TutorialSession
from meetings.planner import Conflict, Event, Instance, Outcome, Solution, change_cost, evaluate, solve
from meetings.plans.ids import Ids, number_in
from meetings.plans.instance import instance_of
from meetings.plans.known import Known, known_of
from meetings.plans.lacking import lacking_in
from meetings.plans.live import draft_of, live_sessions
from meetings.plans.policy import first_open_day
from meetings.plans.positions import Position, held, kept, positions_of

State = PlanningRun.State
BEAT_SECONDS = 0.5
CURVE_POINTS = 240
"""Beyond so many points the curve is thinned."""


@dataclass
class _Found:
    """What the planner has told so far; it speaks from its own threads."""

    lock: Lock = field(default_factory=Lock)
    curve: list[tuple[float, float, float]] = field(default_factory=list)
    best: Event | None = None
    conflict: list[str] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        with self.lock:
            if event.conflict:
                self.conflict = _in_words(event.conflict)
                return
            self.best = event
            self.curve.append((round(event.seconds, 2), event.cost, event.bound))
            if len(self.curve) > CURVE_POINTS:
                self.curve = self.curve[::2] + self.curve[-1:]


@dataclass(frozen=True)
class _Start:
    """What a search begins from."""

    positions: dict[int, Position]
    locked: frozenset[int]
    frozen_days: frozenset[date]


def search(run: PlanningRun) -> None:
    """Search as `run` asks, writing as it goes, outside of any transaction; end it as finished or stopped.

    Without a day or without a room it ends at once, as failed, with what is lacking.
    """
    known = known_of(run.semester)
    start = _start(run.semester, known)
    instance, ids = instance_of(run.semester, start.positions, known, frozen_days=start.frozen_days)
    if lack := lacking_in(instance):
        _write(run, state=State.FAILED, finished_at=timezone.now(), failure=lack)
        return
    previous = _previous(run, ids, start)
    base_cost = _base_cost(instance, ids.solution(start.positions), previous, run.change_weight)
    _write(run, base=kept(start.positions), base_cost=base_cost)
    stop, found = Flag(), _Found()
    with ThreadPoolExecutor(1, "planner") as pool:
        solving = pool.submit(
            solve,
            instance,
            seconds=run.seconds,
            seed=run.seed,
            previous=previous,
            change_weight=run.change_weight,
            pins=[group.id for group in instance.groups if number_in(group.id) in start.locked],
            names=ids.names,
            on_event=found.tell,
            should_stop=stop.is_set,
        )
        try:
            _watch(run, solving, ids, found, stop)
        finally:
            stop.set()
    result = _result(ids, solving.result(), found)
    if not _write(run, among=(State.STOPPING,), state=State.STOPPED, **result):
        _write(run, among=(State.RUNNING,), state=State.FINISHED, **result)


def _start(semester: Semester, known: Known) -> _Start:
    draft = draft_of(semester)
    entries = list(draft.entries.order_by("pk")) if draft else []
    positions = positions_of(entries if draft else live_sessions(semester))
    opening = first_open_day(known.policy, semester, timezone.localdate())
    days = set(draft.day_locks.values_list("day", flat=True)) if draft else set()
    days |= {position.day for position in positions.values() if position.day < opening}
    return _Start(positions, frozenset(one.group_id for one in entries if one.is_locked), frozenset(days))


def _previous(run: PlanningRun, ids: Ids, start: _Start) -> Solution:
    """The plan to start from: the draft, or what people were told when as little as possible should move."""
    if not run.keeps_published:
        return ids.solution(start.positions)
    published = live_sessions(run.semester).filter(state=TutorialSession.State.PUBLISHED)
    locked = {group: start.positions[group] for group in start.locked}
    return ids.solution(positions_of(published) | locked)


def _base_cost(instance: Instance, base: Solution, previous: Solution, weight: float) -> int | None:
    """What the draft costs as the search counts it; None when a hard rule refuses a place it gives."""
    evaluation = evaluate(instance, base)
    if any(violation.kind != "unplaced" for violation in evaluation.hard):
        return None
    return round(evaluation.cost + change_cost(instance, previous, base, weight))


def _watch(run: PlanningRun, solving: "Future[Outcome]", ids: Ids, found: _Found, stop: Flag) -> None:
    """Note progress and signs of life until the planner is done; have it stop when somebody asks."""
    while wait([solving], timeout=BEAT_SECONDS).not_done:
        state = PlanningRun.objects.filter(pk=run.pk).values_list("state", flat=True).first()
        if state != State.RUNNING:
            stop.set()
        if state in (State.RUNNING, State.STOPPING):
            _write(run, **_progress(ids, found))


def _progress(ids: Ids, found: _Found) -> dict[str, Any]:
    with found.lock:
        best, curve, conflict = found.best, list(found.curve), found.conflict
    if best is None:
        return {}
    return {
        "progress": curve,
        "best": _positions(ids, best.solution),
        "cost": round(best.cost),
        "bound": int(best.bound),
        "conflict": conflict,
    }


def _in_words(conflict: Conflict | None) -> list[str]:
    return [fact.sentence for fact in conflict.facts] if conflict else []


def _result(ids: Ids, outcome: Outcome, found: _Found) -> dict[str, Any]:
    unplaced = [
        {
            "group": number_in(one.group),
            "because": [fact.sentence for fact in one.because],
            "relax": one.relax,
        }
        for one in outcome.unplaced
    ]
    unplaced += [
        {"group": group, "because": ["Ce groupe n’a pas de tuteur."], "relax": "Désignez-lui un tuteur."}
        for group in sorted(ids.untutored)
    ]
    cost = outcome.cost + outcome.change  # as the events and the bound count it
    with found.lock:
        curve = [*found.curve, (round(outcome.seconds, 2), cost, outcome.bound)]
    return {
        "finished_at": timezone.now(),
        "progress": curve,
        "best": _positions(ids, outcome.solution),
        "cost": round(cost),
        "bound": int(outcome.bound),
        "unplaced": unplaced,
        "conflict": _in_words(outcome.conflict),
    }


def _positions(ids: Ids, solution: Solution) -> dict[str, Any]:
    """Where the solution has the groups the planner plans; None for those it leaves out."""
    positions = ids.positions(solution)
    return {
        str(group): held(positions[group]) if group in positions else None
        for group in (number_in(one.id) for one in ids.instance.groups)
    }


def _write(run: PlanningRun, among: tuple[str, ...] = (State.RUNNING, State.STOPPING), **fields: Any) -> bool:
    """Write to the row of a search that is still ours, with a sign of life; False when it is not."""
    rows = PlanningRun.objects.filter(pk=run.pk, state__in=among)
    return bool(rows.update(heartbeat_at=timezone.now(), **fields))
