"""Somebody leaves the DES: the proposal, the decision, and the group page that shows it, in Chromium."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from groups.models import Intern, Repair
from tests.factories.groups import interns_of_group, make_group
from tests.factories.people import secretary
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk(page: Page, live_server) -> Page:
    sign_in(page.context, live_server, secretary())
    page.set_default_timeout(15_000)
    return page


def press(page: Page, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role("button", name=name).click()


def test_a_departure_is_proposed_decided_and_seen(clerk, live_server):
    group = make_group(size=5)
    make_group(cohort=group.cohort, size=5)
    leaving = interns_of_group(group)[0]
    clerk.goto(live_server.url + reverse("groups:intern-card", args=[leaving.pk]))
    clerk.get_by_role("link", name="Arrivée, départ…").click()
    clerk.get_by_label("Ce qui arrive").select_option("departure")
    press(clerk, "Voir les réparations")
    expect(clerk.get_by_text("Personne ne change de groupe.")).to_be_visible()
    clerk.get_by_label("Motif").fill("Mutation du conjoint")
    press(clerk, "Retenir cette réparation")
    expect(clerk.get_by_text("Une seule réparation possible")).to_be_visible()
    press(clerk, "Appliquer la réparation")
    expect(clerk.get_by_role("heading", name="Ce qui a changé")).to_be_visible()
    assert Repair.objects.get().state == Repair.State.APPLIED
    clerk.goto(live_server.url + reverse("groups:group-detail", args=[group.pk]))
    members = clerk.get_by_role("region", name="Membres")
    expect(members.get_by_text(re.compile("4.interne"))).to_be_visible()
    expect(members.get_by_text(leaving.person.full_name)).to_have_count(0)
    expect(clerk.get_by_role("region", name="Historique").get_by_text("Mutation du conjoint")).to_be_visible()
    assert Intern.objects.get(pk=leaving.pk).standing == Intern.Standing.LEFT
