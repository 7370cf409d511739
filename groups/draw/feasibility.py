"""The hard rules as a constraint problem for CP-SAT: is there an arrangement, and if not, why not."""

import random
import time
from collections.abc import Sequence

from ortools.sat.python import cp_model

from groups.draw.problems import Arrangement, Problem
from groups.draw.requirements import Answer, Requirement

ONE_SOLVE = 2.0
TRIES = 3


class Feasibility:
    """One model for all requirements, each enforced by its own literal."""

    def __init__(self, problem: Problem, requirements: Sequence[Requirement]) -> None:
        self.problem = problem
        self.requirements = list(requirements)
        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.random_seed = 1
        self._place_everybody()
        self.literals = [self.model.new_bool_var("") for _ in self.requirements]
        for requirement, literal in zip(self.requirements, self.literals, strict=True):
            self._enforce(requirement, literal)
        self._count_wishes()

    def _place_everybody(self) -> None:
        problem, model = self.problem, self.model
        groups = range(len(problem.sizes))
        self.member = [[model.new_bool_var("") for _ in groups] for _ in problem.people]
        self.leads = [[model.new_bool_var("") for _ in groups] for _ in problem.tutors]
        for row in self.member:
            model.add_exactly_one(row)
        for g in groups:
            model.add(sum(row[g] for row in self.member) == problem.sizes[g])
            model.add_exactly_one(row[g] for row in self.leads)
        for tutor, row in enumerate(self.leads):
            fewest = problem.seats[: problem.mandatory].count(tutor)
            model.add_linear_constraint(sum(row), fewest, problem.seats.count(tutor))
        for g in groups[1:]:
            if problem.sizes[g] == problem.sizes[g - 1]:
                self._order_tutors(g - 1, g)

    def _order_tutors(self, g: int, h: int) -> None:
        """Groups of one size can be exchanged: only their order by tutor is looked at."""
        ranks = range(len(self.leads))
        self.model.add(
            sum(rank * self.leads[rank][g] for rank in ranks)
            <= sum(rank * self.leads[rank][h] for rank in ranks)
        )

    def _count_wishes(self) -> None:
        """Implied: a tutor's groups have room for those who want him or her."""
        sizes = self.problem.sizes
        for tutor, row in enumerate(self.leads):
            wishes = [
                literal
                for requirement, literal in zip(self.requirements, self.literals, strict=True)
                if requirement.rule == "choice" and requirement.ranks[1] == tutor
            ]
            if wishes:
                room = sum(size * leads for size, leads in zip(sizes, row, strict=True))
                self.model.add(sum(wishes) <= room)

    def _enforce(self, requirement: Requirement, literal: cp_model.IntVar) -> None:
        model, member = self.model, self.member
        groups = range(len(self.problem.sizes))
        match requirement.rule, requirement.ranks:
            case "apart", (first, second):
                for g in groups:
                    model.add(member[first][g] + member[second][g] <= 1).only_enforce_if(literal)
            case "together", (first, second):
                for g in groups:
                    model.add(member[first][g] == member[second][g]).only_enforce_if(literal)
            case "links", (person, tutor):
                for g in groups:
                    model.add(member[person][g] + self.leads[tutor][g] <= 1).only_enforce_if(literal)
            case "choice", (person, tutor):
                for g in groups:
                    model.add(member[person][g] <= self.leads[tutor][g]).only_enforce_if(literal)
            case "balance", _:
                self._enforce_balance(literal)
            case "spread", _:
                self._enforce_spread(literal)

    def _enforce_balance(self, literal: cp_model.IntVar) -> None:
        problem = self.problem
        for sex, bounds in (("F", problem.women), ("M", problem.men)):
            of_sex = [each for each, known in enumerate(problem.sex) if known == sex]
            for g, (fewest, most) in enumerate(bounds):
                many = sum(self.member[each][g] for each in of_sex)
                self.model.add_linear_constraint(many, fewest, most).only_enforce_if(literal)

    def _enforce_spread(self, literal: cp_model.IntVar) -> None:
        """Also in all, so that too few interns from elsewhere are seen at once: a department of n interns is
        present in n groups at most."""
        problem, model = self.problem, self.model
        present: list[list[cp_model.IntVar]] = [[] for _ in problem.sizes]
        in_all = []
        for department in sorted(set(problem.department) - {""}):
            people = [each for each, known in enumerate(problem.department) if known == department]
            here = [model.new_bool_var("") for _ in problem.sizes]
            for g, is_here in enumerate(here):
                model.add(sum(self.member[each][g] for each in people) >= is_here)
                present[g].append(is_here)
            total = model.new_int_var(0, min(len(people), len(problem.sizes)), "")
            model.add(sum(here) == total)
            in_all.append(total)
        fewest = [min(problem.rules.departments, size) for size in problem.sizes]
        for g, departments in enumerate(present):
            model.add(sum(departments) >= fewest[g]).only_enforce_if(literal)
        model.add(sum(in_all) >= sum(fewest)).only_enforce_if(literal)

    def solve(self, requirements: Sequence[Requirement], seconds: float) -> Answer:
        """Whether these requirements can hold together."""
        self.model.clear_assumptions()
        self.model.add_assumptions(
            [
                literal
                for requirement, literal in zip(self.requirements, self.literals, strict=True)
                if requirement in requirements
            ]
        )
        self.solver.parameters.max_time_in_seconds = max(0.1, seconds)
        status = self.solver.solve(self.model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer.POSSIBLE
        return Answer.IMPOSSIBLE if status == cp_model.INFEASIBLE else Answer.UNKNOWN

    def arrangement(self) -> Arrangement:
        """What the last solve found."""
        problem, solver = self.problem, self.solver
        free: dict[int, list[int]] = {}
        for seat, tutor in enumerate(problem.seats):
            free.setdefault(tutor, []).append(seat)
        groups, seats = [], []
        for g in range(len(problem.sizes)):
            groups.append([each for each, row in enumerate(self.member) if solver.boolean_value(row[g])])
            tutor = next(each for each, row in enumerate(self.leads) if solver.boolean_value(row[g]))
            seats.append(free[tutor].pop(0))
        return Arrangement(groups, seats)

    def smallest_core(self, seconds: float) -> list[Requirement]:
        """Requirements that contradict, none superfluous: the fewest found in several tries within the time.

        Called after `solve` answered IMPOSSIBLE for all of them. A requirement whose removal the solver
        cannot settle in time is kept.
        """
        limit = time.monotonic() + seconds
        chance = random.Random(1)
        order = self._core(self.requirements)
        best = order
        for _ in range(TRIES):
            best = min(best, self._irreducible(order, limit), key=len)
            if time.monotonic() > limit or len(best) == 1:
                break
            order = chance.sample(order, len(order))
        return [each for each in self.requirements if each in best]

    def _core(self, among: Sequence[Requirement]) -> list[Requirement]:
        """What the last proof of impossibility used."""
        core = set(self.solver.sufficient_assumptions_for_infeasibility())
        if not core:
            return list(among)
        literal = dict(zip(self.requirements, self.literals, strict=True))
        return [each for each in among if literal[each].index in core]

    def _irreducible(self, order: Sequence[Requirement], limit: float) -> list[Requirement]:
        """Drop one after the other, the first listed first, whatever the contradiction does not need."""
        kept = list(order)
        for each in order:
            remaining = limit - time.monotonic()
            if each not in kept or remaining <= 0:
                continue
            without = [other for other in kept if other != each]
            if self.solve(without, min(ONE_SOLVE, remaining)) is Answer.IMPOSSIBLE:
                kept = self._core(without)
        return kept
