"""The eight steps of a semester, walked in Chromium by the people of the demo faculty."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from accounts.models import Person
from evaluations.models import Assessment, Contact
from groups.models import Intern, TutorialGroup
from meetings.convening.links import token_for
from meetings.models import Convocation, TutorialSession
from outbox.models import Message
from portfolios.models import Reading, Trace
from tutorat.demo.files import demo_files
from tutorat.demo.load import load_demo
from tutorat.demo.loading.world import READABLE
from tutorat.demo.people import PERSONAS

pytestmark = pytest.mark.browser

TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
STORY = "Je reçois une femme âgée qui vit seule dans un hameau. Elle vient pour son renouvellement."


@pytest.fixture
def faculty(live_server, transactional_db, settings):
    settings.DEMO = True
    with time_machine.travel(TODAY, tick=True) as clock:
        load_demo(replace(READABLE, portraits=False))
        yield clock


@pytest.fixture
def visit(browser: Browser, live_server, faculty):
    """`visit(person)`: a page signed in as that person, through the door of the demo; None for a visitor."""
    contexts = []

    def open_as(person: Person | None) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="fr-FR", timezone_id="Europe/Paris")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if person:
            page.goto(reverse("account_login"))
            token = page.locator("form input[name=csrfmiddlewaretoken]").first.input_value()
            answer = page.request.post(
                reverse("demo-sign-in"), form={"person": str(person.pk), "csrfmiddlewaretoken": token}
            )
            assert answer.ok
        return page

    yield open_as
    for context in contexts:
        context.close()


def persona(label: str) -> Person:
    return Person.objects.get(email=next(one.identity.email for one in PERSONAS if one.label == label))


def press(page: Page, name: str, *, scope: str = "main") -> None:
    """Click a button and wait for the page it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.locator(scope).locator("button.btn", has_text=name).first.click()


def test_the_whole_semester(visit, faculty):
    secretary = visit(persona("Secrétaire du DUMG"))
    import_the_cohort(secretary)
    constitute_its_groups(secretary)
    session = place_a_session(secretary)
    publish_it(secretary, session)
    intern = answer_the_invitation(visit(None), session)
    tutor_person = session.group.tutorships.get(part="tutor", ends_on=None).tutor.person
    tutor = visit(tutor_person)
    trace = write_and_submit_a_story(visit(intern.person), intern)
    read_it_and_validate(tutor, trace)
    give_a_level(tutor, intern, trace)
    log_a_contact(tutor, intern)
    faculty.move_to(session.starts_at)
    hold_the_session(visit(tutor_person), session)
    find_who_was_forgotten(visit(persona("Coordonnatrice du DES")))


def import_the_cohort(page: Page) -> None:
    page.goto(reverse("home"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Semestre d’hiver 2026‑2027")
    page.goto(reverse("groups:import-start") + "?kind=interns&cohort=2026")
    page.locator("input[type=file]").set_input_files(
        {"name": "demo_etudiants.csv", "mimeType": "text/csv", "buffer": demo_files()["demo_etudiants.csv"]}
    )
    press(page, "Lire le fichier")
    assert Intern.objects.filter(cohort__year=2026).count() == 0, "nothing is written before she confirms"
    press(page, "30 internes")
    assert Intern.objects.filter(cohort__year=2026).count() == 30


def constitute_its_groups(page: Page) -> None:
    page.goto(reverse("groups:group-constitute", args=[2026]))
    press(page, "Répartir 30 internes")
    press(page, "Constituer 6 groupes")
    assert TutorialGroup.objects.filter(cohort__year=2026).count() == 6


def place_a_session(page: Page) -> TutorialSession:
    group = TutorialGroup.objects.filter(cohort__year=2026).order_by("number")[0]
    page.goto(reverse("meetings:session-place", args=[group.pk]) + "?day=2026-12-17")
    page.get_by_label("Début").fill("14:00")
    page.get_by_label("Début").blur()
    room = page.locator(".room-choice:has-text('TON‑A1')")
    expect(room).to_contain_text("Libre")
    room.locator("input").check()
    press(page, "Placer la séance")
    session = TutorialSession.objects.get(group=group)
    assert (session.state, session.number, session.room.code) == ("draft", 1, "TON‑A1")
    return session


def publish_it(page: Page, session: TutorialSession) -> None:
    page.goto(reverse("meetings:planning") + "?vue=tableau")
    with page.expect_navigation(wait_until="load"):
        page.locator(".planning-filters a", has_text="Promotion 2026").click()
    page.get_by_role("link", name="Publier et convoquer").click()
    press(page, "Publier et convoquer", scope="dialog[open]")
    session.refresh_from_db()
    assert session.state == "published"
    assert Convocation.objects.filter(session=session).count() == 6
    letters = Message.objects.filter(thread=f"session:{session.pk}", kind="convocation")
    assert {letter.state for letter in letters} == {"sent"}
    page.goto(reverse("meetings:convocation-list") + "?jour=2026-12-17")
    expect(page.locator("main")).to_contain_text(letters[0].recipient.full_name)


def answer_the_invitation(page: Page, session: TutorialSession) -> Intern:
    convocation = Convocation.objects.filter(session=session, part="intern").order_by("pk")[0]
    page.goto(reverse("meetings:answer", args=[token_for(convocation.pk)]))
    convocation.refresh_from_db()
    assert convocation.answer == "", "opening the page answers nothing"
    page.locator("form:has(input[value=present]) button").click()
    expect(page.locator("main")).to_contain_text("présence est notée")
    convocation.refresh_from_db()
    assert convocation.answer == "present"
    return Intern.objects.get(person=convocation.person)


def write_and_submit_a_story(page: Page, intern: Intern) -> Trace:
    page.goto(reverse("home"))
    expect(page.locator("main")).to_contain_text("17")
    page.goto(reverse("portfolios:trace-new"))
    page.get_by_label("Titre").fill("Le hameau")
    press(page, "Commencer")
    page.locator("textarea[name=text]").fill(STORY)
    press(page, "Enregistrer le brouillon")
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value(STORY)
    with page.expect_navigation(wait_until="load"):
        page.locator("button.btn[name=soumettre]").first.click()
    press(page, "Soumettre à la lecture")
    trace = Trace.objects.get(intern=intern)
    assert trace.state == "submitted"
    return trace


def read_it_and_validate(page: Page, trace: Trace) -> None:
    page.goto(reverse("portfolios:reading-list"))
    page.get_by_role("link", name=trace.title).first.click()
    expect(page.locator("main")).to_contain_text("hameau")
    page.goto(reverse("portfolios:trace-read", args=[trace.pk]))
    page.locator("label.choice:has(input[name=decision][value=validated])").click()
    page.locator("textarea[name=word]").fill("Un récit juste. Continuez.")
    press(page, "Rendre la lecture")
    trace.refresh_from_db()
    assert trace.state == "validated"
    assert Reading.objects.get(version__trace=trace).word == "Un récit juste. Continuez."


def give_a_level(page: Page, intern: Intern, trace: Trace) -> None:
    page.goto(reverse("evaluations:assessment-new", args=[intern.pk, "APC"]))
    page.locator("input[name=level][value='1']").check()
    page.locator("input[name=evidence]").first.check()
    press(page, "Donner ce niveau")
    assessment = Assessment.objects.get(intern=intern)
    assert assessment.evidence.get().trace == trace
    page.goto(reverse("evaluations:intern-file", args=[intern.pk]))
    expect(page.locator("main")).to_contain_text("Le hameau")


def log_a_contact(page: Page, intern: Intern) -> None:
    """Two taps: the button of the file, then the channel."""
    page.goto(reverse("evaluations:intern-file", args=[intern.pk]))
    page.locator("main").get_by_text("Noter un contact").first.click()
    page.get_by_role("button", name="Téléphone").first.click()
    expect(page.locator("body")).to_contain_text("noté")
    assert Contact.objects.get(intern=intern).channel == "phone"


def hold_the_session(page: Page, session: TutorialSession) -> None:
    page.goto(reverse("evaluations:session", args=[session.pk]))
    press(page, "Ouvrir la séance", scope="body")
    page.get_by_role("button", name="Noter présents les autres").click()
    expect(page.locator("button[aria-pressed=true]")).to_have_count(5)
    note = page.locator("#texte-groupe")
    note.fill("Première rencontre, écoute et bonne humeur.")
    with page.expect_navigation(wait_until="load"):
        page.locator("form:has(#texte-groupe) .session-save").dispatch_event("click")
    page.goto(reverse("evaluations:session-close", args=[session.pk]))
    press(page, "Clore la séance")
    session.refresh_from_db()
    assert session.state == "closed"
    assert session.group_note.text == "Première rencontre, écoute et bonne humeur."
    assert Contact.objects.filter(session=session).count() == 5


def find_who_was_forgotten(page: Page) -> None:
    page.goto(reverse("evaluations:cohort-followup") + "?promotion=2025")
    expect(page.locator("main")).to_contain_text("jamais rencontré")
    page.goto(reverse("evaluations:tutor-load"))
    expect(page.locator("main")).to_contain_text("Dr Sylvie Nadaud")
