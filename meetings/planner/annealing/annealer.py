"""One chain of the compiled search, from a temperature to another."""

from collections.abc import Collection, Mapping

import numpy as np

from ..tables import Place, Tables
from .arrays import NOWHERE, Problem, places_of, plan_of, problem_of
from .plan import put
from .search import anneal, best_of, taken_of
from .together import paths_of

NOISE = 2
"""How far chance may blur the cost of a place, in temperatures."""


class Annealer:
    """A plan being improved; `best_cost` and `best()` are the least cost met and its places."""

    def __init__(
        self, tables: Tables, problem: Problem, scale: int, places: Mapping[int, Place], seed: int
    ) -> None:
        self._problem, self._scale = problem, scale
        self._plan = plan_of(tables, problem, seed)
        self._paths, self._taken = paths_of(tables), taken_of(tables)
        for group, place in places.items():
            put(problem, self._plan, group, place.day, place.start, place.room)
        self._best = best_of(self._plan)

    @property
    def best_cost(self) -> int:
        """Scaled; each group without a place counts more than any plan could save by leaving it out."""
        return int(self._best.cost[0])

    def best(self) -> dict[int, Place]:
        return places_of(self._best.day, self._best.start, self._best.room)

    def left_out(self) -> list[int]:
        """The groups without a place at present."""
        return [int(group) for group in np.flatnonzero(self._plan.day == NOWHERE)]

    def places(self) -> dict[int, Place]:
        """The present plan."""
        return places_of(self._plan.day, self._plan.start, self._plan.room)

    def run(self, temperature: float, work: int) -> None:
        """Try moves at a temperature (points) until so much work is done (places looked at).

        Nothing happens without a room or a day: the compiled search would look beyond its arrays.
        """
        if self._plan.holder.size == 0:
            return
        heat = max(temperature, 1e-6) * self._scale
        anneal(self._problem, self._plan, self._paths, self._taken, self._best, heat, NOISE * heat, work)


def prepare(tables: Tables, fixed: Collection[int]) -> tuple[Problem, int]:
    """The arrays all chains of one instance share, with the search compiled or read from its cache."""
    problem, scale = problem_of(tables, fixed)
    if tables.durations:
        Annealer(tables, problem, scale, {}, 0).run(0, 1)
    return problem, scale
