"""The reader's pages: the queue, the margin, the decision; who is kept out."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import FileAccess
from portfolios.actions import continue_trace, submit_trace
from portfolios.models import Annotation, Competency, Reading, Trace
from tests.factories import people
from tests.factories.groups import CoTutorFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import paris
from tests.factories.portfolios import AnnotationFactory, make_trace

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}


@pytest.fixture
def cast():
    group = make_group(tutor=TutorFactory(), co_tutor=CoTutorFactory(), size=2)
    author, mate = interns_of_group(group)
    tutor, co_tutor = (part.tutor for part in group.tutorships.order_by("-part"))
    return {
        "author": author.person,
        "mate": mate.person,
        "tutor": tutor.person,
        "co_tutor": co_tutor.person,
        "stranger": TutorFactory().person,
        "secretary": people.secretary(),
        "director": people.director(),
        "coordinator": people.coordinator(),
        "intern": author,
    }


@pytest.fixture
def trace(cast) -> Trace:
    return make_trace("submitted", intern=cast["intern"], title="La fille, dans l’entrée")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, pk: int) -> str:
    return reverse(f"portfolios:{name}", args=[pk])


def text_of(response) -> str:
    return response.content.decode()


def test_the_queue_shows_what_waits(cast, trace) -> None:
    make_trace("validated", intern=cast["intern"], title="Déjà lue")
    page = text_of(signed_in(cast["tutor"]).get(reverse("portfolios:reading-list")))
    assert trace.title in page
    assert "Déjà lue" not in page
    assert "Aucune trace à lire" in text_of(
        signed_in(cast["stranger"]).get(reverse("portfolios:reading-list"))
    )


def test_reading_writes_no_receipt_until_the_page_is_displayed(cast, trace) -> None:
    tutor = signed_in(cast["tutor"])
    page = tutor.get(url("trace-read", trace.pk))
    assert page.status_code == 200
    assert not Reading.objects.exists()
    assert tutor.post(url("trace-opened", trace.pk)).status_code == 204
    assert Reading.objects.get().reader == cast["tutor"]
    assert FileAccess.objects.filter(actor=cast["tutor"], subject=cast["author"]).exists()


def test_a_passage_is_commented_and_shown_beside_it(cast, trace) -> None:
    tutor = signed_in(cast["tutor"])
    response = tutor.post(
        url("annotation-new", trace.pk),
        {
            "kind": "evidence",
            "competency": Competency.objects.get(code="APC").pk,
            "section": "recit",
            "quote": "une patiente âgée",
            "start": "10",
            "text": "Très juste.",
        },
    )
    note = Annotation.objects.get()
    assert response.url == url("trace-read", trace.pk) + f"#note-{note.pk}"
    page = text_of(tutor.get(url("trace-read", trace.pk)))
    assert ">une patiente âgée</mark>" in page
    assert "Preuve\u00a0: approche centrée patient, relation" in page


def test_a_comment_that_cannot_stand_keeps_what_was_typed(cast, trace) -> None:
    response = signed_in(cast["tutor"]).post(
        url("annotation-new", trace.pk),
        {"kind": "remark", "section": "recit", "quote": "absent", "text": "Mon commentaire"},
    )
    assert response.status_code == 422
    assert "Mon commentaire" in text_of(response)
    assert "Copiez-le exactement" in text_of(response)


def test_the_grid_and_the_word_save_by_themselves(cast, trace) -> None:
    tutor = signed_in(cast["tutor"])
    response = tutor.post(
        url("trace-read", trace.pk), {"mark_1": "satisfying", "word": "Début"}, headers=AUTOSAVE
    )
    assert response.json()["message"].startswith("Enregistré à")
    page = text_of(tutor.get(url("trace-read", trace.pk)))
    assert "Début" in page
    assert Trace.objects.get().state == "submitted"


def test_returning_the_reading_opens_the_next_one(cast, trace) -> None:
    following = make_trace("submitted", intern=cast["intern"])
    tutor = signed_in(cast["tutor"])
    response = tutor.post(
        url("trace-read", trace.pk), {"rendre": "1", "decision": "validated", "word": "Bien."}
    )
    assert response.url == url("trace-read", following.pk)
    first_name = trace.intern.person.first_name
    assert f"Un courriel prévient {first_name}." in tutor.get(response.url).content.decode()
    trace.refresh_from_db()
    assert trace.state == "validated"


def test_sending_back_without_a_word_keeps_the_page(cast, trace) -> None:
    response = signed_in(cast["tutor"]).post(
        url("trace-read", trace.pk), {"rendre": "1", "decision": "rework", "word": "", "mark_2": "not_done"}
    )
    assert response.status_code == 422
    assert "le prochain pas" in text_of(response)
    assert Trace.objects.get().state == "submitted"


@pytest.mark.parametrize("who", ["co_tutor", "stranger", "mate", "author", "secretary", "director"])
def test_only_the_tutor_or_the_coordinator_decides(cast, trace, who) -> None:
    client = signed_in(cast[who])
    for decision in ("validated", "rework", "refused"):
        response = client.post(
            url("trace-read", trace.pk), {"rendre": "1", "decision": decision, "word": "x"}
        )
        assert response.status_code in (302, 404)
    assert Trace.objects.get().state == "submitted"
    assert not Reading.objects.exclude(decision="").exists()


def test_the_coordinator_decides_in_the_tutor_s_place(cast, trace) -> None:
    signed_in(cast["coordinator"]).post(
        url("trace-read", trace.pk), {"rendre": "1", "decision": "validated", "word": ""}
    )
    assert Trace.objects.get().decided_by == cast["coordinator"]


@pytest.mark.parametrize("who", ["stranger", "mate", "secretary", "author", "director"])
def test_others_do_not_comment(cast, trace, who) -> None:
    response = signed_in(cast[who]).post(url("annotation-new", trace.pk), {"kind": "remark", "text": "x"})
    assert response.status_code == 404
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("state", ["validated", "refused", "rework", "archived"])
def test_a_decided_trace_takes_no_more_reading(cast, state) -> None:
    trace = make_trace(state, intern=cast["intern"])
    tutor = signed_in(cast["tutor"])
    assert tutor.get(url("trace-read", trace.pk)).url == url("trace-detail", trace.pk)
    tutor.post(url("trace-read", trace.pk), {"rendre": "1", "decision": "validated", "word": "x"})
    tutor.post(url("trace-opened", trace.pk))
    tutor.post(url("annotation-new", trace.pk), {"kind": "remark", "text": "x"})
    assert (Reading.objects.count(), Annotation.objects.count()) == (0, 0)
    assert Trace.objects.get().state == state


def test_the_author_reads_the_comments_once_they_are_returned(cast, trace) -> None:
    version = trace.versions.get()
    note = AnnotationFactory(version=version, author=cast["tutor"], text="Qu’en savait-elle ?")
    author = signed_in(cast["author"])
    assert "savait-elle" not in text_of(author.get(url("trace-detail", trace.pk)))
    assert author.post(url("annotation-reply", note.pk), {"text": "Rien."}).status_code == 404
    signed_in(cast["tutor"]).post(
        url("trace-read", trace.pk), {"rendre": "1", "decision": "rework", "word": "Précisez la source."}
    )
    page = text_of(author.get(url("trace-detail", trace.pk)))
    assert "savait-elle" in page
    assert "Précisez la source." in page
    author.post(url("annotation-reply", note.pk), {"text": "Elle me l’a dit."})
    assert note.replies.get().text == "Elle me l’a dit."


@pytest.mark.parametrize("who", ["stranger", "mate", "secretary", "director"])
def test_others_do_not_reply(cast, trace, who) -> None:
    note = AnnotationFactory(version=trace.versions.get(), author=cast["tutor"])
    assert signed_in(cast[who]).post(url("annotation-reply", note.pk), {"text": "x"}).status_code == 404


def test_a_reply_does_not_redirect_elsewhere(cast, trace) -> None:
    note = AnnotationFactory(version=trace.versions.get(), author=cast["tutor"])
    response = signed_in(cast["tutor"]).post(
        url("annotation-reply", note.pk), {"text": "x", "retour": "https://evil.example/"}
    )
    assert response.url.startswith("/traces/")


def test_one_takes_back_only_one_s_own_comment(cast, trace) -> None:
    note = AnnotationFactory(version=trace.versions.get(), author=cast["tutor"])
    assert signed_in(cast["co_tutor"]).post(url("annotation-remove", note.pk)).status_code == 404
    signed_in(cast["tutor"]).post(url("annotation-remove", note.pk))
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_the_queue_costs_the_same_whatever_its_length(cast, count, django_assert_max_num_queries) -> None:
    for _ in range(count):
        make_trace("submitted", intern=cast["intern"])
    tutor = signed_in(cast["tutor"])
    with django_assert_max_num_queries(12):
        tutor.get(reverse("portfolios:reading-list"))


@time_machine.travel(paris(2027, 1, 12, 9))
def test_a_reading_without_validating_leaves_the_decision_to_the_coordination(cast, trace) -> None:
    policy = cast["intern"].cohort.policy
    policy.tutor_validates = False
    policy.save()
    tutor, coordinator = signed_in(cast["tutor"]), signed_in(cast["coordinator"])
    page = text_of(tutor.get(url("trace-read", trace.pk)))
    assert 'value="read"' in page
    assert 'value="validated"' not in page
    assert "la validation revient à la coordination" in page
    assert (
        tutor.post(url("trace-read", trace.pk), {"rendre": "1", "decision": "validated"}).status_code == 404
    )
    tutor.post(url("trace-read", trace.pk), {"rendre": "1", "decision": "read", "word": "Bien vu."})
    assert Trace.objects.get().state == "submitted"
    remark = AnnotationFactory(version=trace.versions.get(), author=cast["coordinator"], text="Et ensuite ?")
    page = text_of(signed_in(cast["author"]).get(url("trace-detail", trace.pk)))
    assert "Bien vu." in page
    assert remark.text not in page, "what comes after the reading waits for the next one"
    assert tutor.get(url("trace-read", trace.pk)).url == url("trace-detail", trace.pk)
    assert "la tutrice ou le tuteur lit et vous décidez" in text_of(
        coordinator.get(url("trace-read", trace.pk))
    )
    coordinator.post(url("trace-read", trace.pk), {"rendre": "1", "decision": "validated", "word": ""})
    assert Trace.objects.get().state == "validated"


def test_the_remarks_on_the_first_version_stay_in_reach_of_the_second(cast, trace) -> None:
    tutor, author = signed_in(cast["tutor"]), signed_in(cast["author"])
    note = AnnotationFactory(
        version=trace.versions.get(),
        author=cast["tutor"],
        text="Comment l’avez-vous su ?",
        section="recit",
        quote="une patiente âgée",
        start=10,
        end=27,
    )
    tutor.post(url("trace-read", trace.pk), {"rendre": "1", "decision": "rework", "word": "Dites-le."})
    trace.refresh_from_db()
    submit_trace(version=continue_trace(trace=trace))
    for page in (
        text_of(tutor.get(url("trace-read", trace.pk))),
        text_of(author.get(url("trace-detail", trace.pk))),
    ):
        folded = page[page.index('class="story-part earlier"') :]
        assert "1\u00a0remarque sur la version 1" in folded
        assert note.text in folded
        assert "une patiente âgée" in folded
    first = text_of(author.get(url("trace-detail", trace.pk) + "?version=1"))
    assert "story-part earlier" not in first
    assert note.text in first
