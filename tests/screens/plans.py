"""The planning as it is photographed: a search at work, a panel open, a card in the hand."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from groups.models import TutorialGroup
from meetings.models import Plan, PlanningRun


def draft() -> Plan:
    return Plan.objects.get(state=Plan.State.DRAFT)


def group_on_the_board() -> int:
    """One whose session the draft may still move."""
    return draft().entries.filter(is_locked=False).latest("starts_at").group_id


def selected(*, placed: bool) -> str:
    if placed:
        return f"{reverse('meetings:planning')}?groupe={group_on_the_board()}"
    on_the_board = draft().entries.values("group")
    waiting = TutorialGroup.objects.filter(cohort__year__in=(2023, 2024, 2025)).exclude(pk__in=on_the_board)
    return f"{reverse('meetings:planning')}?groupe={waiting.order_by('pk')[0].pk}"


def planning_with_a_search() -> str:
    """The planner is at work since eighteen seconds."""
    plan = draft()
    now = timezone.now()
    PlanningRun.objects.get_or_create(
        semester=plan.semester,
        defaults={
            "state": PlanningRun.State.RUNNING,
            "requested_by": plan.modified_by,
            "started_at": now - timedelta(seconds=18),
            "heartbeat_at": now,
            "seconds": 60,
            "base_cost": 212,
            "best": {},
            "cost": 187,
            "bound": 183,
            "progress": [[1, 212, 140], [4, 205, 160], [8, 196, 171], [11, 190, 178], [16, 187, 183]],
        },
    )
    return reverse("meetings:planning")


def nobody_searching() -> str:
    PlanningRun.objects.all().delete()
    return reverse("meetings:plan-run-new")


def wait_for_why(page: Page) -> None:
    page.locator("#pourquoi section").first.wait_for(timeout=30_000)


def hold_a_card(page: Page) -> None:
    """What lights up while a card is held; a telephone has no cards."""
    card = page.locator(".block-card[data-movable]").last
    if not card.is_visible():
        return
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 60, steps=4)
    page.locator(".block-free").first.wait_for(timeout=30_000)
