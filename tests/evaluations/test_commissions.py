from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from evaluations.actions.commissions import save_commission
from evaluations.models import Commission
from evaluations.queries.commissions import dossiers_by_group, people_who_may_sit
from groups.models import Intern
from portfolios.models import SituationFamily
from tests.factories import people
from tests.factories.evaluations import CommissionFactory, ContactFactory, NoteFactory, make_assessment
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import AttendanceFactory, PublishedSessionFactory, paris
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(year=2024)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def save(cohort, **changes):
    return save_commission(
        **{
            "name": "Commission de suivi",
            "cohort": cohort,
            "held_on": date(2027, 4, 8),
            "opens_on": date(2027, 3, 1),
            "closes_on": date(2027, 4, 30),
            "members": [],
        }
        | changes
    )


def test_members_get_the_role_that_opens_the_page(cohort):
    tutor = TutorFactory().person
    commission = save(cohort, members=[tutor])
    assert set(tutor.role_assignments.values_list("role", flat=True)) == {Role.TUTOR, Role.COMMISSION}
    assert list(commission.members.all()) == [tutor]
    save(cohort, commission=commission, members=[])
    assert not commission.members.exists()


def test_dates_in_the_wrong_order_are_refused(cohort):
    with pytest.raises(ValidationError) as refusal:
        save(cohort, closes_on=date(2027, 2, 1))
    assert "closes_on" in refusal.value.message_dict
    assert not Commission.objects.exists()


def test_tutors_and_commission_people_may_sit():
    tutor, member = TutorFactory().person, people.commission_member()
    both = people.make_person(Role.TUTOR, Role.COMMISSION)
    people.make_person(Role.COMMISSION, is_active=False)
    people.secretary()
    assert set(people_who_may_sit()) == {tutor, member, both}
    assert people_who_may_sit().count() == 3


def test_dossier_counts_levels_production_and_presence(cohort):
    first, second = interns_of_group(group := make_group(cohort=cohort, size=2))
    make_assessment(first, code="PRU", level=1)
    make_assessment(first, code="PRU", level=2)
    families = list(SituationFamily.objects.order_by("position")[:3])
    make_trace("validated", intern=second).families.set(families[:2])
    make_trace("submitted", intern=second).families.set(families[1:])
    make_trace("draft", intern=second).families.set(families)
    for number, (status, state) in enumerate(
        [("present", "closed"), ("late", "closed"), ("absent", "closed"), ("exempt", "closed"),
         ("present", "published")]
    ):  # fmt: skip
        session = PublishedSessionFactory(
            group=make_group(), state=state, starts_at=paris(2027, 1, 4 + number, 14)
        )
        AttendanceFactory(session=session, intern=second, status=status)
    (found,) = dossiers_by_group(CommissionFactory(cohort=cohort))
    assert found.group == group
    by_intern = {dossier.intern: dossier for dossier in found.dossiers}
    assert by_intern[first].levels == (0, 2, 0, 0, 0, 0)
    assert (by_intern[second].rsca, by_intern[second].families) == (2, 3)
    assert (by_intern[second].attended, by_intern[second].sessions) == (2, 3)


def test_group_by_group_then_without_a_group_and_nobody_who_left(cohort):
    second, first = (make_group(cohort=cohort, size=1) for _ in range(2))
    second.number, first.number = 812, 811
    second.save(), first.save()
    alone = InternFactory(cohort=cohort)
    InternFactory(cohort=cohort, standing=Intern.Standing.LEFT)
    found = dossiers_by_group(CommissionFactory(cohort=cohort))
    assert [each.group for each in found] == [first, second, None]
    assert [dossier.intern for dossier in found[-1].dossiers] == [alone]


@pytest.fixture
def monday():
    """Monday 11 January 2027, 9 h."""
    with time_machine.travel(paris(2027, 1, 11, 9), tick=False):
        yield


@pytest.mark.usefixtures("monday")
class TestPages:
    def test_never_words(self, cohort):
        member = people.commission_member()
        commission = CommissionFactory(cohort=cohort, members=[member])
        intern = interns_of_group(make_group(cohort=cohort))[0]
        ContactFactory(intern=intern, summary="Secret du contact")
        NoteFactory(intern=intern, text="Secret de la note", audience="private")
        make_trace("draft", intern=intern, title="Secret du brouillon")
        page = signed_in(member).get(reverse("evaluations:commission-detail", args=[commission.pk]))
        assert intern.person.full_name in page.content.decode()
        assert "Secret" not in page.content.decode()

    @pytest.mark.parametrize(
        ("opens_on", "closes_on", "status"),
        [
            (date(2027, 1, 11), date(2027, 1, 11), 200),
            (date(2027, 1, 12), date(2027, 2, 1), 404),
            (date(2026, 12, 1), date(2027, 1, 10), 404),
        ],
    )
    def test_members_read_while_the_files_are_open(self, cohort, opens_on, closes_on, status):
        member = people.commission_member()
        commission = CommissionFactory(
            cohort=cohort, members=[member], opens_on=opens_on, closes_on=closes_on
        )
        url = reverse("evaluations:commission-detail", args=[commission.pk])
        assert signed_in(member).get(url).status_code == status
        assert signed_in(people.commission_member()).get(url).status_code == 404
        assert signed_in(people.director()).get(url).status_code == 200
        listed = signed_in(member).get(reverse("evaluations:commission-list")).context["commissions"]
        assert (commission in listed) is (status == 200)

    def test_coordinator_creates_and_changes(self, cohort):
        client, tutor = signed_in(people.coordinator()), TutorFactory().person
        typed = {
            "name": "Commission de suivi",
            "cohort": cohort.pk,
            "held_on": "2027-04-08",
            "opens_on": "2027-03-01",
            "closes_on": "2027-04-30",
            "members": [tutor.pk],
        }
        refused = client.post(reverse("evaluations:commission-new"), typed | {"closes_on": "2027-02-01"})
        assert refused.status_code == 422
        assert 'value="Commission de suivi"' in refused.content.decode()
        assert f'name="members" value="{tutor.pk}" checked' in refused.content.decode()
        answer = client.post(reverse("evaluations:commission-new"), typed)
        commission = Commission.objects.get()
        assert answer.url == reverse("evaluations:commission-detail", args=[commission.pk])
        edit = reverse("evaluations:commission-edit", args=[commission.pk])
        assert 'value="2027-04-30"' in client.get(edit).content.decode()
        client.post(edit, typed | {"name": "Commission de validation", "members": []})
        commission.refresh_from_db()
        assert commission.name == "Commission de validation"
        assert not commission.members.exists()

    @pytest.mark.parametrize("person", [people.director, people.commission_member, people.secretary])
    def test_others_do_not_create(self, person):
        assert signed_in(person()).get(reverse("evaluations:commission-new")).status_code == 404

    def test_same_number_of_queries_for_few_and_for_many(self, cohort):
        client = signed_in(people.coordinator())
        commission = CommissionFactory(cohort=cohort, members=[people.commission_member()])
        url = reverse("evaluations:commission-detail", args=[commission.pk])
        counts = []
        for groups in (2, 12):
            for _ in range(groups):
                for intern in interns_of_group(make_group(cohort=cohort)):
                    make_trace("submitted", intern=intern)
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 12
