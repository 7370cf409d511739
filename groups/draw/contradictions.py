"""Can the hard rules hold together? If so a valid partition shows it; if not, which of them contradict."""

from collections.abc import Sequence
from dataclasses import replace

from design.french import plural
from groups.draw.documents import Document
from groups.draw.impossibilities import (
    Contradiction,
    impossibilities,
    pair_contradiction,
    unsound,
    wish_contradiction,
)
from groups.draw.problems import Arrangement, Problem
from groups.draw.requirements import Answer, Requirement
from groups.draw.starts import search

SEARCH_SECONDS = 10.0
SOLVE_SECONDS = 10.0
CORE_SECONDS = 10.0
SOLVABLE = 60_000
MANY = 6


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
    found = unsound(document)
    if found:
        raise Contradictory(found)
    problem = Problem(document)
    found = impossibilities(problem)
    if found:
        raise Contradictory(found)
    start = search(problem, SEARCH_SECONDS) or _solve(problem)
    return replace(document, start=problem.drawn_groups(start))


def _solve(problem: Problem) -> Arrangement:
    """By the solver, loaded only when it is needed: an arrangement, or Contradictory with the rules that
    contradict."""
    if len(problem.people) * len(problem.sizes) > SOLVABLE:
        raise Contradictory([_unsettled()])
    from groups.draw.feasibility import Feasibility

    requirements = _requirements(problem)
    feasibility = Feasibility(problem, requirements)
    answer = feasibility.solve(requirements, SOLVE_SECONDS)
    if answer is Answer.POSSIBLE:
        return feasibility.arrangement()
    if answer is Answer.UNKNOWN:
        raise Contradictory([_unsettled()])
    raise Contradictory(_said(problem, feasibility.smallest_core(CORE_SECONDS)))


def _said(problem: Problem, core: Sequence[Requirement]) -> list[Contradiction]:
    """One sentence for each rule of the core; a single one for many wishes."""
    wishes = [each.ranks for each in core if each.rule == "choice"]
    if len(wishes) <= MANY:
        return [_contradiction(problem, each) for each in core]
    sizes = " ou ".join(str(size) for size in sorted(set(problem.sizes)))
    sentence = (
        f"{plural(len(wishes), 'souhait')} de tuteur ne tiennent pas ensemble dans "
        f"{plural(len(problem.sizes), 'groupe')} de {sizes} internes."
    )
    ids = tuple(problem.people[person] for person, _ in wishes)
    others = [_contradiction(problem, each) for each in core if each.rule != "choice"]
    return [Contradiction("choice", ids, sentence), *others]


def _unsettled() -> Contradiction:
    return Contradiction(
        "time",
        (),
        "Aucune répartition conforme n’a été trouvée dans le temps imparti, sans que rien prouve qu’il n’en "
        "existe pas. Rendez une contrainte préférée, puis vérifiez de nouveau.",
    )


def _requirements(problem: Problem) -> list[Requirement]:
    """The hard rules, one by one, that may be given up; those that concern everybody last."""
    found = []
    if problem.is_hard("choice"):
        found += [
            Requirement("choice", (person, tutor))
            for person, tutor in enumerate(problem.wanted)
            if tutor >= 0
        ]
    if problem.is_hard("links"):
        found += [Requirement("links", pair) for pair in sorted(problem.links)]
    if problem.is_hard("apart"):
        found += [Requirement("apart", pair) for pair in problem.apart]
    if problem.is_hard("together"):
        found += [Requirement("together", pair) for pair in problem.together]
    if problem.is_hard("spread"):
        found.append(Requirement("spread", ()))
    if problem.is_hard("balance") and any(problem.sex):
        found.append(Requirement("balance", ()))
    return found


def _contradiction(problem: Problem, requirement: Requirement) -> Contradiction:
    rule, ranks = requirement.rule, requirement.ranks
    if rule in ("apart", "together"):
        return pair_contradiction(problem, rule, ranks)
    if rule in ("links", "choice"):
        return wish_contradiction(problem, rule, ranks)
    if rule == "spread":
        departments = plural(problem.rules.departments, "département")
        return Contradiction(rule, (), f"Chaque groupe réunit au moins {departments}.")
    return Contradiction(
        rule, (), "Les femmes et les hommes sont répartis également, à une personne près par groupe."
    )
