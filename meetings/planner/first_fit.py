"""What a careful secretary does by hand: tutor by tutor, most constrained first, the cheapest free place."""

from collections.abc import Collection

from .schedule import Schedule
from .tables import Place, Tables


def fill(schedule: Schedule, leaving: Collection[int] = ()) -> None:
    """Place every group that isn't placed yet and still finds room, without moving anything.

    The groups of `leaving` are left out.
    """
    tables = schedule.tables
    for tutor in _most_constrained_first(tables):
        for group in sorted(tables.own[tutor], key=lambda group: _possibilities(tables, group)):
            if group not in schedule.places and group not in leaving:
                place = cheapest(schedule, group)
                if place is not None:
                    schedule.put(group, place)


def cheapest(schedule: Schedule, group: int) -> Place | None:
    """The free place that adds least to the cost; None when there is none."""
    tables = schedule.tables
    best: tuple[float, Place] | None = None
    for day, starts in enumerate(tables.starts[group]):
        if not starts:
            continue
        spread = schedule.spread_cost_of_adding(group, day)
        for start, cost in starts.items():
            if (best is not None and cost + spread >= best[0]) or not schedule.teachers_free(
                group, day, start
            ):
                continue
            room = schedule.free_room(group, day, start)
            if room is None:
                continue
            place = Place(day, start, room[1])
            whole = cost + spread + room[0] + tables.change_cost(group, place)
            whole += schedule.day_cost_of_adding(group, day, start)
            if best is None or whole < best[0]:
                best = whole, place
    return None if best is None else best[1]


def _most_constrained_first(tables: Tables) -> list[int]:
    def freedom(tutor: int) -> tuple[int, float]:
        groups = tables.own[tutor]
        return -len(groups), sum(_possibilities(tables, group) for group in groups)

    return sorted(range(len(tables.own)), key=freedom)


def _possibilities(tables: Tables, group: int) -> int:
    return sum(len(starts) for starts in tables.starts[group])
