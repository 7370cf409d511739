"""Every page at 1440 pixels in the light and at 390 in the dark: axe finds nothing, nothing scrolls sideways,
and the browser has nothing to say, so that no security policy is broken and nothing is missing."""

from importlib import import_module

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from accounts.models import Person
from tests.access.table import Row
from tests.access.world import TODAY, build_world
from tests.accessibility import violations
from tests.architecture.test_access import TABLES, address
from tests.signing_in import sign_in

PREFERRED = ("intern", "tutor", "secretary")
SHAPES = (("light", 1440, 900), ("dark", 390, 844))


def reader_of(row: Row) -> str:
    entitled = row.entitled("own")
    return next((role for role in PREFERRED if role in entitled), min(entitled))


def pages_of(table: str) -> list[Row]:
    rows = import_module(f"tests.access.{table}").ROWS
    return [row for row in rows if row.method == "get" and row.own and row.status < 300 and row.is_page]


@pytest.mark.browser
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("theme", "width", "height"), SHAPES)
def test_nothing_to_mend(table, theme, width, height, browser: Browser, live_server, transactional_db):
    found = {}
    with time_machine.travel(TODAY):
        world = build_world()
        pages: dict[str, Page] = {}
        said: list[str] = []
        for row in pages_of(table):
            role = reader_of(row)
            if role not in pages:
                context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
                Person.objects.filter(pk=world.people[role].pk).update(theme=theme)
                sign_in(context, live_server, world.people[role])
                pages[role] = context.new_page()
                pages[role].on("console", lambda message: said.append(message.text))
                pages[role].on("pageerror", lambda error: said.append(str(error)))
            page = pages[role]
            page.goto(live_server.url + address(row, world, "own"))
            problems = [
                f"{violation['id']}: {node['html'][:160]}"
                for violation in violations(page)
                for node in violation["nodes"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                problems.append("the page scrolls sideways")
            if said or problems:
                found[row.name] = [*said, *problems]
            said.clear()
        for page in pages.values():
            page.context.close()
    assert found == {}
