"""Cohorts, constitution, groups, moves, people and policies, as they are clicked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.models import Cohort, Intern, Membership, Policy, Tutor, TutorialGroup
from tests.factories.groups import (
    CohortFactory,
    InternFactory,
    StageSupervisorFactory,
    TutorFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.people import coordinator, director, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(secretary())
    return client


def text(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_cohort_is_created_with_its_policy(clerk):
    answer = clerk.post(
        reverse("groups:cohort-new"), {"year": "2026", "entered_on": "2026-11-02", "preset": "paris"}
    )
    assert answer.url == reverse("groups:cohort-detail", args=[2026])
    assert Cohort.objects.get(year=2026).policy.production == "obligation"


def test_a_cohort_that_exists_is_refused(clerk):
    CohortFactory(year=2026)
    answer = clerk.post(
        reverse("groups:cohort-new"), {"year": "2026", "entered_on": "2026-11-02", "preset": "paris"}
    )
    assert "existe déjà" in text(answer)


def test_a_cohort_says_what_comes_next(clerk):
    cohort = CohortFactory(year=2026)
    address = reverse("groups:cohort-detail", args=[2026])
    assert "Importer les internes" in text(clerk.get(address))
    InternFactory.create_batch(5, cohort=cohort)
    assert "Tirer les groupes au sort" in text(clerk.get(address))
    group = make_group(cohort=cohort, size=1)
    assert "5 internes en formation sans groupe" in text(clerk.get(address))
    Intern.objects.filter(memberships=None).update(standing=Intern.Standing.LEAVE)
    assert "Les groupes sont constitués" in text(clerk.get(address))
    assert f"{reverse('meetings:planning')}?promotion=2026&amp;etat=a-placer" in text(clerk.get(address))
    assert str(group.number) in text(clerk.get(address))


def test_an_unknown_cohort_is_not_found(clerk):
    assert clerk.get(reverse("groups:cohort-detail", args=[1999])).status_code == 404


def propose(client, cohort, **data):
    tutors = data.pop("tuteur", list(Tutor.objects.values_list("pk", flat=True)))
    return client.get(
        reverse("groups:group-constitute", args=[cohort.year]), {"graine": "7", "tuteur": tutors, **data}
    )


def confirm(client, page, cohort):
    return client.post(
        reverse("groups:group-constitute", args=[cohort.year]),
        {
            "graine": page.context["seed"],
            "shown": page.context["proposal"].fingerprint,
            "tuteur": page.context["chosen"],
        },
        follow=True,
    )


def test_groups_are_proposed_then_confirmed(clerk):
    cohort = CohortFactory(year=2026)
    InternFactory.create_batch(14, cohort=cohort)
    TutorFactory.create_batch(2)
    page = clerk.get(reverse("groups:group-constitute", args=[2026]))
    assert "2 groupes de cinq et 1 de quatre" in text(page)
    assert "Répartir 14 internes" in text(page)
    page = propose(clerk, cohort)
    assert "Constituer 3 groupes" in text(page)
    assert not TutorialGroup.objects.exists()
    answer = confirm(clerk, page, cohort)
    assert "3 groupes constitués" in text(answer)
    assert TutorialGroup.objects.count() == 3
    again = confirm(clerk, page, cohort)
    assert again.status_code == 409
    assert "a déjà 3 groupes" in text(again)


def test_a_newcomer_between_preview_and_confirmation_is_told(clerk):
    cohort = CohortFactory(year=2026)
    InternFactory.create_batch(5, cohort=cohort)
    TutorFactory()
    page = propose(clerk, cohort)
    InternFactory(cohort=cohort)
    answer = confirm(clerk, page, cohort)
    assert answer.status_code == 409
    assert "a changé depuis l’aperçu" in text(answer)
    assert not TutorialGroup.objects.exists()


def test_too_few_tutors_is_told_with_figures(clerk):
    cohort = CohortFactory(year=2026)
    InternFactory.create_batch(10, cohort=cohort)
    TutorFactory(max_groups=1)
    assert "Il manque 1 place" in text(propose(clerk, cohort))


@pytest.mark.parametrize("tutor", ["x", "-1", "²", "99999999999999999999"])
def test_a_hostile_address_is_no_error(clerk, tutor):
    cohort = CohortFactory(year=2026)
    InternFactory.create_batch(5, cohort=cohort)
    TutorFactory()
    assert propose(clerk, cohort, tuteur=[tutor], graine="é" * 300).status_code == 200


def test_a_group_shows_its_faces_its_newcomer_and_its_history(clerk):
    group = make_group(since=timezone.localdate() - timedelta(days=400))
    newcomer = InternFactory(cohort=group.cohort, person__first_name="Nouvelle")
    Membership.objects.create(
        group=group, intern=newcomer, starts_on=timezone.localdate() - timedelta(days=20)
    )
    gone = group.memberships.order_by("pk").first()
    gone.ends_on, gone.reason = timezone.localdate(), "Déménagement"
    gone.save()
    page = text(clerk.get(reverse("groups:group-detail", args=[group.pk])))
    assert page.count("nouveau") == 1
    assert "Déménagement" in page
    assert tutor_of_group(group).person.full_name in page


def test_an_intern_sees_the_own_group_without_its_administration(client):
    group = make_group()
    gone = group.memberships.order_by("pk").last()
    gone.ends_on, gone.reason = timezone.localdate(), "Raison privée"
    gone.save()
    client.force_login(interns_of_group(group)[0].person)
    page = text(client.get(reverse("groups:group-list")))
    assert f"Groupe {group.code}" in page
    assert "Raison privée" not in page
    assert "Déplacer" not in page
    assert client.get(reverse("groups:group-detail", args=[make_group().pk])).status_code == 404


def move(client, membership, **data):
    return client.post(reverse("groups:member-move", args=[membership.pk]), data, follow=True)


def test_a_member_is_moved_and_moved_back(clerk):
    old, new = make_group(), make_group()
    membership = old.memberships.order_by("pk").first()
    answer = move(clerk, membership, group=new.pk, reason="Même terrain de stage")
    moved = Membership.objects.get(intern=membership.intern, ends_on=None)
    assert moved.group == new
    undo = reverse("groups:member-move-undo", args=[moved.pk])
    assert undo in text(answer)
    clerk.post(undo)
    assert Membership.objects.get(intern=membership.intern, ends_on=None).group == old
    assert clerk.post(undo, follow=True).status_code == 200


def test_a_move_without_reason_keeps_what_was_typed(clerk):
    old, new = make_group(), make_group()
    answer = move(clerk, old.memberships.first(), group=new.pk, reason="")
    assert "Donnez le motif" in text(answer)
    assert f'value="{new.pk}" selected' in text(answer)


def test_a_full_group_asks_for_an_override(clerk):
    old, full = make_group(), make_group(size=6)
    membership = old.memberships.first()
    answer = move(clerk, membership, group=full.pk, reason="Demande")
    assert "6 au plus" in text(answer)
    assert full.memberships.count() == 6
    answer = move(clerk, membership, group=full.pk, reason="Demande", override="on")
    assert full.memberships.count() == 7


def test_a_group_left_too_small_is_warned_about(clerk):
    old, new = make_group(size=4), make_group()
    answer = move(clerk, old.memberships.first(), group=new.pk, reason="Demande")
    assert "ne compte plus que 3 internes" in text(answer)


def test_a_member_can_leave_without_joining(clerk):
    membership = make_group().memberships.first()
    move(clerk, membership, group="sortie", reason="A quitté le DES")
    membership.refresh_from_db()
    assert membership.ends_on == timezone.localdate()


def test_somebody_without_group_is_placed(clerk):
    group = make_group()
    intern = InternFactory(cohort=group.cohort)
    clerk.post(reverse("groups:intern-place", args=[intern.pk]), {"group": group.pk})
    assert group.memberships.filter(intern=intern).exists()


def test_a_group_of_another_cohort_is_not_offered(clerk):
    old, other = make_group(), make_group(cohort=CohortFactory(year=2024))
    answer = move(clerk, old.memberships.first(), group=other.pk, reason="Demande")
    assert answer.status_code == 200
    assert not other.memberships.filter(intern__in=interns_of_group(old)).exists()


def test_the_situation_of_an_intern_changes(clerk):
    intern = interns_of_group(make_group())[0]
    answer = clerk.post(
        reverse("groups:intern-standing", args=[intern.pk]),
        {"standing": "leave", "semester_lag": "1"},
        follow=True,
    )
    intern.refresh_from_db()
    assert (intern.standing, intern.semester_lag) == ("leave", 1)
    assert "Sa place dans le groupe est gardée" in text(answer)


def test_a_wrong_situation_is_refused_and_kept(clerk):
    intern = InternFactory()
    answer = clerk.post(
        reverse("groups:intern-standing", args=[intern.pk]), {"standing": "lune", "semester_lag": "40"}
    )
    assert answer.status_code == 422
    assert 'value="40"' in text(answer)
    assert "En formation" in text(answer)


def test_lists_are_narrowed_by_the_address(clerk):
    cohort = CohortFactory(year=2026)
    InternFactory(cohort=cohort, person__last_name="Zanetti", student_number="22611111")
    InternFactory(person__last_name="Baron")
    names = lambda query: [  # noqa: E731
        intern.person.last_name for intern in clerk.get(reverse("groups:intern-list") + query).context["page"]
    ]
    assert names("?q=zane") == ["Zanetti"]
    assert names("?q=22611111") == ["Zanetti"]
    assert names("?promotion=2025") == ["Baron"]
    assert names("?groupe=avec") == []
    assert names("?promotion=x&situation=y&groupe=z&page=zz") == ["Baron", "Zanetti"]


def test_tutors_show_both_limits(clerk):
    group = make_group()
    page = text(clerk.get(reverse("groups:tutor-list")))
    assert "1 / 3" in page
    assert "5 / 9" in page
    assert tutor_of_group(group).person.full_name in page


def test_a_tutor_reads_the_own_page_only(client):
    tutor = tutor_of_group(make_group())
    client.force_login(tutor.person)
    assert client.get(reverse("groups:tutor-detail", args=[tutor.pk])).status_code == 200
    other = TutorFactory()
    assert client.get(reverse("groups:tutor-detail", args=[other.pk])).status_code == 404


def policy_form(policy, **changes):
    from groups.forms import PolicyForm

    form = PolicyForm(instance=policy)
    data = {name: form[name].value() for name in form.fields}
    data["reminder_days"] = ", ".join(map(str, policy.reminder_days))
    data |= changes
    return {name: value for name, value in data.items() if value is not False}


def test_the_coordinator_changes_a_policy_and_everybody_reads_who_did(client):
    cohort = CohortFactory(year=2026)
    chief = coordinator(first_name="Françoise", last_name="Dumercy")
    client.force_login(chief)
    address = reverse("groups:policy-edit", args=[2026])
    answer = client.post(
        address, policy_form(cohort.policy, group_max=7, reminder_days="14 ; 3"), follow=True
    )
    assert "2 réglages modifiés" in text(answer)
    policy = Policy.objects.get(cohort=cohort)
    assert (policy.group_max, policy.reminder_days) == (7, [14, 3])
    client.force_login(director())
    page = text(client.get(reverse("groups:policy-history", args=[2026])))
    assert "Françoise Dumercy" in page
    assert "30, 7, 1" in page
    assert "14, 3" in page


def test_a_policy_saved_unchanged_leaves_no_history(client):
    cohort = CohortFactory(year=2026)
    client.force_login(coordinator())
    before = cohort.policy.history.count()
    client.post(reverse("groups:policy-edit", args=[2026]), policy_form(cohort.policy))
    assert cohort.policy.history.count() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"group_target": 9}, "se place entre"),
        ({"group_min": 0}, "au moins une personne"),
        ({"reminder_days": "bientôt"}, "nombres de jours"),
        ({"speaking_minutes": 300}, "60"),
        ({"on_seminar": "prier"}, "choix"),
    ],
)
def test_a_wrong_policy_is_refused_and_kept(client, changes, words):
    cohort = CohortFactory(year=2026)
    client.force_login(coordinator())
    answer = client.post(reverse("groups:policy-edit", args=[2026]), policy_form(cohort.policy, **changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert cohort.policy.history.count() == 1


def test_others_read_the_policy_without_changing_it(clerk):
    cohort = CohortFactory(year=2026)
    address = reverse("groups:policy-edit", args=[2026])
    assert "Enregistrer la politique" not in text(clerk.get(address))
    assert clerk.post(address, policy_form(cohort.policy, group_max=7)).status_code == 404
    assert clerk.post(reverse("groups:policy-reset", args=[2026]), {"preset": "paris"}).status_code == 404
    cohort.policy.refresh_from_db()
    assert cohort.policy.group_max == 6


def test_a_policy_goes_back_to_a_preset(client):
    cohort = CohortFactory(year=2026)
    client.force_login(coordinator())
    address = reverse("groups:policy-reset", args=[2026])
    client.post(address, {"preset": "bordeaux"})
    policy = Policy.objects.get(cohort=cohort)
    assert (policy.preset, policy.after_absence, policy.tutor_validates) == (
        "bordeaux",
        "blocks_phase",
        False,
    )
    assert client.post(address, {"preset": "lune"}).status_code == 404


def populate(count):
    for _ in range(count):
        cohort = CohortFactory(year=1990 + Cohort.objects.count(), entered_on=date(2020, 11, 2))
        make_group(cohort=cohort, size=2)
        StageSupervisorFactory()


@pytest.mark.parametrize(
    "name", ["cohort-list", "group-list", "tutor-list", "supervisor-list", "intern-list"]
)
def test_a_list_costs_the_same_with_more_rows(clerk, name):
    clerk.get(reverse(f"groups:{name}"))
    cost = []
    for more in (2, 9):
        populate(more)
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(reverse(f"groups:{name}")).status_code == 200
        cost.append(len(queries))
    assert cost[0] == cost[1] <= 12


def test_a_cohort_costs_the_same_with_more_rows(clerk):
    cohort = CohortFactory(year=2026)
    clerk.get(reverse("groups:cohort-detail", args=[2026]))
    cost = []
    for more in (1, 6):
        for _ in range(more):
            make_group(cohort=cohort)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("groups:cohort-detail", args=[2026]))
        cost.append(len(queries))
    assert cost[0] == cost[1] <= 12


def cost_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_other_pages_stay_within_twelve_queries(clerk):
    cohort = CohortFactory(year=2026)
    group = make_group(size=6, co_tutor=TutorFactory())
    InternFactory.create_batch(30, cohort=cohort)
    TutorFactory.create_batch(6)
    membership = group.memberships.order_by("pk").first()
    tutors = "".join(f"&tuteur={pk}" for pk in Tutor.objects.values_list("pk", flat=True))
    constitute = reverse("groups:group-constitute", args=[2026])
    cost = {
        "group": cost_of(clerk, reverse("groups:group-detail", args=[group.pk])),
        "move": cost_of(clerk, reverse("groups:member-move", args=[membership.pk])),
        "tutor": cost_of(clerk, reverse("groups:tutor-detail", args=[tutor_of_group(group).pk])),
        "intern": cost_of(clerk, reverse("groups:intern-card", args=[membership.intern_id])),
        "tutors": cost_of(clerk, constitute),
        "proposal": cost_of(clerk, f"{constitute}?graine=7{tutors}"),
        "import": cost_of(clerk, reverse("groups:import-start")),
        "policy": cost_of(clerk, reverse("groups:policy-edit", args=[2026])),
        "history": cost_of(clerk, reverse("groups:policy-history", args=[2026])),
    }
    assert {page: queries for page, queries in cost.items() if queries > 12} == {}
