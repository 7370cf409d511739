"""The component and sign-in pages in Chromium: accessibility, reflow, and what the script promises."""

import json
import mimetypes
from urllib.parse import parse_qs, urlparse

import pytest
from django.contrib.staticfiles import finders

from tests.accessibility import violations

pytestmark = [pytest.mark.urls("tests.design.urls"), pytest.mark.browser]
SITE = "http://tutorat.test"
FORM = """<!doctype html><html lang="fr"><title>t</title>
<body data-person="5" hx-headers='{"X-CSRFToken": "jeton"}'>
<form data-autosave action="/notes/1"><input type="hidden" name="version" value="1">
<textarea name="note"></textarea></form>
<span class="save-state" data-autosave-state><span data-text>Rien encore</span></span>
<a href="/sans-script" data-dialog="d">Ouvrir</a>
<dialog id="d"><h2>Bien sûr</h2><a href="/" data-close>Non</a></dialog>
<div id="toasts"></div><script src="/static/js/tutorat.js" defer></script></body></html>"""


def serve(page, bodies: dict[str, str], answer=None) -> None:
    """Answer the page's requests from strings and from static files; nothing listens on the network."""

    def handle(route):
        path = urlparse(route.request.url).path
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(path=finders.find(path.removeprefix("/static/")), content_type=kind)
        elif route.request.method == "POST" and answer:
            answer(route)
        else:
            route.fulfill(body=bodies[path], content_type="text/html; charset=utf-8")

    page.route("**/*", handle)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_components_are_accessible_and_fit(page, client, db, settings, theme, width):
    settings.DEMO = True
    page.set_viewport_size({"width": width, "height": 900})
    serve(page, {"/langage": client.get("/langage", {"theme": theme}).content.decode()})
    page.goto(f"{SITE}/langage")
    assert [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 390])
def test_sign_in_is_accessible_and_fits(page, client, db, width):
    page.set_viewport_size({"width": width, "height": 900})
    serve(page, {"/compte/login/": client.get("/compte/login/").content.decode()})
    page.goto(f"{SITE}/compte/login/")
    assert [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dialog_opens_and_gives_the_focus_back(page, db):
    serve(page, {"/": FORM})
    page.goto(f"{SITE}/")
    page.get_by_text("Ouvrir").click()
    assert page.locator("dialog").evaluate("d => d.open")
    page.get_by_text("Non").click()
    assert not page.locator("dialog").evaluate("d => d.open")
    assert page.evaluate("document.activeElement.textContent") == "Ouvrir"
    assert page.url == f"{SITE}/"


def test_autosave_sends_after_a_silence_and_follows_the_version(page, db):
    received = []

    def answer(route):
        received.append((route.request.post_data, route.request.headers.get("x-csrftoken")))
        version = len(received) + 1
        route.fulfill(body=json.dumps({"fields": {"version": version}}), content_type="application/json")

    serve(page, {"/": FORM}, answer)
    page.goto(f"{SITE}/")
    page.locator("textarea").press_sequentially("Un mot", delay=20)
    page.get_by_text("Enregistré à").wait_for(timeout=4000)
    assert len(received) == 1
    body, token = received[0]
    assert parse_qs(body) == {"version": ["1"], "note": ["Un mot"]}
    assert token == "jeton"
    page.locator("textarea").press_sequentially(" de plus")
    page.wait_for_timeout(1500)
    assert parse_qs(received[-1][0]) == {"version": ["2"], "note": ["Un mot de plus"]}


def test_autosave_keeps_what_cannot_leave_and_sends_it_later(page, db):
    online = {"now": False}
    received = []

    def answer(route):
        if not online["now"]:
            route.abort()
            return
        received.append(route.request.post_data)
        route.fulfill(status=204, body="")

    serve(page, {"/": FORM}, answer)
    page.goto(f"{SITE}/")
    page.locator("textarea").press_sequentially("Gardé")
    page.get_by_text("Hors ligne, 1\u00a0saisie gardée").wait_for(timeout=4000)
    assert "Gard" in page.evaluate("localStorage['tutorat.queue.5']")
    online["now"] = True
    page.goto(f"{SITE}/")
    page.get_by_text("Enregistré à").wait_for(timeout=4000)
    assert parse_qs(received[0])["note"] == ["Gardé"]
    assert page.evaluate("localStorage['tutorat.queue.5']") is None


def test_autosave_says_when_the_text_changed_elsewhere(page, db):
    serve(page, {"/": FORM}, lambda route: route.fulfill(status=409, body="{}"))
    page.goto(f"{SITE}/")
    page.locator("textarea").press_sequentially("Un conflit")
    page.get_by_text("Ce texte a changé ailleurs").wait_for(timeout=4000)
    assert page.locator("textarea").input_value() == "Un conflit"
