"""Facts of an instance as French sentences: what refuses a place, what makes a plan impossible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from design.french import weekday_date

from .instance import Grid, Group, Instance, Interval

NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason, about the people, rooms or groups whose ids are its subjects."""

    kind: str
    subjects: tuple[str, ...]
    sentence: str

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "subjects": list(self.subjects), "sentence": self.sentence}


class Speaker:
    """Prints ids, days and numbers of one instance as a French sentence needs them."""

    def __init__(self, instance: Instance, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}
        self._grid: Grid = instance.grid
        self._dates = {day.id: day.date for day in instance.days}
        self._cohorts = {cohort.id: cohort.name for cohort in instance.cohorts}

    def name(self, id_: str) -> str:
        return self._names.get(id_, id_)

    def cohort(self, id_: str) -> str:
        return self._names.get(id_) or self._cohorts.get(id_, id_)

    def tutor(self, id_: str) -> str:
        """« Dr Paul Auger » or « Inès Bonnefoy » as the name is known, « le tuteur T0001 » otherwise.

        Sentences put it where neither an article nor an elision is needed.
        """
        return self._names.get(id_, f"le tuteur {id_}")

    def room(self, id_: str) -> str:
        return self._names.get(id_, f"la salle {id_}")

    def preferred_day(self, department: str) -> str:
        """What to call the days that a department prefers, « un jour préféré du département » by default."""
        return self._names.get(department, "un jour préféré du département")

    def group(self, group: Group | str) -> str:
        id_ = group if isinstance(group, str) else group.id
        return self._names.get(id_, f"le groupe {id_}")

    def day(self, id_: int) -> str:
        known = self._dates.get(id_)
        return f"jour {id_}" if known is None else weekday_date(known)

    def days(self, ids: Sequence[int]) -> str:
        return listed([f"le {self.day(id_)}" for id_ in ids])

    def hours(self, start: int, end: int) -> str:
        return f"de {self._grid.clock(start)} à {self._grid.clock(end)}"

    def interval(self, interval: Interval) -> str:
        whole = interval.start <= 0 and interval.end >= self._grid.slots_per_day
        day = f"le {self.day(interval.day)}"
        return (
            day
            if whole
            else f"{day} {self.hours(max(0, interval.start), min(interval.end, self._grid.slots_per_day))}"
        )


def number(count: int) -> str:
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def counted(count: int, singular: str, plural: str) -> str:
    one = "une" if singular in FEMININE else "un"
    return f"{one} {singular}" if count == 1 else f"{number(count)} {singular if count == 0 else plural}"


FEMININE = ("séance", "place", "autre séance déplacée")


def listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}" if parts else ""


def points(value: float) -> str:
    """A number of points: « 1 point », « 12 points »."""
    return f"{value:g}\u00a0point{'s' if abs(value) >= 2 else ''}".replace(".", ",")


def in_a_sentence(text: str) -> str:
    """A sentence as part of another one: without its full stop, its first article small."""
    text = text.rstrip(".")
    return text[0].lower() + text[1:] if text.startswith(("Le ", "La ", "Toutes ")) else text


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
