"""Can the hard rules hold together? If so a valid partition shows it; if not, which of them contradict."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from design.french import list_words, plural
from groups.draw.documents import Document, TutorMode, seal
from groups.draw.feasibility import Answer, Feasibility, Requirement
from groups.draw.generator import Stream
from groups.draw.problems import Arrangement, Problem
from groups.draw.shuffling import Shuffler

SEARCH_SECONDS = 20.0
CORE_SECONDS = 20.0
SOLVABLE = 60_000


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One of the hard rules that cannot hold together; dropping any one of those listed lifts the
    contradiction. `ids`: the people and tutors it is about."""

    rule: str
    ids: tuple[str, ...]
    sentence: str


class Contradictory(ValueError):
    """The hard rules cannot hold together, or nothing shows in time that they can."""

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        super().__init__(" ".join(each.sentence for each in contradictions))
        self.contradictions = list(contradictions)


def check(document: Document) -> list[Contradiction]:
    """Empty when the hard rules can hold together; else the rules that contradict, none of them superfluous.
    Always ends: each search has a time limit, and what is not settled within it is said to be so."""
    try:
        prepare(document)
    except Contradictory as problem:
        return problem.contradictions
    return []


def prepare(document: Document) -> Document:
    """The document to seal: ordered, defaults written, with a valid `start`. Contradictory otherwise."""
    document = document.ordered()
    unsound = _unsound(document)
    if unsound:
        raise Contradictory(unsound)
    problem = Problem(document)
    start = _search(problem) or _solve(problem)
    return replace(document, start=problem.drawn_groups(start))


def _unsound(document: Document) -> list[Contradiction]:
    """What no solver is needed to see."""
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


def _search(problem: Problem) -> Arrangement | None:
    """A valid arrangement by repairing a shuffle, two groups at a time; None when it is not found in time."""
    stream = Stream(seal(problem.document), "00" * 32)
    shuffler = Shuffler(problem, stream)
    state = next(filter(None, (shuffler.propose() for _ in range(1000))), None)
    if state is None:
        return None
    chance = random.Random(seal(problem.document))
    spare = sorted(set(range(len(problem.seats))) - set(state.seats))
    broken = [problem.broken(g, state.groups[g], state.seats[g]) for g in range(len(state.groups))]
    limit = time.monotonic() + SEARCH_SECONDS / (2 if len(problem.people) < 500 else 1)
    patience = 3000 * len(broken)
    while patience and any(broken):
        patience -= 1
        if patience % 256 == 0 and time.monotonic() > limit:
            return None
        g = chance.choice([rank for rank, many in enumerate(broken) if many])
        h = chance.randrange(len(broken))
        if g == h:
            _offer_spare(problem, state, spare, broken, g, chance)
        else:
            _redeal(problem, state, broken, g, h, chance)
    return None if any(broken) else state


def _offer_spare(
    problem: Problem, state: Arrangement, spare: list[int], broken: list[int], g: int, chance: random.Random
) -> None:
    if not spare or state.seats[g] < problem.mandatory:
        return
    other = chance.randrange(len(spare))
    many = problem.broken(g, state.groups[g], spare[other])
    if many <= broken[g]:
        state.seats[g], spare[other] = spare[other], state.seats[g]
        broken[g] = many


def _redeal(
    problem: Problem, state: Arrangement, broken: list[int], g: int, h: int, chance: random.Random
) -> None:
    pool = state.groups[g] + state.groups[h]
    chance.shuffle(pool)
    first, second = pool[: len(state.groups[g])], pool[len(state.groups[g]) :]
    seats = [state.seats[g], state.seats[h]]
    chance.shuffle(seats)
    many = problem.broken(g, first, seats[0]), problem.broken(h, second, seats[1])
    if sum(many) <= broken[g] + broken[h]:
        state.groups[g], state.groups[h] = first, second
        state.seats[g], state.seats[h] = seats
        broken[g], broken[h] = many


def _solve(problem: Problem) -> Arrangement:
    """By the solver: an arrangement, or Contradictory with the rules that contradict."""
    if len(problem.people) * len(problem.sizes) > SOLVABLE:
        raise Contradictory([_unsettled()])
    requirements = _requirements(problem)
    feasibility = Feasibility(problem, requirements)
    answer = feasibility.solve(requirements, SEARCH_SECONDS)
    if answer is Answer.POSSIBLE:
        return feasibility.arrangement()
    if answer is Answer.UNKNOWN:
        raise Contradictory([_unsettled()])
    core = feasibility.smallest_core(CORE_SECONDS)
    raise Contradictory([_contradiction(problem, each) for each in core])


def _unsettled() -> Contradiction:
    return Contradiction(
        "time",
        (),
        "Aucune répartition conforme n’a été trouvée dans le temps imparti, sans que rien prouve qu’il n’en "
        "existe pas. Rendez une contrainte préférée, puis vérifiez de nouveau.",
    )


def _requirements(problem: Problem) -> list[Requirement]:
    """The hard rules, one by one, that may be given up."""
    found = []
    if problem.is_hard("balance") and any(problem.sex):
        found.append(Requirement("balance", ()))
    if problem.is_hard("spread"):
        found.append(Requirement("spread", ()))
    if problem.is_hard("together"):
        found += [Requirement("together", pair) for pair in problem.together]
    if problem.is_hard("apart"):
        found += [Requirement("apart", pair) for pair in problem.apart]
    if problem.is_hard("links"):
        found += [Requirement("links", pair) for pair in sorted(problem.links)]
    if problem.is_hard("choice"):
        found += [
            Requirement("choice", (person, tutor))
            for person, tutor in enumerate(problem.wanted)
            if tutor >= 0
        ]
    return found


def _contradiction(problem: Problem, requirement: Requirement) -> Contradiction:
    rule, ranks = requirement.rule, requirement.ranks
    people = [person.label or person.id for person in problem.document.people]
    tutors = [tutor.label or tutor.id for tutor in problem.document.tutors]
    if rule in ("apart", "together"):
        first, second = ranks
        ids = (problem.people[first], problem.people[second])
        verb = "doivent être séparés" if rule == "apart" else "doivent rester ensemble"
        return Contradiction(rule, ids, f"{list_words([people[first], people[second]])} {verb}.")
    if rule in ("links", "choice"):
        person, tutor = ranks
        ids = (problem.people[person], problem.tutors[tutor])
        if rule == "links":
            sentence = f"{people[person]} ne peut pas être dans un groupe de {tutors[tutor]}."
        elif problem.rules.tutors == TutorMode.CHOSEN:
            sentence = f"{people[person]} a choisi {tutors[tutor]}."
        else:
            sentence = f"{people[person]} est affecté à {tutors[tutor]}."
        return Contradiction(rule, ids, sentence)
    if rule == "spread":
        return Contradiction(
            rule, (), f"Chaque groupe réunit au moins {plural(problem.rules.departments, 'département')}."
        )
    return Contradiction(
        rule, (), "Les femmes et les hommes sont répartis également, à une personne près par groupe."
    )
