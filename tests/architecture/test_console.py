"""No page makes the browser complain: nothing breaks the content security policy, nothing is missing."""

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.access.world import TODAY, build_world
from tests.architecture.test_access import TABLES, address
from tests.architecture.test_pages import pages_of, reader_of, sign_in


@pytest.mark.browser
@pytest.mark.parametrize("table", TABLES)
def test_the_browser_has_nothing_to_say(table, browser: Browser, live_server, transactional_db):
    said = {}
    with time_machine.travel(TODAY):
        world = build_world()
        for row in pages_of(table):
            context = browser.new_context(locale="fr-FR")
            sign_in(context, live_server, world.people[reader_of(row)], "light")
            page, complaints = context.new_page(), []
            page.on("console", lambda message, heard=complaints: heard.append(message.text))
            page.on("pageerror", lambda error, heard=complaints: heard.append(str(error)))
            page.goto(live_server.url + address(row, world, "own"), wait_until="networkidle")
            if complaints:
                said[row.name] = complaints
            context.close()
    assert said == {}
