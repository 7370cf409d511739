"""Where one group could meet, what it would cost, and why it meets where it does; asked of the planner."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from design.french import plural, signed
from groups.models import Policy, TutorialGroup
from meetings.models import Plan, PlanEntry, PlanningRun, Room, Semester
from meetings.planner import Alternative, Candidate, PlannedSession, candidates, explain
from meetings.plans.ids import group_id, number_in
from meetings.plans.instance import instance_of
from meetings.plans.live import draft_of, live_sessions
from meetings.plans.positions import Position, positions_of

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
REASONS_SHOWN = 6


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


def positions_now(semester: Semester, draft: Plan | None) -> dict[int, Position]:
    """Where the draft has every group, or where they are without one."""
    placed = draft.entries.order_by("pk") if draft else live_sessions(semester)
    return positions_of(placed)


def minutes_of(group: TutorialGroup, draft: Plan | None) -> int:
    """How long the session of a group lasts: as the draft has it, else as its policy says."""
    entry = PlanEntry.objects.filter(plan=draft, group=group).first() if draft else None
    if entry:
        return int((entry.ends_at - entry.starts_at).total_seconds() // 60)
    policy = getattr(group.cohort, "policy", None) or Policy(cohort=group.cohort)
    return policy.session_minutes


def places_of(semester: Semester, group: TutorialGroup) -> list[Place]:
    """Every place of the group with all others left where they are, by day, start and room.

    None when the planner cannot place it at all: it has no tutor.
    """
    asked = _Asked(semester, group)
    if not asked.is_known:
        return []
    found = candidates(asked.instance, asked.solution, asked.id, names=asked.ids.names)
    return [asked.place(candidate) for candidate in found]


def why_of(semester: Semester, group: TutorialGroup) -> Why:
    """What a session pays and avoids, and its best alternatives; what refuses one to a group without any."""
    asked = _Asked(semester, group)
    if not asked.is_known:
        return Why(
            False, failure="Ce groupe n’a pas de tuteur : désignez-en un pour que le planificateur le place."
        )
    if not asked.is_placed:
        return _why_not(asked)
    found = explain(asked.instance, asked.solution, asked.id, names=asked.ids.names)
    avoided = [Line(ICONS.get(fact.kind, "shield-check"), fact.sentence) for fact in found.avoided]
    paid = [Line(ICONS.get(term.term, "info"), term.sentence) for term in found.terms if term.points]
    lines = [*avoided, *paid] or [
        Line("circle-check", "Ce créneau ne coûte rien : aucun écart aux réglages.")
    ]
    return Why(True, lines, [asked.elsewhere(one) for one in found.alternatives])


class _Asked:
    """One group, with the semester as the planner knows it."""

    def __init__(self, semester: Semester, group: TutorialGroup) -> None:
        self.semester = semester
        positions = positions_now(semester, draft_of(semester))
        self.instance, self.ids = instance_of(semester, positions)
        if group.pk in self.ids.aside:
            others = {pk: position for pk, position in positions.items() if pk != group.pk}
            self.instance, self.ids = instance_of(semester, others)
        self.id = group_id(group.pk)
        self.solution = self.ids.solution(positions)
        self.rooms = dict(Room.objects.order_by("pk").values_list("pk", "code"))

    @property
    def is_known(self) -> bool:
        return any(group.id == self.id for group in self.instance.groups)

    @property
    def is_placed(self) -> bool:
        return any(session.group == self.id for session in self.solution.sessions)

    def place(self, candidate: Candidate) -> Place:
        session = PlannedSession(self.id, candidate.day, candidate.start, candidate.room)
        position = self.ids.position(session)
        room = number_in(candidate.room)
        return Place(
            starts_at=position.starts_at,
            ends_at=position.ends_at,
            room=room,
            room_code=self.rooms[room],
            delta=None if candidate.delta is None else round(candidate.delta),
            reasons=tuple(fact.sentence for fact in candidate.refusals),
        )

    def elsewhere(self, one: Alternative) -> Elsewhere:
        position = self.ids.position(PlannedSession(self.id, one.day, one.start, one.room))
        moves = [self.ids.position(session) for session in one.moves]
        return Elsewhere(
            starts_at=position.starts_at,
            room_code=self.rooms[number_in(one.room)],
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


def _why_not(asked: _Asked) -> Why:
    """Without a session: what can be taken at once, or else what refuses every place, most frequent first."""
    found = candidates(asked.instance, asked.solution, asked.id, names=asked.ids.names)
    free = sorted(
        (one for one in found if one.delta is not None), key=lambda one: (one.delta, one.day, one.start)
    )
    if free:
        best = {candidate.day: candidate for candidate in reversed(free)}
        shown = sorted(best.values(), key=lambda one: (one.delta, one.day))[:3]
        return Why(
            False,
            [Line("lightbulb", "Des créneaux sont libres : ce groupe attend seulement d’être placé.")],
            [asked.elsewhere(_alternative(asked, one)) for one in shown],
        )
    told = _told_by_search(asked)
    if told:
        return told
    reasons = Counter(fact.sentence for candidate in found for fact in candidate.refusals)
    lines = [Line("ban", sentence) for sentence, _ in reasons.most_common(REASONS_SHOWN)]
    return Why(False, lines, failure="Aucun créneau n’est possible tant que ces faits tiennent tous.")


def _told_by_search(asked: _Asked) -> Why | None:
    """What the last search said of this group: what leaves it out, and what would make room for it."""
    run = PlanningRun.objects.filter(semester=asked.semester).order_by("-requested_at", "-pk").first()
    told = next((one for one in run.unplaced if group_id(one["group"]) == asked.id), None) if run else None
    if run is None or told is None:
        return None
    together = [Line("octagon-alert", sentence) for sentence in run.conflict]
    because = [Line("ban", sentence) for sentence in told["because"]]
    return Why(False, because or together, relax=told["relax"], conflict=together if because else ())


def _alternative(asked: _Asked, candidate: Candidate) -> Alternative:
    session = PlannedSession(asked.id, candidate.day, candidate.start, candidate.room)
    return Alternative(candidate.day, candidate.start, candidate.room, candidate.delta or 0, (session,), "")
