"""The pages where tutoring changes hands, as they are clicked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import CohortChange, Membership, Tutorship
from groups.tutor_needs import Supply, balances
from tests.factories.groups import (
    CohortFactory,
    CoTutorFactory,
    InternFactory,
    TutorFactory,
    follow_alone,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(secretary())
    return client


def text(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_secretary_gives_a_group_another_tutor(clerk):
    group, newcomer = make_group(), TutorFactory()
    data = {"tuteur-tutor": newcomer.pk, "tuteur-reason": "Départ à la retraite", "tuteur-on": ""}
    answer = clerk.post(reverse("groups:tutor-change", args=[group.pk]), data)
    assert answer.url == reverse("groups:group-detail", args=[group.pk])
    assert tutor_of_group(group) == newcomer
    assert "Départ à la retraite" in text(clerk.get(reverse("groups:group-tutors", args=[group.pk])))


def test_a_change_without_a_reason_keeps_what_was_typed(clerk):
    group, newcomer = make_group(), TutorFactory()
    answer = clerk.post(
        reverse("groups:tutor-change", args=[group.pk]),
        {"tuteur-tutor": newcomer.pk, "tuteur-reason": "", "tuteur-on": "2026-01-05"},
    )
    assert answer.status_code == 422
    assert "Donnez le motif" in text(answer)
    assert f'value="{newcomer.pk}" selected' in text(answer)
    assert 'value="2026-01-05"' in text(answer)


def test_a_refusal_is_said_on_the_page(clerk):
    group = make_group()
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = clerk.post(
        reverse("groups:tutor-change", args=[group.pk]),
        {"tuteur-tutor": TutorFactory().pk, "tuteur-reason": "Départ", "tuteur-on": tomorrow},
    )
    assert "est à venir" in text(answer)


def test_a_co_tutor_is_added_then_ended(clerk):
    group, co_tutor = make_group(), CoTutorFactory()
    clerk.post(reverse("groups:co-tutor-add", args=[group.pk]), {"co-tutor": co_tutor.pk})
    tutorship = group.tutorships.get(tutor=co_tutor)
    assert (tutorship.part, tutorship.ends_on) == (Tutorship.Part.CO_TUTOR, None)
    address = reverse("groups:co-tutor-end", args=[tutorship.pk])
    assert clerk.post(address, {}).status_code == 422
    clerk.post(address, {f"fin-{tutorship.pk}-reason": "Fin de formation"})
    tutorship.refresh_from_db()
    assert (tutorship.ends_on, tutorship.reason) == (timezone.localdate(), "Fin de formation")


def test_an_intern_is_entrusted_alone_from_the_card(clerk):
    intern, tutor = InternFactory(), TutorFactory()
    clerk.post(
        reverse("groups:intern-alone", args=[intern.pk]), {"tutor": tutor.pk, "reason": "Stage à La Réunion"}
    )
    assert Membership.objects.get(intern=intern, ends_on=None).tutor == tutor
    for address in (
        reverse("groups:intern-card", args=[intern.pk]),
        reverse("groups:intern-list"),
        reverse("groups:cohort-detail", args=[intern.cohort.year]),
    ):
        assert str(tutor.person) in text(clerk.get(address))
    assert str(intern.person) in text(clerk.get(reverse("groups:tutor-detail", args=[tutor.pk])))


def test_an_intern_alone_is_placed_back_in_a_group(clerk):
    intern, tutor = InternFactory(), TutorFactory()
    alone, group = follow_alone(intern, tutor), make_group()
    address = reverse("groups:member-move", args=[alone.pk])
    assert "tutorat individuel avec" in text(clerk.get(address))
    clerk.post(address, {"group": group.pk, "reason": "Retour"})
    assert Membership.objects.get(intern=intern, ends_on=None).group == group


def test_an_intern_changes_cohort_with_a_history(clerk):
    group, joined = make_group(size=1), CohortFactory(year=2024)
    (intern,) = interns_of_group(group)
    data = {"cohort": joined.pk, "reason": "Redoublement"}
    clerk.post(reverse("groups:intern-cohort", args=[intern.pk]), data)
    intern.refresh_from_db()
    assert intern.cohort == joined
    assert CohortChange.objects.get().reason == "Redoublement"
    assert "Redoublement" in text(clerk.get(reverse("groups:intern-card", args=[intern.pk])))


def test_the_tutor_sees_how_each_intern_prefers_to_be_reached(client):
    group = make_group(size=2)
    intern, mate = interns_of_group(group)
    client.force_login(intern.person)
    client.post(
        reverse("accounts:profile"), {"contact_mode": "phone", "phone": "02 47 00 00 00", "theme": "auto"}
    )
    address = reverse("groups:group-detail", args=[group.pk])
    client.force_login(tutor_of_group(group).person)
    assert "préfère : téléphone" in text(client.get(address))
    client.force_login(mate.person)
    assert "préfère" not in text(client.get(address))


def test_needs_are_set_against_both_ceilings():
    four, five, six = balances(142, Supply(tutors=9, groups=27, tutees=60), groups_per_tutor=3)
    assert (four.need.groups, five.need.groups, six.need.groups) == (36, 29, 24)
    assert (five.groups_left, five.tutors_missing_by_groups) == (-2, 1)
    assert (six.groups_in_words, five.tutees_left) == ("il reste 3\u00a0groupes", -82)
    assert five.tutors_missing_by_tutees == 10


def test_the_page_of_needs_says_what_is_missing(clerk):
    cohort = CohortFactory()
    InternFactory.create_batch(9, cohort=cohort)
    address = reverse("groups:cohort-needs", args=[cohort.year])
    assert "il manque 2 groupes" in text(clerk.get(address))
    TutorFactory()
    assert "il reste 1 groupe" in text(clerk.get(address))
