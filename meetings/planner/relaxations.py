"""For a group without a place: why, and the cheapest thing that would make room for it."""

from collections.abc import Iterable, Sequence

from .candidates import Candidate, examined
from .facts import Fact, Speaker, in_a_sentence, listed, sentence
from .instance import Instance
from .outcome import Conflict, Unplaced
from .schedule import Schedule

PRICES = {
    "max_per_day": 2,
    "tutor_unavailable": 3,
    "room_closed": 4,
    "seminar": 6,
    "room_capacity": 8,
    "room_unsuited": 8,
    "tutor_overlap": 20,
    "room_overlap": 20,
}
"""How much each kind of exception asks; one session more in a tutor's day is the easiest to obtain."""

OCCUPIED = {"tutor_overlap", "room_overlap", "max_per_day"}
MOST_EXPLAINED = 30


def explain_left_out(
    schedule: Schedule, groups: Iterable[int], conflict: Conflict | None, speaker: Speaker
) -> tuple[Unplaced, ...]:
    """Why each group has no place, and what would be enough for it."""
    instance = schedule.tables.instance
    found = []
    for rank, group in enumerate(groups):
        id_ = instance.groups[group].id
        places = examined(schedule, group, speaker) if rank < MOST_EXPLAINED else []
        in_conflict = conflict is not None and any(id_ in fact.subjects for fact in conflict.facts)
        because = conflict.facts if conflict is not None and in_conflict else (_reason(id_, places),)
        duration = instance.groups[group].duration
        relax = _cheapest(duration, places, speaker) if places else _more(instance, duration)
        found.append(Unplaced(id_, because, relax))
    return tuple(found)


def _more(instance: Instance, duration: int) -> str:
    """What to add for a group that no place was looked at for."""
    if not instance.rooms:
        return "Ajouter une salle."
    if not instance.days:
        return "Ajouter un jour."
    if duration > instance.grid.slots_per_day:
        return "Raccourcir la séance, ou allonger la journée."
    return "Ajouter un jour ou une salle."


def _reason(id_: str, places: Sequence[Candidate]) -> Fact:
    if any(OCCUPIED.issuperset(fact.kind for fact in place.refusals) for place in places) or not places:
        return Fact("full", (id_,), "Toutes les places qui conviendraient sont prises.")
    text = "Aucune heure ne convient à la fois aux tuteurs, à la promotion et à une salle."
    return Fact("nowhere", (id_,), text)


def _cheapest(duration: int, places: Sequence[Candidate], speaker: Speaker) -> str:
    """A sentence naming the least to ask so that the group can meet."""
    best = min(places, key=lambda place: sum(PRICES[fact.kind] for fact in place.refusals))
    hours = speaker.hours(best.start, best.start + duration)
    place = f"le {speaker.day(best.day)} {hours}, {speaker.room(best.room)} conviendrait"
    if not best.refusals:
        return sentence(place)
    lifted = [in_a_sentence(fact.sentence) for fact in best.refusals]
    return sentence(f"{place}, à ceci près\u00a0: {listed(lifted)}")
