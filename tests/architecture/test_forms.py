"""Every form keeps what was typed: each is filled with words and mistakes, sent, and read again."""

from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from lxml import html

from tests.access.table import Row
from tests.access.world import TODAY, build_world
from tests.architecture.test_access import TABLES, address
from tests.architecture.test_pages import pages_of, reader_of

WORDS = "Été « à Tours » & ailleurs"
MISTAKES = {
    "number": "beaucoup",
    "date": "un jour",
    "datetime-local": "un jour",
    "time": "tôt",
    "email": "adresse sans fin",
    "url": "adresse",
    "month": "un mois",
}
TYPED = {"text", "search", "tel", None}


def filled(form: html.FormElement) -> tuple[dict[str, list[str]], set[str]]:
    """What a hurried person would send, and the names of the fields that hold WORDS."""
    data: dict[str, list[str]] = {}
    words: set[str] = set()
    for element in form.inputs:
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        kind = "textarea" if element.tag == "textarea" else element.get("type")
        if element.tag == "select":
            data[name] = []
        elif kind == "textarea" or (element.tag == "input" and kind in TYPED):
            data[name] = [WORDS]
            words.add(name)
        elif kind in MISTAKES:
            data[name] = [MISTAKES[kind]]
        elif kind == "hidden":
            data.setdefault(name, []).append(element.get("value") or "")
    return data, words


def kept(page: html.HtmlElement, name: str) -> bool:
    return any(
        WORDS in (element.text or "") if element.tag == "textarea" else element.get("value") == WORDS
        for element in page.xpath(f'//*[@name="{name}"][self::input or self::textarea]')
    )


def lost_in(row: Row, world: SimpleNamespace) -> tuple[int, list[str]]:
    """How many forms of the page were sent back for correction, and the fields that came back empty."""
    client = Client()
    client.force_login(world.people[reader_of(row)])
    url = address(row, world, "own")
    page = html.fromstring(client.get(url).content)
    returned, lost = 0, []
    for form in page.forms:
        data, words = filled(form)
        if form.method != "POST" or not words:
            continue
        response = client.post(form.action or url, data)
        assert response.status_code < 500, row.name
        if response.status_code in (200, 422) and response["Content-Type"].startswith("text/html"):
            returned += 1
            again = html.fromstring(response.content)
            lost += [f"{row.name}: {name}" for name in sorted(words) if not kept(again, name)]
    return returned, lost


@pytest.mark.django_db
def test_every_form_keeps_what_was_typed():
    returned, lost = 0, []
    with time_machine.travel(TODAY, tick=False):
        world = build_world()
        for row in (row for table in TABLES for row in pages_of(table)):
            more, missing = lost_in(row, world)
            returned, lost = returned + more, lost + missing
    assert lost == []
    assert returned >= 10
