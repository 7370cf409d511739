"""Compiling the search ahead of its first use: some twenty seconds, once on each machine."""

from datetime import date

from .instance import Cohort, Day, Department, Grid, Group, Instance, Room, Tutor
from .tables import Tables


def compile_search() -> None:
    """Compile the search for this machine, or read what was compiled before; nothing is placed."""
    from .annealing.annealer import prepare

    prepare(Tables(_one_session()), ())


def _one_session() -> Instance:
    return Instance(
        name="",
        grid=Grid(),
        days=(Day(0, date(2027, 1, 14)),),
        departments=(Department("D"),),
        rooms=(Room("R", "round_table", 8),),
        tutors=(Tutor("T"),),
        cohorts=(Cohort("C", "C", "D"),),
        interns=(),
        groups=(Group("G", "C", "T", None, 4),),
    )
