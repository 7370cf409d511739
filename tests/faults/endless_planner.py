"""Imported by a worker of these tests: its planner tells one answer, then searches until it is stopped."""

import time

from meetings.actions import searching
from meetings.planner import Event, Outcome, Solution


def solve(instance, *, previous, on_event, should_stop, **asked) -> Outcome:
    answer = previous or Solution()
    on_event(Event("solution", 12, 3, 0.1, 0, answer))
    while not should_stop():
        time.sleep(0.05)
    return Outcome(answer, 12, 3, {}, 0.1)


searching.solve = solve
