"""What is collected before a plan is made, as people do it in Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from meetings.actions.wishes import ask_for_wishes
from meetings.models import InternUnavailability, Seminar, TutorWishes, Unavailability
from tests.factories.groups import CohortFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import SemesterFactory, paris
from tests.factories.people import secretary
from tests.signing_in import sign_in

pytestmark = pytest.mark.browser

ICS = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Enseignements
BEGIN:VEVENT
UID:echo@agendas.example
SUMMARY:Échographie
DTSTART;TZID=Europe/Paris:20261210T090000
DTEND;TZID=Europe/Paris:20261210T120000
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
BEGIN:VEVENT
SUMMARY:Sans identifiant
DTSTART:20261210T080000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def semester(live_server, transactional_db, time_machine, settings):
    time_machine.move_to(paris(2026, 11, 23, 9))
    return SemesterFactory()


@pytest.fixture
def visit(browser, live_server):
    """`visit(person)`: a page signed in as that person; `script=False` for a browser without JavaScript."""
    contexts = []

    def open_as(person, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="fr-FR", timezone_id="Europe/Paris", java_script_enabled=script
        )
        contexts.append(context)
        sign_in(context, live_server, person)
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page

    yield open_as
    for context in contexts:
        context.close()


def box(page: Page, code: str):
    return page.locator(f"input[value='{code}']")


def press(page: Page, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()


def test_a_tutor_paints_wishes_from_the_home_page(visit, semester):
    tutor = TutorFactory()
    make_group(tutor=tutor)
    ask_for_wishes(semester=semester, deadline=paris(2026, 12, 4).date(), remind_days=3, actor=secretary())
    page = visit(tutor.person)
    page.goto(reverse("home"))
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Dire mes souhaits").click()
    expect(page.locator(".paint-how")).to_be_visible()

    first, last = box(page, "2026-12-10.matin"), box(page, "2026-12-17.matin")
    first.scroll_into_view_if_needed()
    last.scroll_into_view_if_needed()
    first.hover()
    page.mouse.down()
    for code in ("2026-12-15.matin", "2026-12-17.matin"):
        box(page, code).hover()
    page.mouse.up()
    for code in ("2026-12-10.matin", "2026-12-15.matin", "2026-12-17.matin"):
        expect(box(page, code)).to_be_checked()
    last.click()
    expect(last).not_to_be_checked()

    box(page, "2026-12-22.matin").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    expect(box(page, "2026-12-22.apres-midi")).to_be_checked()
    expect(box(page, "2026-12-22.apres-midi")).to_be_focused()

    page.get_by_text("jeudi", exact=True).click()
    page.locator("input[name=most_sessions_a_day][value='2']").check()
    press(page, "Enregistrer mes souhaits")
    expect(page.get_by_text("Souhaits enregistrés")).to_be_visible()
    periods = Unavailability.objects.order_by("starts_at").values_list("starts_at", "ends_at")
    assert list(periods) == [
        (paris(2026, 12, 10), paris(2026, 12, 10, 13)),
        (paris(2026, 12, 15), paris(2026, 12, 15, 13)),
        (paris(2026, 12, 22), paris(2026, 12, 23)),
    ]
    wishes = TutorWishes.objects.get()
    assert (wishes.preferred_weekdays, wishes.most_sessions_a_day) == ([3], 2)


def test_an_intern_ticks_the_same_calendar_without_script(visit, semester):
    intern = interns_of_group(make_group())[0]
    page = visit(intern.person, script=False)
    page.goto(reverse("meetings:duties-edit", args=[semester.pk]))
    expect(page.locator(".paint-how").first).to_be_hidden()
    box(page, "2026-12-10.night_duty").check()
    press(page, "Enregistrer mes gardes et congés")
    assert InternUnavailability.objects.get().kind == "night_duty"


def test_the_secretary_imports_a_calendar(visit, semester):
    cohort = CohortFactory()
    page = visit(secretary())
    page.goto(reverse("meetings:seminar-list"))
    page.get_by_role("link", name="Agendas suivis").click()
    page.get_by_role("link", name="Importer un agenda").first.click()
    page.get_by_label("Ce que dit cet agenda").select_option(label=f"de la promotion {cohort.year}")
    page.locator("input[type=file]").set_input_files(
        {"name": "cours.ics", "mimeType": "text/calendar", "buffer": ICS.encode()}
    )
    press(page, "Lire l’agenda")
    expect(page.get_by_text("Il n’a pas d’identifiant")).to_be_visible()
    assert not Seminar.objects.exists(), "nothing is written before she confirms"
    press(page, "Créer 3")
    expect(page.get_by_text("dates écrites")).to_be_visible()
    assert Seminar.objects.filter(cohort=cohort, title="Échographie").count() == 3
