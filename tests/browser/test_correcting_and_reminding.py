"""A validated story corrected as a new version, and people ticked among the convocations, in Chromium."""

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Person
from meetings.actions.convening import publish_sessions
from outbox.models import Message
from portfolios.actions import annotate, return_reading, submit_trace
from tests.factories.groups import TutorFactory, interns_of_group, make_group
from tests.factories.meetings import SessionFactory, paris
from tests.factories.people import secretary
from tests.factories.portfolios import make_trace
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(paris(2027, 1, 9, 9), tick=True):
        yield


@pytest.fixture
def signed_in(page: Page, live_server):
    """`signed_in(person)`: the page, as that person sees it."""

    def seen_by(person: Person) -> Page:
        sign_in(page.context, live_server, person)
        page.set_default_timeout(15_000)
        return page

    return seen_by


def press(page: Page, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("main button.btn", has_text=name).click()


def test_a_validated_story_is_corrected_and_read_again(signed_in, live_server):
    tutor = TutorFactory()
    intern = interns_of_group(make_group(tutor=tutor, size=1))[0]
    trace = make_trace("submitted", intern=intern)
    first = trace.versions.get()
    annotate(version=first, author=tutor.person, text="D’où le savez-vous ?")
    return_reading(version=first, reader=tutor.person, decision="validated", word="Bien.", marks={})

    page = signed_in(intern.person)
    page.goto(live_server.url + reverse("portfolios:trace-detail", args=[trace.pk]))
    page.get_by_role("link", name="Corriger…").click()
    expect(page.get_by_text("Le texte validé ne change plus")).to_be_visible()
    press(page, "Ouvrir une nouvelle version")
    page.locator("textarea[name=text]").fill("L’infirmière me l’a dit.")
    expect(page.locator("[data-total-words]")).to_have_text("4\u00a0mots")
    press(page, "Enregistrer le brouillon")
    submit_trace(version=trace.versions.get(submitted_at=None))

    page = signed_in(tutor.person)
    page.goto(live_server.url + reverse("portfolios:trace-read", args=[trace.pk]))
    expect(page.get_by_text("L’infirmière me l’a dit.")).to_be_visible()
    remark = page.get_by_text("D’où le savez-vous")
    expect(remark).to_be_hidden()
    page.get_by_text("remarque sur la version 1").click()
    expect(remark).to_be_visible()


def test_people_are_ticked_and_reminded(signed_in, live_server):
    session = SessionFactory(group=make_group(size=3), starts_at=paris(2027, 1, 14, 14))
    publish_sessions(sessions=[session], actor=None)
    Message.objects.filter(step="convocation").update(state="sent", sent_at=paris(2027, 1, 9, 8))
    page = signed_in(secretary())
    page.goto(live_server.url + reverse("meetings:convocation-list"))
    remind = page.locator(".conv-ticked").get_by_role("button", name="Relancer")
    expect(remind).to_be_hidden()
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(1).check()
    boxes.nth(2).check()
    with page.expect_navigation(wait_until="load"):
        remind.click()
    expect(page.get_by_text("2\u00a0relances")).to_be_visible()
    assert Message.objects.filter(kind="nudge").count() == 2
