"""A semester planned in Chromium: wishes in, planned, locked, dragged, published, planned anew."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Person
from design.french import as_date, as_local
from groups.models import Membership, Tutorship
from meetings.models import Plan, PlanEntry, PlanningRun, Room, Seminar, TutorialSession, Unavailability
from meetings.plans.differences import differences_between
from meetings.plans.positions import positions_of
from outbox.models import Message
from tests.browser.test_main_path import persona, press
from tests.browser.test_main_path import visit as visit
from tutorat.demo.load import load_demo
from tutorat.demo.loading.world import READABLE

pytestmark = pytest.mark.browser

TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
SEMINARS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Faculté//Agenda//FR
BEGIN:VEVENT
UID:violences@faculte.example
DTSTAMP:20261101T080000Z
SUMMARY:Violences
DTSTART;TZID=Europe/Paris:20270112T090000
DTEND;TZID=Europe/Paris:20270112T120000
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def faculty(live_server, transactional_db, settings, monkeypatch):
    """The demo faculty, and a planner that is given three seconds."""
    settings.DEMO = True
    monkeypatch.setattr("meetings.views.plan_runs.DURATIONS", ((3, "3 secondes", ""),))
    with time_machine.travel(TODAY, tick=True) as clock:
        load_demo(replace(READABLE, portraits=False))
        yield clock


def test_a_semester_is_planned_published_and_planned_anew(visit, faculty):
    secretary = visit(persona("Secrétaire du DUMG"))
    import_the_seminars(secretary)
    tell_wishes(visit(persona("Tutrice")))
    start_afresh(secretary)
    plan(secretary, "Tout peut bouger")
    locked = lock_two(secretary)
    dragged = drag_one(secretary, locked)
    before = places_of([*locked, dragged])
    plan(secretary, "Volontiers")
    assert places_of(locked) == {group: before[group] for group in locked}, "a locked session stays"
    second = publish(secretary)
    assert second.number == 2
    told_before = set(Message.objects.values_list("pk", flat=True))
    closed = close_a_room(secretary, second)
    plan(secretary, "Presque rien ne bouge")
    third = publish(secretary)
    only_those_concerned_are_told(second, third, told_before)
    on_that_day = third.entries.filter(room=closed.room, starts_at__date=as_date(closed.starts_at))
    assert not on_that_day.filter(ends_at__gt=closed.starts_at).exists()


def import_the_seminars(page: Page) -> None:
    page.goto(reverse("meetings:feed-new"))
    page.get_by_label("Ce que dit cet agenda").select_option(label="de la promotion 2025")
    page.locator("input[type=file]").set_input_files(
        {"name": "seminaires.ics", "mimeType": "text/calendar", "buffer": SEMINARS.encode()}
    )
    press(page, "Lire l’agenda")
    assert not Seminar.objects.filter(title="Violences").exists()
    with page.expect_navigation(wait_until="load"):
        page.locator(".page-head .btn-principal").click()
    assert Seminar.objects.get(title="Violences").cohort.year == 2025


def tell_wishes(page: Page) -> None:
    semester = TutorialSession.objects.filter(starts_at__gt=TODAY).earliest("starts_at").semester
    tutor = persona("Tutrice").tutor
    page.goto(reverse("meetings:wishes-edit", args=[semester.pk, tutor.pk]))
    known = Unavailability.objects.filter(tutor=tutor).count()
    page.locator(".paint-cell:has(input:not(:disabled))").first.click()
    with page.expect_navigation(wait_until="load"):
        page.locator("button", has_text="Enregistrer mes souhaits").click()
    assert Unavailability.objects.filter(tutor=tutor).count() == known + 1


def start_afresh(page: Page) -> None:
    """The demo's draft is dropped: the plan begins from what people know."""
    draft = Plan.objects.get(state=Plan.State.DRAFT)
    page.goto(reverse("meetings:plan-differences", args=[draft.pk]))
    press(page, "Abandonner ce brouillon")
    assert not Plan.objects.filter(state=Plan.State.DRAFT).exists()


def plan(page: Page, change: str) -> None:
    """Search for three seconds, then take what was found."""
    page.goto(reverse("meetings:planning"))
    page.get_by_role("link", name="Planifier…").click()
    page.get_by_label(change).check()
    page.get_by_label("3 secondes").check(force=True)
    with page.expect_navigation(wait_until="load", timeout=90_000):
        page.locator("main form .btn-principal").click(timeout=90_000)
    run = PlanningRun.objects.latest("pk")
    assert run.state == "finished", run.failure
    expect(page.locator("#calcul")).to_contain_text("Une proposition est prête")
    page.locator("#calcul button", has_text="Adopter").click()
    expect(page.locator("#toasts")).to_contain_text("Proposition adoptée")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#calcul")).to_have_count(0)


def entries() -> list[PlanEntry]:
    """What the draft may still move, the first days first."""
    draft = Plan.objects.get(state=Plan.State.DRAFT)
    soon = timezone.now() + timedelta(days=15)
    return list(draft.entries.filter(starts_at__gt=soon, is_locked=False).order_by("starts_at", "pk"))


def places_of(groups: list[int]) -> dict[int, tuple]:
    draft = Plan.objects.get(state=Plan.State.DRAFT)
    rows = draft.entries.filter(group__in=groups).values_list("group", "starts_at", "room")
    return {group: (starts_at, room) for group, starts_at, room in rows}


def lock_two(page: Page) -> list[int]:
    groups = [entry.group_id for entry in entries()[:2]]
    for group in groups:
        page.goto(f"{reverse('meetings:planning')}?groupe={group}")
        expect(page.locator("#panneau-titre")).to_be_focused()
        page.get_by_role("button", name="Verrouiller", exact=True).click()
        expect(page.locator("#panneau")).to_contain_text("Déverrouiller")
    assert PlanEntry.objects.filter(group__in=groups, is_locked=True).count() == 2
    return groups


def drag_one(page: Page, locked: list[int]) -> int:
    """Hold a card: the free places light up; drop it on one that is far from where it was."""
    entry = next(one for one in entries() if one.group_id not in locked)
    day = as_date(entry.starts_at).isoformat()
    page.goto(f"{reverse('meetings:planning')}?jours={day}")
    card = page.locator(f".block-card[data-group='{entry.group_id}']")
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=3)
    expect(page.locator(".candidate.block-free").first).to_be_visible(timeout=30_000)
    lit = page.locator(".candidate.block-free:not(.is-aimed)")
    boxes = [lit.nth(index).bounding_box() for index in range(lit.count())]
    target = max(boxes, key=lambda one: abs(one["x"] - box["x"]) + abs(one["y"] - box["y"]))
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + target["height"] / 2, steps=5)
    expect(page.locator("#depose")).to_contain_text("coût")
    page.mouse.up()
    accept_what_is_asked(page)
    expect(page.locator("#toasts")).to_contain_text("Séance")
    moved = PlanEntry.objects.get(plan=entry.plan_id, group=entry.group_id)
    assert (moved.starts_at, moved.room_id) != (entry.starts_at, entry.room_id)
    return entry.group_id


def accept_what_is_asked(page: Page) -> None:
    """A warning is accepted with a reason, on the page where the drop leads."""
    page.wait_for_load_state("networkidle")
    if page.get_by_label("Pourquoi garder ce créneau").count():
        for box in page.get_by_label("Placer quand même").all():
            box.check()
        page.get_by_label("Pourquoi garder ce créneau").fill("La tutrice préfère.")
        press(page, "Placer quand même")


def publish(page: Page) -> Plan:
    page.goto(reverse("meetings:planning"))
    page.get_by_role("link", name="Publier et convoquer").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Publier la version")
    if dialog.get_by_label("Pourquoi").count():
        dialog.get_by_label("Pourquoi").fill("Groupe fusionné.")
    with page.expect_navigation(wait_until="load", timeout=90_000):
        dialog.get_by_role("button", name="Publier et convoquer").click(timeout=90_000)
    assert page.locator(".notice[role=alert]").all_inner_texts() == []
    expect(page.locator("#toasts")).to_contain_text("publiée", timeout=60_000)
    assert not Plan.objects.filter(state=Plan.State.DRAFT).exists()
    return Plan.objects.filter(state=Plan.State.PUBLISHED).latest("number")


def close_a_room(page: Page, version: Plan):
    """The room of the last session of the plan is closed for that day."""
    entry = version.entries.filter(room__isnull=False).latest("starts_at")
    day = as_local(entry.starts_at).date()
    page.goto(reverse("meetings:room-edit", args=[entry.room_id]))
    form = page.locator(f"form[action='{reverse('meetings:room-closure-new', args=[entry.room_id])}']")
    form.locator("[name=starts_at]").fill(f"{day}T07:00")
    form.locator("[name=ends_at]").fill(f"{day}T21:00")
    form.locator("[name=reason]").fill("Dégât des eaux")
    form.locator("button").click()
    page.wait_for_load_state("networkidle")
    page.goto(reverse("meetings:planning"))
    expect(page.locator("#alertes")).to_contain_text("Dégât des eaux")
    broken = page.locator(f".day-card[data-group='{entry.group_id}']")
    expect(broken).to_have_class(re.compile("is-broken"))
    expect(broken).to_contain_text("ne tient plus")
    assert page.title().startswith("Planning")
    return Room.objects.get(pk=entry.room_id).closures.get(reason="Dégât des eaux")


def only_those_concerned_are_told(before: Plan, after: Plan, told_before: set[int]) -> None:
    was, now = (positions_of(version.entries.order_by("pk")) for version in (before, after))
    changed = {one.group for one in differences_between(was, now)}
    assert 0 < len(changed) < before.entries.count() / 2
    expected = Membership.objects.filter(group__in=changed, ends_on=None).exclude(intern__standing="leave")
    concerned = set(expected.values_list("intern__person", flat=True)) | set(
        Tutorship.objects.filter(group__in=changed, ends_on=None).values_list("tutor__person", flat=True)
    )
    letters = Message.objects.exclude(pk__in=told_before)
    assert set(letters.values_list("recipient", flat=True)) == concerned
    assert after.people_told == len(concerned)
    assert Person.objects.count() > len(concerned)
