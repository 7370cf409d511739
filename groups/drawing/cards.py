"""The drawn groups as cards: faces, what each satisfies, what was changed by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from groups.draw import Document, DrawnGroup, SecretKind
from groups.drawing.documents import intern_id, interns_named, tutors_named
from groups.models import Cohort, DrawEntry, DrawSwap, Intern, Tutor, TutorialGroup


@dataclass(frozen=True)
class Card:
    """One group of a draw. `swaps` that touched it; `keeps_apart`: somebody in it asked to be, or was, kept
    apart from somebody elsewhere, which only the secretariat and the coordination may see."""

    number: int
    code: str
    tutor: Tutor
    co_tutor: Tutor | None
    interns: tuple[Intern, ...]
    women: int
    men: int
    departments: int
    free: range
    swaps: tuple[DrawSwap, ...] = field(default=())
    keeps_apart: bool = False

    @property
    def sexes(self) -> str:
        """`2 F, 3 H`; nothing when nobody's is known."""
        return f"{self.women}\u00a0F, {self.men}\u00a0H" if self.women or self.men else ""


def cards_of(
    *,
    cohort: Cohort,
    document: Document,
    groups: Sequence[DrawnGroup],
    swaps: Sequence[DrawSwap],
    entries: Mapping[int, DrawEntry],
    co_tutors: Mapping[str, Tutor],
) -> list[Card]:
    """One card a group, in two queries; `entries` by intern, `co_tutors` by the tutor's identifier."""
    interns = interns_named(person for group in groups for person in group.interns)
    tutors = tutors_named({group.tutor for group in groups})
    apart = {
        person
        for secret in document.secrets
        if secret.kind == SecretKind.APART
        for person in (secret.first, secret.second)
    }
    return [
        _card(
            cohort,
            group,
            tutors[group.tutor],
            co_tutors.get(group.tutor),
            [interns[person] for person in group.interns],
            [swap for swap in swaps if not _touched(swap).isdisjoint(group.interns)],
            entries,
            not apart.isdisjoint(group.interns),
        )
        for group in groups
    ]


def _touched(swap: DrawSwap) -> set[str]:
    return {intern_id(swap.first_id), intern_id(swap.second_id)}


def _card(
    cohort: Cohort,
    group: DrawnGroup,
    tutor: Tutor,
    co_tutor: Tutor | None,
    interns: list[Intern],
    swaps: list[DrawSwap],
    entries: Mapping[int, DrawEntry],
    keeps_apart: bool,
) -> Card:
    known = [entries[intern.pk] for intern in interns if intern.pk in entries]
    return Card(
        number=group.number,
        code=TutorialGroup(cohort=cohort, number=group.number).code,
        tutor=tutor,
        co_tutor=co_tutor,
        interns=tuple(sorted(interns, key=lambda each: (each.person.last_name, each.person.first_name))),
        women=sum(entry.gender == DrawEntry.Gender.FEMININE for entry in known),
        men=sum(entry.gender == DrawEntry.Gender.MASCULINE for entry in known),
        departments=len({entry.department_code for entry in known} - {""}),
        free=range(max(0, cohort.policy.group_target - len(interns))),
        swaps=tuple(swaps),
        keeps_apart=keeps_apart,
    )
