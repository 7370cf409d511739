"""Where one group could meet, what it would cost, and why it meets where it does; asked of the planner."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from design.french import plural, signed, weekday_date
from groups.models import Policy, TutorialGroup
from meetings.models import Plan, PlanEntry, PlanningRun, Semester, TutorialSession
from meetings.planner import Alternative, Candidate, PlannedSession, candidates, explain
from meetings.plans.alerts import broken_by
from meetings.plans.checks import obstacles_in
from meetings.plans.ids import group_id, number_in
from meetings.plans.instance import instance_of
from meetings.plans.known import known_of
from meetings.plans.lacking import lacking_in
from meetings.plans.live import live_sessions
from meetings.plans.policy import first_open_day
from meetings.plans.positions import positions_of

ICONS = {
    "extra_days": "calendar-check",
    "gaps": "hourglass",
    "distant_hours": "car",
    "lunch": "utensils",
    "preferred_day": "calendar-days",
    "room_type": "armchair",
    "room_waste": "armchair",
    "intern_conflict": "moon",
    "spread": "users-round",
    "seminar": "shield-check",
    "tutor": "user-round",
    "room": "door-open",
}


LITTLE, MUCH = 5, 15
"""Points of cost: up to the first a change is easy to take, beyond the second it is dear."""
REASONS_SHOWN, ALTERNATIVES_SHOWN = 6, 3


@dataclass(frozen=True)
class Place:
    """A slot in a room: `delta` is the change of the plan's cost, None when `reasons` refuse it."""

    starts_at: datetime
    ends_at: datetime
    room: int
    room_code: str
    delta: int | None
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a button sends: `2027-01-14T14:00|3`."""
        return f"{self.starts_at:%Y-%m-%dT%H:%M}|{self.room}"


@dataclass(frozen=True)
class Line:
    icon: str
    sentence: str


@dataclass(frozen=True)
class Elsewhere:
    """One of the best other places, with every session that moves so that it fits."""

    starts_at: datetime
    room_code: str
    delta: str
    tone: str
    sentence: str
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    is_placed: bool
    lines: Sequence[Line] = ()
    alternatives: Sequence[Elsewhere] = ()
    relax: str = ""
    failure: str = ""
    conflict: Sequence[Line] = ()
    """The smallest set of facts that together leave no plan for everybody."""
    broken: Sequence[str] = ()
    """What came since and no longer lets the session be where it is."""


def minutes_of(group: TutorialGroup, draft: Plan | None) -> int:
    """How long the session of a group lasts: as the draft has it, else as its policy says."""
    entry = PlanEntry.objects.filter(plan=draft, group=group).first() if draft else None
    if entry:
        return int((entry.ends_at - entry.starts_at).total_seconds() // 60)
    policy = getattr(group.cohort, "policy", None) or Policy(cohort=group.cohort)
    return policy.session_minutes


def places_of(semester: Semester, group: TutorialGroup, draft: Plan | None) -> list[Place]:
    """Every place of the group with all others left where they are, by day, start and room.

    Empty when the planner cannot place it at all: it has no tutor.
    """
    asked = _Asked(semester, group, draft)
    if not asked.is_known:
        return []
    found = candidates(asked.instance, asked.solution, asked.id, names=asked.ids.names)
    return asked.places(found)


def why_of(semester: Semester, group: TutorialGroup, draft: Plan | None) -> Why:
    """What a session pays and avoids, and its best alternatives; what refuses one to a group without any."""
    asked = _Asked(semester, group, draft, around_still_days=True)
    if group.pk in asked.ids.aside:
        return Why(True, [Line("lock", "Cette séance a commencé ou a été tenue : elle ne bouge plus.")])
    if not asked.is_known:
        return Why(
            False, failure="Ce groupe n’a pas de tuteur : désignez-en un pour que le planificateur le place."
        )
    if not asked.is_placed:
        return _why_aside(asked) if group.pk in asked.positions else _why_not(asked)
    found = explain(
        asked.instance, asked.solution, asked.id, names=asked.ids.names, locked=asked.locked_groups
    )
    avoided = [Line(ICONS.get(fact.kind, "shield-check"), fact.sentence) for fact in found.avoided]
    paid = [Line(ICONS.get(term.term, "info"), term.sentence) for term in found.terms if term.points]
    nothing = Line("circle-check", "Ce créneau ne coûte rien : aucun écart aux réglages.")
    lines = list(dict.fromkeys([*avoided, *paid])) or [nothing]
    return Why(True, lines, [asked.elsewhere(one) for one in found.alternatives], broken=asked.broken)


class _Asked:
    """One group, with the semester as the planner knows it, as the draft has it or as it is without one.

    `around_still_days` leaves to themselves the days locked by hand and those too near for the planner, but
    for the one where the group meets.
    """

    def __init__(
        self,
        semester: Semester,
        group: TutorialGroup,
        draft: Plan | None,
        *,
        around_still_days: bool = False,
    ) -> None:
        self.semester, self.group, self.known = semester, group, known_of(semester)
        placed: list[PlanEntry] | list[TutorialSession] = (
            list(draft.entries.order_by("pk")) if draft else list(live_sessions(semester))
        )
        self._placed = {one.group_id: one for one in placed}
        self.positions = positions_of(placed)
        self.locked_days = set(draft.day_locks.values_list("day", flat=True)) if draft else set()
        self.still_days = self.locked_days | self._near_days() if around_still_days else self.locked_days
        now = self.positions.get(group.pk)
        frozen = self.still_days - {now.day if now else None} if around_still_days else set()
        self.instance, self.ids = instance_of(semester, self.positions, self.known, frozen_days=frozen)
        if group.pk in self.ids.aside:
            others = {pk: position for pk, position in self.positions.items() if pk != group.pk}
            self.instance, self.ids = instance_of(semester, others, self.known, frozen_days=frozen)
        self.id = group_id(group.pk)
        self.solution = self.ids.solution(self.positions)

    def _near_days(self) -> set[date]:
        """The days with sessions that are sooner than people can be asked to come."""
        opening = first_open_day(self.known.policy, self.semester, timezone.localdate())
        return {position.day for position in self.positions.values() if position.day < opening}

    @property
    def is_known(self) -> bool:
        return any(group.id == self.id for group in self.instance.groups)

    @property
    def is_placed(self) -> bool:
        return any(session.group == self.id for session in self.solution.sessions)

    @property
    def locked_groups(self) -> list[str]:
        """The groups that an alternative may not move."""
        return [
            group_id(pk)
            for pk, position in self.positions.items()
            if position.day in self.still_days or getattr(self._placed[pk], "is_locked", False)
        ]

    @property
    def broken(self) -> list[str]:
        """What no longer lets the session be where it is, but what was accepted when it was placed."""
        found = obstacles_in(self.semester, self.positions, self.known, [self.group.pk])
        resolution = self._placed[self.group.pk].resolution
        return [one.sentence for one in broken_by(found[self.group.pk], resolution)]

    def places(self, found: Iterable[Candidate]) -> list[Place]:
        """The candidates as people say them; those of one moment stand together."""
        places = []
        for (day, start), rooms in groupby(found, key=lambda one: (one.day, one.start)):
            together = list(rooms)
            then = self.ids.position(PlannedSession(self.id, day, start, together[0].room))
            locked = (f"Le {weekday_date(then.day)} est verrouillé.",) if then.day in self.locked_days else ()
            for one in together:
                room = number_in(one.room)
                reasons = (*locked, *(fact.sentence for fact in one.refusals))
                delta = None if one.delta is None or reasons else round(one.delta)
                code = self.known.rooms[room].code
                places.append(Place(then.starts_at, then.ends_at, room, code, delta, reasons))
        return places

    def elsewhere(self, one: Alternative) -> Elsewhere:
        position = self.ids.position(PlannedSession(self.id, one.day, one.start, one.room))
        moves = [self.ids.position(session) for session in one.moves]
        return Elsewhere(
            starts_at=position.starts_at,
            room_code=self.known.rooms[number_in(one.room)].code,
            delta=signed(round(one.delta)),
            tone=_tone(one.delta),
            sentence=_with(len(one.moves) - 1),
            moves=tuple(
                f"{number_in(session.group)}|{at.starts_at:%Y-%m-%dT%H:%M}|{at.ends_at:%Y-%m-%dT%H:%M}|{at.room_id}"
                for session, at in zip(one.moves, moves, strict=True)
            ),
        )


def _with(others: int) -> str:
    """How many sessions make room, empty when none has to."""
    return plural(others, "autre séance bouge aussi", "autres séances bougent aussi") if others > 0 else ""


def _tone(delta: float) -> str:
    return "saule" if delta <= LITTLE else "ambre" if delta <= MUCH else "brique"


def _why_aside(asked: _Asked) -> Why:
    """Of a session that the planner cannot express: elsewhere than in a room, or between two of its hours."""
    sentence = "Le planificateur la laisse où elle est : autre lieu, ou horaire hors de sa grille."
    free = _free_places(asked, candidates(asked.instance, asked.solution, asked.id, names=asked.ids.names))
    return Why(True, [Line("lock", sentence)], free, broken=asked.broken)


def _why_not(asked: _Asked) -> Why:
    """Without a session: what can be taken at once, or else what refuses every place, most frequent first."""
    found = candidates(asked.instance, asked.solution, asked.id, names=asked.ids.names)
    free = _free_places(asked, found)
    if free:
        sentence = "Des créneaux sont libres : ce groupe attend seulement d’être placé."
        return Why(False, [Line("lightbulb", sentence)], free)
    told = _told_by_search(asked)
    if told:
        return told
    reasons = Counter(fact.sentence for candidate in found for fact in candidate.refusals)
    lines = [Line("ban", sentence) for sentence, _ in reasons.most_common(REASONS_SHOWN)]
    usual = "Aucun créneau n’est possible tant que ces faits tiennent tous."
    return Why(False, lines, failure=lacking_in(asked.instance) or usual)


def _free_places(asked: _Asked, found: Sequence[Candidate]) -> list[Elsewhere]:
    """The cheapest place of each of the three best days."""
    free = [one for one in found if one.delta is not None]
    best: dict[int, Candidate] = {}
    for candidate in sorted(free, key=lambda one: (one.delta, one.day, one.start)):
        best.setdefault(candidate.day, candidate)
    return [asked.elsewhere(_alternative(asked, one)) for one in list(best.values())[:ALTERNATIVES_SHOWN]]


def _told_by_search(asked: _Asked) -> Why | None:
    """What the last search said of this group: what leaves it out, and what would make room for it."""
    run = PlanningRun.objects.filter(semester=asked.semester).order_by("-requested_at", "-pk").first()
    told = next((one for one in run.unplaced if group_id(one["group"]) == asked.id), None) if run else None
    if run is None or told is None:
        return None
    together = [Line("octagon-alert", sentence) for sentence in run.conflict]
    because = [Line("ban", sentence) for sentence in told["because"]]
    adds = because and told["because"] != run.conflict
    return Why(False, because or together, relax=told["relax"], conflict=together if adds else ())


def _alternative(asked: _Asked, candidate: Candidate) -> Alternative:
    session = PlannedSession(asked.id, candidate.day, candidate.start, candidate.room)
    return Alternative(candidate.day, candidate.start, candidate.room, candidate.delta or 0, (session,), "")
