"""The contradictions that need no solver, each in one French sentence or a few."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from design.french import list_words, plural, plural_word
from groups.draw.documents import Document, TutorMode
from groups.draw.problems import Problem


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One of the hard rules that cannot hold together; dropping any one of those listed lifts the
    contradiction. `ids`: the people and tutors it is about."""

    rule: str
    ids: tuple[str, ...]
    sentence: str


def unsound(document: Document) -> list[Contradiction]:
    """Too few interns or places for any rule to be looked at."""
    rules, count = document.rules, len(document.people)
    if not count:
        return [Contradiction("sizes", (), "Il n’y a personne à répartir.")]
    sizes = document.sizes()
    if min(sizes) < rules.minimum:
        sentence = (
            f"{plural(count, 'interne')} ne se répartissent pas en groupes de {rules.minimum} à "
            f"{rules.maximum} : il faudrait des groupes de {min(sizes)}."
        )
        return [Contradiction("sizes", (), sentence)]
    places = sum(tutor.places for tutor in document.tutors)
    if places < len(sizes):
        sentence = (
            f"Il faut {plural(len(sizes), 'groupe')}, et les tuteurs n’en prennent que {places} : "
            f"il manque {plural(len(sizes) - places, 'place')}."
        )
        return [Contradiction("places", (), sentence)]
    return []


def impossibilities(problem: Problem) -> list[Contradiction]:
    """The shortest of the contradictions seen; empty when none is, which proves nothing."""
    found = [
        *_blocks_torn(problem),
        *_blocks_too_large(problem),
        *_wishes_refused(problem),
        *_tutors_wanted_too_much(problem),
        *_nobody_left(problem),
        *_departments_missing(problem),
        *_apart_from_all(problem),
    ]
    return min(found, key=len, default=[])


def pair_contradiction(problem: Problem, rule: str, ranks: Sequence[int]) -> Contradiction:
    first, second = ranks
    verb = "doivent être séparés" if rule == "apart" else "doivent rester ensemble"
    pair = list_words([problem.name(first), problem.name(second)])
    return Contradiction(rule, (problem.people[first], problem.people[second]), f"{pair} {verb}.")


def wish_contradiction(problem: Problem, rule: str, ranks: Sequence[int]) -> Contradiction:
    person, tutor = ranks
    name, wanted = problem.name(person), problem.tutor_name(tutor)
    if rule == "links":
        sentence = f"{name} ne peut pas être dans un groupe de {wanted}."
    elif problem.rules.tutors == TutorMode.CHOSEN:
        sentence = f"{name} a choisi {wanted}."
    else:
        sentence = f"{name} doit aller dans un groupe de {wanted}."
    return Contradiction(rule, (problem.people[person], problem.tutors[tutor]), sentence)


def _blocks_torn(problem: Problem) -> Iterator[list[Contradiction]]:
    """Two people of one block are kept apart, or want two tutors."""
    pairs = problem.apart if problem.is_hard("apart") else []
    for first, second in pairs:
        path = _path(problem, first, second)
        if path:
            yield [*path, pair_contradiction(problem, "apart", (first, second))]
    for block in problem.blocks if problem.is_hard("choice") else ():
        wishes = [each for each in block if problem.wanted[each] >= 0]
        for first, second in pairwise(wishes):
            if problem.wanted[first] != problem.wanted[second]:
                yield [
                    *_path(problem, first, second),
                    wish_contradiction(problem, "choice", (first, problem.wanted[first])),
                    wish_contradiction(problem, "choice", (second, problem.wanted[second])),
                ]


def _path(problem: Problem, first: int, last: int) -> list[Contradiction]:
    """The fewest pairs kept together that lead from one to the other."""
    pairs = problem.together if problem.is_hard("together") else []
    paths: dict[int, list[tuple[int, int]]] = {first: []}
    waiting = [first]
    for each in waiting:
        for pair in pairs:
            if each in pair:
                other = pair[0] + pair[1] - each
                if other not in paths:
                    paths[other] = [*paths[each], pair]
                    waiting.append(other)
    return [pair_contradiction(problem, "together", pair) for pair in paths.get(last, [])]


def _blocks_too_large(problem: Problem) -> Iterator[list[Contradiction]]:
    largest = problem.sizes[0]
    for block in problem.blocks:
        if len(block) > largest:
            names = list_words(problem.name(each) for each in block)
            sentence = f"{names} doivent rester ensemble, et les groupes ont {largest} internes au plus."
            yield [Contradiction("together", tuple(problem.people[each] for each in block), sentence)]


def _wishes_refused(problem: Problem) -> Iterator[list[Contradiction]]:
    """A wanted tutor takes no group, or must not have this intern."""
    if not problem.is_hard("choice"):
        return
    for person, tutor in enumerate(problem.wanted):
        if tutor < 0:
            continue
        wish = wish_contradiction(problem, "choice", (person, tutor))
        if tutor not in problem.seats:
            sentence = f"{problem.tutor_name(tutor)} ne prend pas de nouveau groupe."
            yield [wish, Contradiction("places", (problem.tutors[tutor],), sentence)]
        elif problem.is_hard("links") and (person, tutor) in problem.links:
            yield [wish, wish_contradiction(problem, "links", (person, tutor))]


def _tutors_wanted_too_much(problem: Problem) -> Iterator[list[Contradiction]]:
    wanted = Counter(problem.wanted) if problem.is_hard("choice") else Counter()
    for tutor, many in wanted.items():
        room = sum(problem.sizes[: problem.seats.count(tutor)])
        if tutor >= 0 and 0 < room < many:
            sentence = (
                f"{plural(many, 'interne')} doivent aller dans un groupe de {problem.tutor_name(tutor)}, "
                f"qui ne peut en accueillir que {room}."
            )
            people = (
                each for each, wish in zip(problem.people, problem.wanted, strict=True) if wish == tutor
            )
            yield [Contradiction("choice", (problem.tutors[tutor], *people), sentence)]


def _nobody_left(problem: Problem) -> Iterator[list[Contradiction]]:
    """An intern is tied to every tutor who takes a group."""
    offered = set(problem.seats)
    tied = Counter(person for person, tutor in problem.links if tutor in offered)
    for person, many in tied.items() if problem.is_hard("links") else ():
        if many == len(offered):
            sentence = f"{problem.name(person)} ne peut être dans un groupe d’aucun des tuteurs proposés."
            yield [Contradiction("links", (problem.people[person],), sentence)]


def _departments_missing(problem: Problem) -> Iterator[list[Contradiction]]:
    """A department of n interns is present in n groups at most, and in one group only once."""
    if not problem.is_hard("spread"):
        return
    needed = sum(min(problem.rules.departments, size) for size in problem.sizes)
    known = Counter(each for each in problem.department if each)
    present = sum(min(many, len(problem.sizes)) for many in known.values())
    if present < needed:
        departments = plural(problem.rules.departments, "département")
        sentence = (
            f"Chaque groupe doit réunir au moins {departments} : ensemble, les groupes devraient en compter "
            f"{needed}, et les terrains des internes n’en permettent que {present}, pour "
            f"{len(known)} {plural_word(len(known), 'département')}."
        )
        yield [Contradiction("spread", (), sentence)]


def _apart_from_all(problem: Problem) -> Iterator[list[Contradiction]]:
    """More people each kept apart from all the others than there are groups."""
    if not problem.is_hard("apart"):
        return
    by_foes = sorted(range(len(problem.people)), key=lambda each: -len(problem.foes[each]))
    clique: list[int] = []
    for each in by_foes:
        if problem.foes[each].issuperset(clique) and problem.foes[each]:
            clique.append(each)
    if len(clique) > len(problem.sizes):
        names = list_words(problem.name(each) for each in sorted(clique))
        sentence = (
            f"{names} doivent tous être séparés : il faudrait {plural(len(clique), 'groupe')}, "
            f"et il y en a {len(problem.sizes)}."
        )
        yield [Contradiction("apart", tuple(problem.people[each] for each in sorted(clique)), sentence)]
