"""The board in Chromium: a session dragged by tutor and by cohort, and a card far down beside its panel."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from meetings.actions.plans import open_draft
from meetings.models import PlanEntry
from tests.factories.groups import make_group, tutor_of_group
from tests.factories.meetings import (
    PublishedSessionFactory,
    RoomFactory,
    SemesterFactory,
    SeminarFactory,
    paris,
)
from tests.factories.people import secretary
from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

TUESDAY, THURSDAY = paris(2027, 1, 12, 14), paris(2027, 1, 14, 14)


@pytest.fixture
def held(live_server, transactional_db):
    """The session to drag; another cohort's has the smaller room on Thursday morning."""
    with time_machine.travel(paris(2026, 12, 28, 9), tick=True):
        small, large = RoomFactory(code="TON‑A1", capacity=8), RoomFactory(code="TON‑B2", capacity=30)
        semester = SemesterFactory(ends_on=date(2027, 1, 16))
        session = PublishedSessionFactory(
            semester=semester, group=make_group(size=3), starts_at=TUESDAY, room=large
        )
        PublishedSessionFactory(
            semester=semester,
            group=make_group(size=3),
            starts_at=THURSDAY - timedelta(hours=4),
            room=small,
        )
        SeminarFactory(cohort=session.group.cohort, starts_at=THURSDAY, ends_at=THURSDAY + timedelta(hours=4))
        open_draft(semester=semester, actor=None)
        yield session


@pytest.fixture
def signed_in(page, live_server, held):
    """The secretary’s browser, on a wide screen."""
    sign_in(page.context, live_server, secretary())
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


@pytest.mark.parametrize("view", ["tuteurs", "promotions"])
def test_a_session_is_dragged_to_another_day_and_gets_a_room(signed_in, live_server, held, view):
    page = signed_in
    group = held.group
    own = {"tuteurs": f"tuteur-{tutor_of_group(group).pk}", "promotions": f"promotion-{group.cohort.year}"}
    late: list[Route] = []
    page.route("**/planning/alertes*", lambda route: late.append(route))
    page.goto(f"{live_server.url}{reverse('meetings:planning')}?semestre={held.semester_id}&vue={view}")
    lift(page, group.pk)
    lane = page.locator(f"[data-lane='{own[view]}'][data-day='2027-01-14']")
    expect(lane.locator(".candidate.block-free").first).to_be_visible(timeout=30_000)
    nothing_jumps_when_the_alerts_arrive(page, late)
    point(page, lane, 15)
    expect(page.locator("#depose")).to_contain_text("en séminaire")
    point(page, page.locator(f".board-lane[data-day='2027-01-14']:not([data-lane='{own[view]}'])").last, 11)
    expect(page.locator("#depose")).to_contain_text("Déposez la séance sur la ligne")
    point(page, lane, 11)
    expect(page.locator("#depose")).to_contain_text("TON‑B2")
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("jeudi 14")
    entry = PlanEntry.objects.get(group=group)
    assert (entry.starts_at, entry.room.code) == (THURSDAY - timedelta(hours=4), "TON‑B2")


def test_a_card_far_down_stays_in_sight_beside_its_panel(signed_in, live_server, held):
    for number in range(20):
        RoomFactory(code=f"TON‑A1{number}")
    page = signed_in
    page.goto(f"{live_server.url}{reverse('meetings:planning')}?semestre={held.semester_id}")
    card = page.locator(f".block-card[data-group='{held.group_id}']")
    card.click()
    expect(page.locator("#panneau-titre")).to_be_focused()
    expect(page.locator("#panneau-titre")).to_be_in_viewport()
    expect(card).to_be_in_viewport()
    expect(page.locator(".board-head")).to_be_in_viewport()
    page.reload()
    expect(page.locator(".board-head")).to_have_css("position", "sticky")
    assert page.evaluate("grille.scrollTop") > 0, "the card selected is brought into the board's view"


def nothing_jumps_when_the_alerts_arrive(page: Page, late: list[Route]) -> None:
    """What is known a moment after the page takes the place kept for it: the hand is already on a card."""
    grid = page.locator("#grille")
    before = grid.bounding_box()
    late[0].continue_()
    expect(page.locator("#alertes summary")).to_contain_text("points à suivre")
    assert grid.bounding_box() == before


def lift(page: Page, group: int) -> None:
    box = page.locator(f".block-card[data-group='{group}']").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 50, box["y"] + 30, steps=3)


def point(page: Page, lane: Locator, hour: int) -> None:
    """Hold the card over a lane so that it would be centred on that hour."""
    grid = page.locator("#grille")
    first, hours = (int(grid.get_attribute(name) or 0) for name in ("data-first-hour", "data-hours"))
    box = lane.bounding_box()
    page.mouse.move(box["x"] + box["width"] * (hour - first) / hours, box["y"] + 20, steps=4)
