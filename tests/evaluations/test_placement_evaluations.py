import re
from datetime import timedelta

import pytest
import time_machine
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.actions.placement_evaluations import ask_placement_evaluation, submit_placement_evaluation
from evaluations.links import LINK_FOR, token_for
from evaluations.mails import ASKED
from evaluations.models import PlacementEvaluation, PlacementLevel
from evaluations.queries.placements import evaluations_visible_to
from outbox.composition import compose
from outbox.models import Message
from tests.factories import people
from tests.factories.evaluations import CommissionFactory
from tests.factories.groups import (
    CoTutorFactory,
    StageSupervisorFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import PlacementFactory, paris

pytestmark = pytest.mark.django_db

LEVELS = {"level_APC": "2", "level_PRU": "2", "level_AGC": "1", "level_EPD": "0", "level_CSC": "1"} | {
    "level_PRO": "3"
}
ANSWER = LEVELS | {"comment": "Prend le temps d’écouter.", "next_step": "Mener seule un suivi."}


@pytest.fixture
def group():
    return make_group(size=3, co_tutor=CoTutorFactory())


@pytest.fixture
def tutor(group):
    return tutor_of_group(group).person


@pytest.fixture
def placement(group):
    return PlacementFactory(
        intern=interns_of_group(group)[0], supervisor=StageSupervisorFactory(), place="CH de Blois"
    )


@pytest.fixture
def evaluation(placement, tutor):
    return ask_placement_evaluation(placement=placement, actor=tutor)


def link(evaluation):
    token = token_for(evaluation_id=evaluation.pk, supervisor_id=evaluation.placement.supervisor_id)
    return reverse("evaluations:placement-evaluation-open", args=[token])


def submit(evaluation, **changes):
    given = {"levels": {"APC": 2}, "comment": "Écoute.", "next_step": ""} | changes
    return submit_placement_evaluation(
        evaluation=evaluation, actor=evaluation.placement.supervisor.person, **given
    )


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_asking_writes_one_mail_to_the_supervisor(evaluation, placement):
    message = Message.objects.get(kind=ASKED)
    assert message.recipient == placement.supervisor.person
    assert message.is_confidential
    mail = compose(ASKED, message.payload)
    assert placement.intern.person.last_name not in mail.subject
    assert "Blois" not in mail.subject
    assert placement.intern.person.full_name in mail.text
    assert link(evaluation) in mail.text


def test_asking_twice_at_once_sends_one_mail(evaluation, placement, tutor):
    with pytest.raises(ValidationError, match="dans une heure"):
        ask_placement_evaluation(placement=placement, actor=tutor)
    assert Message.objects.filter(kind=ASKED).count() == 1


def test_asking_again_later_renews_the_link(evaluation, placement, tutor):
    with time_machine.travel(timezone.now() + LINK_FOR + timedelta(days=1), tick=False):
        assert Client().get(link(evaluation)).status_code == 410
        ask_placement_evaluation(placement=placement, actor=tutor)
        assert Client().get(link(evaluation)).status_code == 200
    assert Message.objects.filter(kind=ASKED).count() == 2


def test_nobody_to_ask_is_refused(group, tutor):
    placement = PlacementFactory(intern=interns_of_group(group)[1], supervisor=None)
    with pytest.raises(ValidationError, match="maître de stage"):
        ask_placement_evaluation(placement=placement, actor=tutor)
    assert not PlacementEvaluation.objects.exists()


def test_returned_evaluation_is_not_asked_again(evaluation, placement, tutor):
    submit(evaluation)
    with (
        time_machine.travel(timezone.now() + timedelta(days=2)),
        pytest.raises(ValidationError, match="déjà rendue"),
    ):
        ask_placement_evaluation(placement=placement, actor=tutor)


def test_returned_once_for_good(evaluation):
    assert submit(evaluation)
    assert not submit(evaluation, comment="Autre chose", levels={"APC": 3})
    evaluation.refresh_from_db()
    assert evaluation.comment == "Écoute."
    assert dict(PlacementLevel.objects.values_list("competency__code", "level")) == {
        "APC": 2, "PRU": 0, "AGC": 0, "EPD": 0, "CSC": 0, "PRO": 0,
    }  # fmt: skip
    entry = LogEntry.objects.get_for_object(evaluation).get(action=LogEntry.Action.UPDATE)
    assert entry.actor == evaluation.placement.supervisor.person
    assert "Écoute" not in str(entry.changes)


def test_saying_nothing_is_refused(evaluation):
    with pytest.raises(ValidationError, match="au moins une compétence"):
        submit(evaluation, levels={"APC": 0}, comment="  ", next_step="")
    evaluation.refresh_from_db()
    assert evaluation.submitted_at is None


def test_link_opens_the_form_without_an_account_and_serves_once(evaluation):
    client, url = Client(enforce_csrf_checks=True), link(evaluation)
    page = client.get(url)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    answer = client.post(url, ANSWER | {"csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    evaluation.refresh_from_db()
    assert evaluation.submitted_at
    assert PlacementLevel.objects.get(evaluation=evaluation, competency__code="PRO").level == 3
    assert client.get(url).status_code == 410
    assert Client().post(url, ANSWER).status_code == 410


def test_opening_the_link_writes_nothing(evaluation):
    Client().get(link(evaluation))
    evaluation.refresh_from_db()
    assert evaluation.submitted_at is None


@pytest.mark.parametrize("token", ["inconnu", "1-1~faux", "1~2~3"])
def test_altered_link_is_over(token, evaluation):
    url = reverse("evaluations:placement-evaluation-open", args=[token])
    assert Client().get(url).status_code == 410


def test_link_of_a_former_supervisor_is_over(evaluation, placement):
    url = link(evaluation)
    placement.supervisor = StageSupervisorFactory()
    placement.save()
    assert Client().get(url).status_code == 410


def test_error_keeps_what_was_typed(evaluation):
    page = Client().post(link(evaluation), ANSWER | {"level_AGC": "", "comment": "Un mot & un autre"})
    assert page.status_code == 422
    assert "choisissez un niveau" in page.content.decode()
    assert "Un mot &amp; un autre" in page.content.decode()
    assert re.search(r'name="level_PRO" value="3" checked', page.content.decode())
    evaluation.refresh_from_db()
    assert evaluation.submitted_at is None


def test_empty_answer_is_explained(evaluation):
    page = Client().post(link(evaluation), dict.fromkeys(LEVELS, "0"))
    assert page.status_code == 422
    assert "au moins une compétence" in page.content.decode()


def test_who_reads_it(evaluation, placement, group, tutor):
    supervisor = placement.supervisor.person
    co_tutor = group.tutorships.get(part="co_tutor").tutor.person
    readers = [placement.intern.person, tutor, co_tutor, people.coordinator(), people.director()]
    strangers = [
        interns_of_group(group)[1].person,
        tutor_of_group(make_group()).person,
        people.secretary(),
        people.administrator(),
        people.commission_member(),
        StageSupervisorFactory().person,
    ]
    url = reverse("evaluations:placement-evaluation", args=[evaluation.pk])

    def seen_by(person):
        return signed_in(person).get(url).status_code

    assert seen_by(supervisor) == 200
    assert {seen_by(person) for person in readers + strangers} == {404}
    submit(evaluation, comment="Écoute vraiment.")
    assert {seen_by(person) for person in [supervisor, *readers]} == {200}
    assert {seen_by(person) for person in strangers} == {404}
    assert evaluation not in evaluations_visible_to(strangers[0])


def test_an_open_commission_reads_what_was_returned(evaluation, placement):
    member = people.commission_member()
    today = timezone.localdate()
    CommissionFactory(cohort=placement.intern.cohort, members=[member], opens_on=today, closes_on=today)
    assert evaluation not in evaluations_visible_to(member)
    submit(evaluation)
    assert evaluation in evaluations_visible_to(member)


def test_signed_in_supervisor_fills_then_reads(evaluation, placement):
    client = signed_in(placement.supervisor.person)
    url = reverse("evaluations:placement-evaluation", args=[evaluation.pk])
    own = reverse("evaluations:placement-evaluation-list")
    assert placement.intern.person.full_name in client.get(own).content.decode()
    assert client.post(url, ANSWER, follow=True).redirect_chain == [(url, 302)]
    page = client.get(url).content.decode()
    assert "Mener seule un suivi." in page
    assert '<form method="post" class="mt-5"' not in page
    client.post(url, ANSWER | {"comment": "Autre"})
    evaluation.refresh_from_db()
    assert evaluation.comment == "Prend le temps d’écouter."


def test_list_holds_ones_own_only(evaluation):
    page = signed_in(StageSupervisorFactory().person).get(reverse("evaluations:placement-evaluation-list"))
    assert evaluation.placement.intern.person.full_name not in page.content.decode()


@pytest.fixture
def monday():
    """Monday 11 January 2027, 9 h."""
    with time_machine.travel(paris(2027, 1, 11, 9), tick=False):
        yield


@pytest.mark.usefixtures("monday")
class TestAsking:
    url = "/evaluations-de-stage/demander/"

    def test_tutor_asks_from_the_list(self, placement, tutor):
        client = signed_in(tutor)
        assert placement.intern.person.full_name in self.page(client)
        answer = client.post(self.url, {"placement": placement.pk, "next": "/dossiers/1/"})
        assert answer.url == "/dossiers/1/"
        assert PlacementEvaluation.objects.get().placement == placement

    def page(self, client):
        return client.get(self.url).content.decode()

    def test_coordinator_sees_every_placement(self, placement):
        assert placement.intern.person.full_name in self.page(signed_in(people.coordinator()))

    def test_another_tutors_intern_does_not_exist(self, placement):
        client = signed_in(tutor_of_group(make_group()).person)
        assert placement.intern.person.full_name not in self.page(client)
        assert client.post(self.url, {"placement": placement.pk}).status_code == 404
        assert not PlacementEvaluation.objects.exists()

    def test_co_tutor_does_not_ask(self, placement, group):
        co_tutor = group.tutorships.get(part="co_tutor").tutor.person
        assert signed_in(co_tutor).post(self.url, {"placement": placement.pk}).status_code == 404

    @pytest.mark.parametrize("value", ["", "douze", "99999"])
    def test_unknown_placement(self, value, tutor):
        assert signed_in(tutor).post(self.url, {"placement": value}).status_code == 404

    def test_refusal_is_said(self, evaluation, placement, tutor):
        page = signed_in(tutor).post(self.url, {"placement": placement.pk}, follow=True)
        assert "relancer dans une heure" in page.content.decode()

    def test_narrowed_to_one_intern_whatever_the_semester(self, placement, tutor, group):
        other = PlacementFactory(intern=interns_of_group(group)[1])
        page = signed_in(tutor).get(self.url, {"interne": placement.intern.pk})
        assert [each.pk for each in page.context["page"]] == [placement.pk]
        assert other.intern.person.full_name not in page.content.decode()
        stranger = signed_in(tutor_of_group(make_group()).person)
        assert stranger.get(self.url, {"interne": placement.intern.pk}).status_code == 404

    def test_way_in_from_the_file(self, placement, tutor, group):
        url = reverse("evaluations:intern-file", args=[placement.intern.pk])
        asked = f"{self.url}?interne={placement.intern.pk}"
        assert asked in signed_in(tutor).get(url).content.decode()
        co_tutor = group.tutorships.get(part="co_tutor").tutor.person
        for person in (placement.intern.person, co_tutor, people.director()):
            assert asked not in signed_in(person).get(url).content.decode()
