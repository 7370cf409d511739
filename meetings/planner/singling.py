"""Which groups could be the only one left out: a walk among plans that leave out one."""

from collections.abc import Callable, Collection, Mapping

from .tables import Place, Tables

TEMPERATURE = 0.1
"""In groups left out: too cold to leave out another one, while chance decides which one it is."""

WORK = 300
"""How many places the search looks at between two looks at who is left out."""

LOOKS = 20
"""How many looks a group may show nobody new before the walk ends."""


def singled_out(
    tables: Tables,
    *,
    pinned: Mapping[int, Place],
    near: Mapping[int, Place],
    known: Collection[int],
    should_stop: Callable[[], bool],
) -> Mapping[int, Mapping[int, Place]]:
    """Groups, each with a plan that leaves out that group alone, hard rules only.

    `near` is the plan to start from; nothing is found unless it leaves out one. `known` are groups not to
    look for. Others may exist all the same.
    """
    from .annealing.annealer import Annealer, prepare

    groups = len(tables.durations)
    found: dict[int, Mapping[int, Place]] = {}
    if len(near) != groups - 1:
        return found
    problem, scale = prepare(tables, pinned)
    annealer = Annealer(tables, problem, scale, near, seed=0)
    idle = 0
    wanted = set(range(groups)).difference(known)
    while wanted and idle < LOOKS * groups and not should_stop():
        idle += 1
        left_out = annealer.left_out()
        if len(left_out) == 1 and left_out[0] in wanted:
            wanted.remove(left_out[0])
            found[left_out[0]] = annealer.places()
            idle = 0
        annealer.run(TEMPERATURE, WORK)
    return found
