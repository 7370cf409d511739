"""A page costs the same number of queries at 10 and at 1,000 rows, and the number is committed.

After a change that means it: `UPDATE_QUERY_COUNTS=1 pytest tests/architecture/test_queries.py`.
"""

import json
import os
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.access.crowd import crowd
from tests.access.table import Row
from tests.access.world import TODAY, build_world
from tests.architecture.test_access import ROWS, address
from tests.architecture.test_pages import reader_of

COMMITTED = Path(__file__).with_name("query_counts.json")
CEILING = 12
COMPOSED_CEILING = 18
COMPOSED = {
    "home",
    "meetings:plan-alerts",
    "meetings:plan-differences",
    "meetings:planning",
    "meetings:session-edit",
    "meetings:session-place",
    "portfolios:trace-read",
}
"""Pages made of many things at once; none of them is a list."""
PLANNER_CEILING = 26
ASKING_THE_PLANNER = {"meetings:plan-move", "meetings:plan-places", "meetings:plan-why"}
"""They read a whole semester for it, in as many queries whatever its size."""
WRITES = ("INSERT", "UPDATE", "DELETE")


def pages() -> list[Row]:
    return [row for row in ROWS if row.method == "get" and row.own and row.status == 200]


def costs(count: int) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Address name → queries, and the writes found on a GET, with `count` rows of everything.

    Each page is opened twice and the second opening counts: what is kept for a minute is then there, even
    when the clock of Redis, which nobody froze, has gone on.
    """
    queries, writes = {}, {}
    with time_machine.travel(TODAY, tick=False):
        world = build_world()
        crowd(world, count)
        for row in pages():
            client = Client()
            client.force_login(world.people[reader_of(row)])
            url = address(row, world, "own")
            cache.clear()
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200, row.name
            sql = [
                query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
            ]
            queries[row.name] = len(sql)
            found = [each[:120] for each in sql if each.startswith(WRITES)]
            if found:
                writes[row.name] = found
    return queries, writes


@pytest.fixture
def nothing_handed_to_tasks(monkeypatch):
    """The journal of openings is written by a task after the response; here no task runs within it."""
    monkeypatch.setattr("accounts.tasks.record_file_access.delay", lambda *args: None)


@pytest.fixture
def few(db, nothing_handed_to_tasks):
    return costs(10)


def test_the_numbers_are_the_committed_ones(few):
    queries, writes = few
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        COMMITTED.write_text(json.dumps(queries, indent=2, sort_keys=True) + "\n")
    assert queries == json.loads(COMMITTED.read_text())
    ceilings = dict.fromkeys(queries, CEILING)
    ceilings |= dict.fromkeys(COMPOSED, COMPOSED_CEILING) | dict.fromkeys(ASKING_THE_PLANNER, PLANNER_CEILING)
    assert {name: number for name, number in queries.items() if number > ceilings[name]} == {}
    assert writes == {}


@pytest.mark.django_db
def test_a_thousand_rows_cost_no_more(nothing_handed_to_tasks):
    queries, _ = costs(1000)
    assert queries == json.loads(COMMITTED.read_text())
