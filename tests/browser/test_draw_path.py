"""The five steps of a draw in Chromium, from the list to minutes checked offline in the same browser."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Person
from groups.models import Draw, PairWish, TutorialGroup
from tests.accessibility import violations
from tests.factories.draws import PRESENT
from tests.factories.groups import CohortFactory, CoTutorFactory, InternFactory, TutorFactory
from tests.factories.people import secretary
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = 2026
WITNESSES = (("Dr Sylvie Nadaud", "La Loire déborde"), ("Camille Baron", "coquelicot 42"))


@pytest.fixture
def cohort():
    cohort = CohortFactory(year=YEAR)
    for rank in range(10):
        InternFactory(cohort=cohort, person__gender="fm"[rank % 2])
    TutorFactory.create_batch(2)
    CoTutorFactory()
    return cohort


@pytest.fixture
def visit(browser, live_server):
    contexts = []

    def open_as(person: Person) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="fr-FR", bypass_csp=True)
        contexts.append(context)
        sign_in(context, live_server, person)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_as
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).first.click()


def is_clean(page: Page) -> None:
    """axe finds nothing once everything has risen, and the page does not scroll sideways on a telephone."""
    page.evaluate("Promise.all(document.getAnimations().map((rising) => rising.finished))")
    found = violations(page)
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_the_list_to_minutes_anybody_checks(visit, cohort, tmp_path):
    intern = cohort.interns.select_related("person").order_by("pk")[0]
    ask_in_confidence(visit(intern.person))
    page = visit(secretary())
    take_the_list(page)
    choose_the_rules(page)
    sheets = [witness_sheet(page, word) for _, word in WITNESSES]
    seal(page, sheets)
    draw_the_groups(page, sheets)
    validate(page)
    check_offline(page, tmp_path)


def ask_in_confidence(page: Page) -> None:
    page.goto(reverse("home"))
    page.get_by_role("link", name="Ne pas être dans le même groupe").click()
    is_clean(page)
    page.get_by_label("Ne pas être dans le même groupe que").select_option(index=1)
    press(page, "Demander en confidence")
    assert PairWish.objects.count() == 1


def take_the_list(page: Page) -> None:
    page.goto(reverse("groups:cohort-detail", args=[YEAR]))
    page.get_by_role("link", name="Tirer les groupes au sort").click()
    is_clean(page)
    press(page, "Prendre la liste")
    is_clean(page)
    first = page.locator(".draw-table tbody tr").first
    first.get_by_role("checkbox").uncheck()
    press(page, "Continuer : contraintes")
    expect(page.locator("main")).to_contain_text("Donnez le motif")
    page.locator(".draw-table tbody tr").first.get_by_role("checkbox").check()
    press(page, "Continuer : contraintes")


def choose_the_rules(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Demandes confidentielles")
    is_clean(page)
    page.locator("label:has(input[name=balance][value=hard])").click()
    press(page, "Continuer : graine")


def witness_sheet(page: Page, word: str) -> tuple[str, str]:
    """The salt and the hash, made in the browser of the witness."""
    page.goto(reverse("groups:draw-word"))
    page.get_by_label("Mot, ou phrase").fill(word)
    sealed = page.locator("[data-witness-hash]")
    page.wait_for_function("document.querySelector('[data-witness-hash]').textContent.length === 64")
    return page.locator("[data-witness-salt]").inner_text(), sealed.inner_text()


def seal(page: Page, sheets: list[tuple[str, str]]) -> None:
    page.goto(reverse("groups:draw-seed", args=[YEAR]))
    page.get_by_label("Mots de témoins").check()
    for rank, ((name, _), (_, sealed)) in enumerate(zip(WITNESSES, sheets, strict=True), start=1):
        page.locator(f"[name=name_{rank}]").fill(name)
        page.locator(f"[name=sealed_{rank}]").fill(sealed)
    is_clean(page)
    press(page, "Sceller et publier")
    is_clean(page)
    press(page, "Sceller et prévenir")
    expect(page.locator(".draw-digest")).to_be_visible()
    is_clean(page)


def draw_the_groups(page: Page, sheets: list[tuple[str, str]]) -> None:
    for rank, ((_, word), (salt, _)) in enumerate(zip(WITNESSES, sheets, strict=True), start=1):
        page.locator(f"[name=word_{rank}]").fill(word)
        page.locator(f"[name=salt_{rank}]").fill(salt)
    page.get_by_label("Où la valeur a été lue").fill("Feuilles des témoins")
    page.get_by_label("Personnes présentes").fill(PRESENT)
    press(page, "Tirer au sort")
    expect(page.locator(".group-card")).to_have_count(2)
    is_clean(page)


def validate(page: Page) -> None:
    page.get_by_role("link", name="Valider les 2").click()
    with page.expect_navigation(wait_until="load"):
        page.locator("dialog[open]").get_by_role("button", name="Valider et prévenir").click()
    assert Draw.objects.get().state == Draw.State.VALIDATED
    assert TutorialGroup.objects.count() == 2
    is_clean(page)


def check_offline(page: Page, folder) -> None:
    """The file just downloaded, then the same with one byte changed; the network is cut meanwhile."""
    draw = Draw.objects.get()
    client = Client()
    client.force_login(draw.validated_by)
    content = client.get(reverse("groups:draw-minutes-json", args=[draw.pk])).content
    good, bad = folder / "minutes.json", folder / "changed.json"
    good.write_bytes(content)
    bad.write_bytes(content.replace(b'"balance":"hard"', b'"balance":"free"', 1))
    page.goto(reverse("groups:draw-check"))
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    verdict = page.locator("#verdict")
    page.locator("#minutes").set_input_files(good)
    expect(verdict).to_have_attribute("data-verdict", "ok")
    page.locator("#minutes").set_input_files(bad)
    expect(verdict).to_have_attribute("data-verdict", "wrong")
    page.context.set_offline(False)
