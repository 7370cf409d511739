"""What a draw satisfies, in words: « 27 / 27 » under the name of each constraint."""

from collections.abc import Sequence
from dataclasses import dataclass

from design.french import in_words, list_words, plural
from groups.draw import Document, DrawnGroup, Satisfied
from groups.draw.problems import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A constraint that was on: its `title`, a `text` under it, and for how many it holds."""

    title: str
    text: str
    count: Satisfied

    @property
    def holds(self) -> bool:
        return self.count.done == self.count.of


def satisfied_by(document: Document, groups: Sequence[DrawnGroup]) -> list[Line]:
    """For the groups as they stand, swaps included; rules about nothing are left out."""
    problem = Problem(document)
    counts = problem.satisfied(problem.arrangement(groups))
    return [Line(*_words(document, groups, count.rule), count) for count in counts if count.of]


def _words(document: Document, groups: Sequence[DrawnGroup], rule: str) -> tuple[str, str]:
    rules = document.rules
    return {
        "sizes": (
            f"Taille de {rules.minimum} à {rules.maximum}, cible {rules.target}",
            sizes_in_words([len(group.interns) for group in groups]),
        ),
        "places": ("Places des tuteurs", _first_groups(document, groups)),
        "apart": ("Personnes séparées", "Demandes confidentielles, jamais affichées aux internes"),
        "together": ("Personnes réunies", "Chaque demande a son motif"),
        "balance": ("Femmes et hommes équilibrés", _women_and_men(document)),
        "spread": (
            f"Au moins {plural(rules.departments, 'département')}",
            "Lieu du stage en cours ou du premier stage",
        ),
        "links": ("Tuteur sans lien", "Aucun interne avec son propre maître de stage"),
        "choice": ("Tuteur voulu", "Choisi par l’interne, ou affecté"),
    }[rule]


def sizes_in_words(sizes: Sequence[int]) -> str:
    """`24 groupes de cinq et 3 de quatre`."""
    parts = [f"{sizes.count(size)} de {in_words(size)}" for size in sorted(set(sizes), reverse=True)]
    if parts:
        largest = max(sizes)
        parts[0] = f"{plural(sizes.count(largest), 'groupe')} de {in_words(largest)}"
    return list_words(parts)


def _first_groups(document: Document, groups: Sequence[DrawnGroup]) -> str:
    leading = {group.tutor for group in groups}
    first = sum(tutor.id in leading and not tutor.held for tutor in document.tutors)
    if not first:
        return f"{plural(len(leading), 'tuteur')} pour {plural(len(groups), 'groupe')}"
    return f"{plural(first, 'tuteur prend son', 'tuteurs prennent leur')} premier groupe"


def _women_and_men(document: Document) -> str:
    sexes = [person.sex for person in document.people]
    unknown = sexes.count("")
    known = f"{plural(sexes.count('F'), 'femme')}, {plural(sexes.count('M'), 'homme')}"
    return f"{known}, {unknown} non renseignés" if unknown else known
