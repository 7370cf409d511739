"""Repairs, as the secretary clicks through them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.actions.repairs import apply_repair, draw_among_repairs, seal_repair_of
from groups.draw import verify
from groups.models import Intern, Membership, Repair
from outbox.composition import compose
from outbox.models import Message
from tests.factories.draws import SOURCE, VALUES
from tests.factories.groups import (
    CohortFactory,
    InternFactory,
    interns_of_group,
    make_group,
    make_repair,
    tutor_of_group,
)
from tests.factories.people import coordinator, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(secretary())
    return client


def text(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def asked(cohort, event, **who) -> str:
    query = "&".join(f"{name}={record.pk}" for name, record in who.items())
    return f"{reverse('groups:repair-new', args=[cohort.year])}?evenement={event}&{query}"


def two_equal_groups():
    cohort = CohortFactory()
    for _ in range(2):
        make_group(cohort=cohort, size=4)
    return cohort, InternFactory(cohort=cohort)


def test_looking_at_repairs_writes_nothing(clerk):
    group = make_group(size=5)
    page = text(clerk.get(asked(group.cohort, "departure", interne=interns_of_group(group)[0])))
    assert "Personne ne change de groupe." in page
    assert f"Le groupe {group.code} passe de cinq à quatre internes." in page
    assert not Repair.objects.exists()


def test_a_single_repair_is_kept_then_applied(clerk):
    group = make_group(size=5)
    intern = interns_of_group(group)[0]
    address = asked(group.cohort, "departure", interne=intern)
    assert "Donnez le motif" in text(clerk.post(address, {"reason": ""}))
    answer = clerk.post(address, {"reason": "Mutation"})
    repair = Repair.objects.get()
    assert answer.url == reverse("groups:repair-detail", args=[repair.pk])
    clerk.post(reverse("groups:repair-apply", args=[repair.pk]), {"on": ""})
    assert Membership.objects.get(intern=intern).ends_on == timezone.localdate()
    assert "Appliquée" in text(clerk.get(reverse("groups:repair-list", args=[group.cohort.year])))


def test_equal_repairs_wait_for_their_source(clerk):
    cohort, newcomer = two_equal_groups()
    address = asked(cohort, "arrival", interne=newcomer)
    assert "2 réparations se valent" in text(clerk.get(address))
    assert "Donnez le moment du tour" in text(clerk.post(address, {"reason": "Arrivée", "kind": "drand"}))
    at = timezone.localtime() + timedelta(hours=2)
    data = {"reason": "Arrivée", "kind": "drand", "at": at.strftime("%Y-%m-%dT%H:%M")}
    asked_first = text(clerk.post(address, data))
    assert "Sceller les 2 réparations ?" in asked_first
    assert "11 courriels partent" in asked_first
    assert not Repair.objects.exists()
    clerk.post(address, data | {"confirmed": "1"})
    repair = Repair.objects.get()
    assert Message.objects.filter(kind="repair-sealed").count() == 11
    page = text(clerk.get(reverse("groups:repair-detail", args=[repair.pk])))
    assert "La graine n’existe pas encore" in page
    assert repair.digest in page
    sealed = clerk.get(reverse("groups:repair-minutes", args=[repair.pk]))
    assert sealed.content.decode() == repair.document
    Repair.objects.update(
        expected_at=timezone.now() - timedelta(hours=1), sealed_at=timezone.now() - timedelta(hours=2)
    )
    drawing = reverse("groups:repair-draw", args=[repair.pk])
    refused = clerk.post(drawing, {"value": "42", "provenance": "drand", "attendance": "Dr Nadaud"})
    assert "64 chiffres" in text(refused)
    assert 'value="42"' in text(refused)
    clerk.post(drawing, {"value": "ab" * 32, "provenance": "api.drand.sh", "attendance": "Dr Nadaud"})
    repair.refresh_from_db()
    assert repair.state == Repair.State.DRAWN
    assert b'"seed"' in clerk.get(reverse("groups:repair-minutes", args=[repair.pk])).content


def test_those_concerned_read_the_seal_then_the_minutes_and_nobody_else(clerk, client):
    cohort, newcomer = two_equal_groups()
    far = make_group(cohort=cohort, size=6)
    first, _ = cohort.groups.exclude(pk=far.pk).order_by("number")
    repair = seal_repair_of(
        cohort=cohort,
        event=Repair.Event.ARRIVAL,
        intern=newcomer,
        reason="Retour de congé maladie",
        source=SOURCE,
        actor=None,
    )
    letters = Message.objects.filter(kind="repair-sealed")
    mail = compose("repair-sealed", letters[0].payload)
    assert repair.digest in mail.text
    for told in (mail.text, mail.html):
        assert newcomer.person.last_name not in told
        assert "congé" not in told
    pages = [
        reverse(f"groups:repair-{name}", args=[repair.pk]) for name in ("seal", "minutes", "minutes-pdf")
    ]
    reader, stranger = interns_of_group(first)[0].person, interns_of_group(far)[0].person
    assert not letters.filter(recipient=stranger).exists()
    client.force_login(reader)
    seal = text(client.get(pages[0]))
    assert repair.digest[:4] in seal
    assert newcomer.person.full_name not in seal
    assert [client.get(url).status_code for url in pages] == [200, 404, 404]
    draw_among_repairs(
        repair=repair, values=VALUES, provenance="Feuilles", attendance="Dr Nadaud", actor=secretary()
    )
    assert [client.get(url).status_code for url in pages] == [200, 404, 404]
    apply_repair(repair=repair, actor=secretary())
    seal, minutes, printed = (client.get(url) for url in pages)
    assert newcomer.person.full_name in text(seal)
    assert "congé" not in text(seal)
    assert verify(minutes.content).ok
    assert printed.content.startswith(b"%PDF-1.7")
    client.force_login(stranger)
    assert [client.get(url).status_code for url in pages] == [404, 404, 404]


def test_one_at_a_time_is_said_with_the_way_out(clerk):
    group = make_group(size=5)
    first, second = interns_of_group(group)[:2]
    make_repair(intern=first)
    assert "Une réparation est en cours" in text(
        clerk.get(reverse("groups:repair-new", args=[group.cohort.year]))
    )
    answer = clerk.post(asked(group.cohort, "departure", interne=second), {"reason": "Mutation"})
    assert answer.status_code == 409
    assert "déjà en cours" in text(answer)


def test_giving_up_needs_a_reason_and_stays(clerk):
    repair = make_repair(intern=interns_of_group(make_group(size=5))[0])
    address = reverse("groups:repair-abandon", args=[repair.pk])
    assert clerk.post(address, {}).status_code == 422
    clerk.post(address, {"abandon-reason": "Il reste finalement"})
    assert "Il reste finalement" in text(clerk.get(reverse("groups:repair-detail", args=[repair.pk])))


@pytest.mark.parametrize("event", ["arrival", "departure", "tutor_leaves"])
def test_somebody_who_cannot_come_or_go_is_refused(clerk, event):
    group = make_group(size=5)
    seated, outside = interns_of_group(group)[0], InternFactory(cohort=group.cohort)
    who = {"arrival": seated, "departure": outside}.get(event)
    address = asked(group.cohort, event, interne=who) if who else asked(group.cohort, event)
    page = text(clerk.get(address))
    assert "Voir les réparations" in page
    assert {
        "arrival": "a déjà un groupe",
        "departure": "n’est dans aucun groupe",
        "tutor_leaves": "Choisissez qui quitte",
    }[event] in page


def test_the_groups_of_a_tutor_are_handed_over_from_the_page_of_the_tutor(clerk):
    group = make_group(size=5)
    tutor = tutor_of_group(group)
    page = text(clerk.get(reverse("groups:tutor-detail", args=[tutor.pk])))
    assert f"evenement=tutor_leaves&amp;tuteur={tutor.pk}" in page


def test_the_coordination_reads_and_decides_nothing(client):
    repair = make_repair(intern=interns_of_group(make_group(size=5))[0])
    client.force_login(coordinator())
    page = text(client.get(reverse("groups:repair-detail", args=[repair.pk])))
    assert "Appliquer la réparation" not in page
    assert client.post(reverse("groups:repair-apply", args=[repair.pk])).status_code == 404
    assert Intern.objects.get(pk=repair.intern_id).standing == Intern.Standing.ACTIVE
