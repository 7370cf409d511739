"""Pages longer or wider than a telephone: what is beyond the edge is announced, what acts stays at hand."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Person
from tests.factories.groups import InternFactory, make_group
from tests.factories.meetings import PublishedSessionFactory, RoomFactory, SemesterFactory, paris
from tests.factories.people import secretary
from tests.signing_in import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(paris(2026, 11, 23, 9), tick=True):
        yield


@pytest.fixture
def telephone(page, live_server, transactional_db):
    """`telephone(person, address)`: the page as that person sees it, 390 pixels wide."""

    def open_as(person: Person, address: str) -> Page:
        sign_in(page.context, live_server, person)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{live_server.url}{address}")
        return page

    return open_as


def test_every_room_of_a_large_faculty_is_reached_from_the_keyboard(telephone):
    semester = SemesterFactory(ends_on=date(2026, 12, 18))
    for number in range(17):
        RoomFactory(code=f"B{number:02d}")
    session = PublishedSessionFactory(
        semester=semester, group=make_group(size=3), starts_at=paris(2026, 12, 10, 14)
    )
    address = reverse("meetings:plan-move", args=[session.group_id])
    page = telephone(secretary(), f"{address}?semestre={semester.pk}")
    table = page.get_by_role("region", name="décembre 2026")
    expect(page.get_by_text("18 salles, de B00 à")).to_be_visible()
    hours = table.get_by_role("rowheader").first
    before = hours.bounding_box()["x"]
    first_room = table.get_by_role("columnheader", name="B00")
    expect(first_room).to_be_in_viewport()
    table.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(first_room).not_to_be_in_viewport()
    assert hours.bounding_box()["x"] == before
    last = table.get_by_role("button").last
    last.focus()
    assert last.bounding_box()["x"] > before + hours.bounding_box()["width"]


def test_saving_stays_at_hand_over_a_long_calendar_and_hides_nothing(telephone):
    semester = SemesterFactory()
    page = telephone(InternFactory().person, reverse("meetings:duties-edit", args=[semester.pk]))
    save = page.get_by_role("button", name="Enregistrer mes gardes et congés")
    expect(save).to_be_in_viewport(ratio=1)
    expect(page.locator(".tabbar")).to_be_in_viewport(ratio=1)
    bar = page.locator(".save-bar").bounding_box()["y"]
    assert page.locator(".tabbar").bounding_box()["y"] >= save.bounding_box()["y"] + 44
    page.locator(".paint-cell input").first.focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().bottom") + 5 <= bar
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    footer = page.locator("footer").bounding_box()
    assert footer["y"] + footer["height"] <= bar + 1
    page.locator(".paint-cell").last.click()
    save.click()
    expect(page.locator("#toasts")).to_contain_text("1 jour déclaré")
    toast = page.locator(".toast").bounding_box()
    assert toast["y"] + toast["height"] <= bar
