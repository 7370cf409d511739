"""Every page at 1440 pixels in the light and at 390 in the dark: axe finds nothing, nothing scrolls sideways,
and the browser has nothing to say, so that no security policy is broken and nothing is missing."""

from importlib import import_module

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from accounts.models import Person
from tests.access.table import Row
from tests.access.world import TODAY, build_world
from tests.architecture.test_access import TABLES, address

PREFERRED = ("intern", "tutor", "secretary")
SHAPES = (("light", 1440, 900), ("dark", 390, 844))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def reader_of(row: Row) -> str:
    entitled = row.entitled("own")
    return next((role for role in PREFERRED if role in entitled), min(entitled))


def pages_of(table: str) -> list[Row]:
    rows = import_module(f"tests.access.{table}").ROWS
    return [row for row in rows if row.method == "get" and row.own and row.status < 300 and row.is_page]


def sign_in(context, live_server, person: Person, theme: str) -> None:
    Person.objects.filter(pk=person.pk).update(theme=theme)
    client = Client()
    client.force_login(person)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )


@pytest.mark.browser
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("theme", "width", "height"), SHAPES)
def test_nothing_to_mend(table, theme, width, height, browser: Browser, live_server, transactional_db):
    found = {}
    with time_machine.travel(TODAY):
        world = build_world()
        contexts = {}
        for row in pages_of(table):
            role = reader_of(row)
            if role not in contexts:
                contexts[role] = browser.new_context(
                    viewport={"width": width, "height": height}, locale="fr-FR"
                )
                sign_in(contexts[role], live_server, world.people[role], theme)
            page, said = contexts[role].new_page(), []
            page.on("console", lambda message, heard=said: heard.append(message.text))
            page.on("pageerror", lambda error, heard=said: heard.append(str(error)))
            page.goto(live_server.url + address(row, world, "own"))
            violations = Axe().run(page, options=RULES).response["violations"]
            problems = said + [
                f"{violation['id']}: {node['html'][:160]}"
                for violation in violations
                for node in violation["nodes"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                problems.append("the page scrolls sideways")
            if problems:
                found[row.name] = problems
            page.close()
        for context in contexts.values():
            context.close()
    assert found == {}
