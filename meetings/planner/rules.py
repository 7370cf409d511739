"""The facts of an instance that could each be otherwise, and the instance in which only some of them hold."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace

from .facts import Fact, Speaker, counted, listed, sentence
from .instance import Instance, Interval, PlannedSession, Weights

FREE = Weights(*(0 for _ in fields(Weights)))

GROUP = "group"
PIN = "pin"


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One fact: its kind, and the id of the group, tutor, cohort or room it is about."""

    kind: str
    subject: str


def rules_of(instance: Instance, pins: Collection[str] = ()) -> list[Rule]:
    """Every fact that can matter; the grid, the days and the number of rooms are given."""
    largest = max((group.people for group in instance.groups), default=0)
    return [
        *(Rule(GROUP, group.id) for group in instance.groups),
        *(Rule(PIN, id_) for id_ in pins),
        *(Rule("max_per_day", tutor.id) for tutor in instance.tutors),
        *(Rule("tutor_unavailable", tutor.id) for tutor in instance.tutors if tutor.unavailable),
        *(Rule("seminar", cohort.id) for cohort in instance.cohorts if cohort.seminars),
        *(Rule("room_closed", room.id) for room in instance.rooms if room.closures),
        *(Rule("room_unsuited", room.id) for room in instance.rooms if not room.group_work),
        *(Rule("room_capacity", room.id) for room in instance.rooms if room.capacity < largest),
    ]


def restricted(instance: Instance, rules: Iterable[Rule]) -> Instance:
    """The instance with these facts and no other: what the rest forbids is allowed, other groups are gone.

    Nothing costs anything in it: all that counts is whether everybody finds a place.
    """
    kept = set(rules)
    groups = tuple(group for group in instance.groups if Rule(GROUP, group.id) in kept)
    largest = max((group.people for group in groups), default=0)
    return replace(
        instance,
        groups=groups,
        weights=FREE,
        interns=tuple(replace(intern, unavailable=()) for intern in instance.interns),
        tutors=tuple(
            replace(
                tutor,
                unavailable=tutor.unavailable if Rule("tutor_unavailable", tutor.id) in kept else (),
                max_per_day=tutor.max_per_day if Rule("max_per_day", tutor.id) in kept else len(groups) + 1,
            )
            for tutor in instance.tutors
        ),
        cohorts=tuple(
            replace(cohort, seminars=cohort.seminars if Rule("seminar", cohort.id) in kept else ())
            for cohort in instance.cohorts
        ),
        rooms=tuple(
            replace(
                room,
                closures=room.closures if Rule("room_closed", room.id) in kept else (),
                group_work=room.group_work or Rule("room_unsuited", room.id) not in kept,
                capacity=room.capacity
                if Rule("room_capacity", room.id) in kept
                else max(room.capacity, largest),
            )
            for room in instance.rooms
        ),
    )


def rules_behind(facts: Iterable[Fact]) -> list[Rule]:
    """The rules that facts put into words."""
    found = []
    for fact in facts:
        subjects = fact.subjects[1:] if fact.kind == "groups" else fact.subjects
        kind = GROUP if fact.kind == "groups" else fact.kind
        found += [Rule(kind, subject) for subject in subjects]
    return found


def in_words(
    instance: Instance, rules: Collection[Rule], speaker: Speaker, pinned: Mapping[str, PlannedSession]
) -> tuple[Fact, ...]:
    """Rules as facts, the groups of one tutor together."""
    told = _Teller(instance, speaker, pinned)
    groups = {rule.subject for rule in rules if rule.kind == GROUP}
    by_tutor: dict[str, list[str]] = {}
    for group in instance.groups:
        if group.id in groups:
            by_tutor.setdefault(group.tutor, []).append(group.id)
    facts = [told.rule(rule) for rule in rules if rule.kind != GROUP]
    return (*facts, *(told.groups(tutor, ids) for tutor, ids in by_tutor.items()))


class _Teller:
    def __init__(self, instance: Instance, speaker: Speaker, pinned: Mapping[str, PlannedSession]) -> None:
        self._instance, self._speaker, self._pinned = instance, speaker, pinned
        self._tutors = {tutor.id: tutor for tutor in instance.tutors}
        self._cohorts = {cohort.id: cohort for cohort in instance.cohorts}
        self._rooms = {room.id: room for room in instance.rooms}
        self._groups = {group.id: group for group in instance.groups}

    def groups(self, tutor: str, ids: list[str]) -> Fact:
        name = self._speaker.tutor(tutor)
        if len(ids) == 1:
            duration = self._groups[ids[0]].duration
            text = f"{name} doit animer {self._speaker.group(ids[0])} pendant {self._hours(duration)}"
            text += self._nothing_for(duration)
        else:
            number = counted(len(ids), "groupe", "groupes")
            text = f"{name} a {number} ({listed([self._speaker.name(id_) for id_ in ids])})"
        return Fact("groups", (tutor, *ids), sentence(text))

    def _nothing_for(self, duration: int) -> str:
        """What no group could do without, when the semester doesn't have it."""
        if not self._instance.rooms:
            return " et il n’y a aucune salle"
        if not self._instance.days:
            return " et aucun jour n’est proposé"
        whole = self._instance.grid.slots_per_day
        return f" et une journée n’en compte que {self._hours(whole)}" if duration > whole else ""

    def rule(self, rule: Rule) -> Fact:
        return Fact(rule.kind, (rule.subject,), sentence(self._text(rule)))

    def _text(self, rule: Rule) -> str:
        id_, speaker = rule.subject, self._speaker
        if rule.kind == PIN:
            session = self._pinned[id_]
            clock = self._instance.grid.clock(session.start)
            return f"{speaker.group(id_)} est épinglé le {speaker.day(session.day)} à {clock}"
        if rule.kind == "tutor_unavailable":
            return f"{speaker.tutor(id_)} est indisponible {self._when(self._tutors[id_].unavailable)}"
        if rule.kind == "max_per_day":
            most = self._tutors[id_].max_per_day
            return f"{speaker.tutor(id_)} anime au plus {counted(most, 'séance', 'séances')} par jour"
        if rule.kind == "seminar":
            when = self._when(self._cohorts[id_].seminars)
            return f"la promotion {speaker.cohort(id_)} est en séminaire {when}"
        room = self._rooms[id_]
        if rule.kind == "room_closed":
            return f"{speaker.room(id_)} est fermée {self._when(room.closures)}"
        if rule.kind == "room_unsuited":
            return f"{speaker.room(id_)} n’est pas adaptée au travail en groupe"
        return f"{speaker.room(id_)} a {counted(room.capacity, 'place', 'places')}"

    def _when(self, intervals: Collection[Interval]) -> str:
        """« les quatre jours » when every day is taken whole, the days and hours otherwise."""
        slots = self._instance.grid.slots_per_day
        days = [day.id for day in self._instance.days]
        whole = {one.day for one in intervals if one.start <= 0 and one.end >= slots}
        if whole.issuperset(days):
            return f"les {counted(len(days), 'jour', 'jours')}" if len(days) > 1 else "le seul jour proposé"
        shown = [one for one in sorted(intervals, key=lambda one: (one.day, one.start)) if one.day in days]
        return listed([self._speaker.interval(one) for one in shown])

    def _hours(self, slots: int) -> str:
        hours, minutes = divmod(slots * self._instance.grid.slot_minutes, 60)
        return f"{hours}\u00a0h" + (f"\u00a0{minutes:02d}" if minutes else "")
