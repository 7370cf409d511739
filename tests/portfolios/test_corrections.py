"""Correcting what was decided and archiving: every version and every reading is kept (D.1-10)."""

import pytest
import time_machine
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from portfolios.actions import (
    Frozen,
    archive_trace,
    correct_trace,
    restore_trace,
    return_reading,
    submit_trace,
)
from portfolios.models import Reading, Trace
from portfolios.queries import last_words
from tests.factories.groups import TutorFactory, interns_of_group, make_group
from tests.factories.meetings import paris
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def after_submitting():
    with time_machine.travel(paris(2027, 1, 12, 9)):
        yield


@pytest.fixture
def tutor():
    return TutorFactory()


@pytest.fixture
def intern(tutor):
    return interns_of_group(make_group(tutor=tutor, size=2))[0]


@pytest.fixture
def read(intern, tutor):
    """`read(decision)`: a trace of the intern, read and decided."""

    def read_and_decide(decision: str) -> Trace:
        trace = make_trace("submitted", intern=intern)
        return_reading(
            version=trace.versions.get(), reader=tutor.person, decision=decision, word="Bien.", marks={}
        )
        trace.refresh_from_db()
        return trace

    return read_and_decide


@pytest.fixture
def client(intern) -> Client:
    client = Client()
    client.force_login(intern.person)
    return client


def url(name: str, trace: Trace) -> str:
    return reverse(f"portfolios:{name}", args=[trace.pk])


@pytest.mark.parametrize("decision", ["validated", "refused"])
def test_a_correction_is_a_new_version_and_keeps_the_one_decided(read, decision) -> None:
    trace = read(decision)
    first = trace.versions.get()
    draft = correct_trace(trace=trace)
    assert (draft.number, draft.submitted_at, draft.sections) == (2, None, first.sections)
    first.refresh_from_db()
    assert first.submitted_at is not None
    assert first.readings.get().decision == decision
    trace.refresh_from_db()
    assert (trace.state, trace.decided_at) == ("rework", None)
    submit_trace(version=draft)
    assert Trace.objects.get().state == "submitted"
    assert Reading.objects.get().decision == decision


def test_the_word_of_a_validation_is_no_request_for_rework(read) -> None:
    asked, validated = read("rework"), read("validated")
    correct_trace(trace=validated)
    assert list(last_words([asked.pk, validated.pk])) == [asked.pk]


def test_a_correction_is_journaled(read, intern) -> None:
    trace = read("validated")
    correct_trace(trace=trace)
    entry = LogEntry.objects.get_for_object(trace)[0]
    assert entry.actor == intern.person
    assert entry.changes == {"state": ["validated", "rework"]}


@pytest.mark.parametrize("state", ["draft", "submitted", "rework", "archived"])
def test_only_what_was_decided_is_corrected(intern, state) -> None:
    trace = make_trace(state, intern=intern)
    with pytest.raises(Frozen):
        correct_trace(trace=trace)
    assert trace.versions.count() == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "archived"])
def test_what_nobody_read_is_not_archived(intern, state) -> None:
    trace = make_trace(state, intern=intern)
    with pytest.raises(Frozen):
        archive_trace(trace=trace)
    assert Trace.objects.get().state == state


@pytest.mark.parametrize("decision", ["validated", "refused", "rework"])
def test_what_leaves_the_archives_is_as_it_was(read, decision) -> None:
    trace = read(decision)
    state = trace.state
    archive_trace(trace=trace)
    assert Trace.objects.get().state == "archived"
    restore_trace(trace=trace)
    assert Trace.objects.get().state == state
    with pytest.raises(Frozen):
        restore_trace(trace=trace)


def test_a_correction_begun_is_still_there_after_the_archives(read) -> None:
    trace = read("validated")
    draft = correct_trace(trace=trace)
    archive_trace(trace=trace)
    restore_trace(trace=trace)
    assert Trace.objects.get().state == "rework"
    assert trace.versions.get(submitted_at=None) == draft


def test_the_author_corrects_from_the_trace(client, read) -> None:
    trace = read("validated")
    assert url("trace-correct", trace) in client.get(url("trace-detail", trace)).content.decode()
    page = client.get(url("trace-correct", trace)).content.decode()
    assert "Le texte validé ne change plus" in page
    assert Trace.objects.get().state == "validated"
    assert client.post(url("trace-correct", trace)).url == url("trace-edit", trace)
    assert client.get(url("trace-edit", trace)).status_code == 200
    assert client.post(url("trace-correct", trace)).url == url("trace-detail", trace)
    assert trace.versions.count() == 2


def test_the_author_archives_and_takes_back(client, read) -> None:
    trace = read("validated")
    page = client.post(url("trace-archive", trace), follow=True).content.decode()
    assert "Trace archivée" in page
    assert url("trace-restore", trace) in page
    assert trace.title not in client.get(reverse("portfolios:trace-list")).content.decode()
    assert trace.title in client.get(reverse("portfolios:trace-list") + "?etat=archived").content.decode()
    client.post(url("trace-restore", trace))
    assert Trace.objects.get().state == "validated"


@pytest.mark.parametrize("name", ["trace-correct", "trace-archive", "trace-restore"])
def test_nobody_else_does(read, intern, tutor, name) -> None:
    trace = read("validated")
    mate = intern.cohort.interns.exclude(pk=intern.pk).get()
    for person in (tutor.person, mate.person):
        other = Client()
        other.force_login(person)
        assert other.post(url(name, trace)).status_code == 404
    assert Trace.objects.get().state == "validated"
