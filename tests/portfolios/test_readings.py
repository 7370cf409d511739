"""Reading a trace: annotations, grid, decision, what the author sees and when."""

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outbox.composition import compose, guard_of
from outbox.models import Message
from portfolios.actions import (
    Frozen,
    annotate,
    continue_trace,
    open_reading,
    remove_annotation,
    reply,
    return_reading,
    save_reading,
)
from portfolios.models import Annotation, Competency, Reading, Trace
from portfolios.queries import annotations_visible_to
from tests.factories import people
from tests.factories.groups import TutorFactory, interns_of_group, make_group
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db
TEXT = "Je reçois une patiente âgée, seule."


@pytest.fixture
def tutor():
    return TutorFactory().person


@pytest.fixture
def version(tutor):
    group = make_group(tutor=tutor.tutor, size=1)
    trace = make_trace("submitted", intern=interns_of_group(group)[0])
    return trace.versions.select_related("trace__intern__person").get()


def decide(version, reader, decision="validated", word="Bien.", marks=None):
    return return_reading(version=version, reader=reader, decision=decision, word=word, marks=marks or {})


def test_the_first_opening_is_the_receipt(version, tutor) -> None:
    first = open_reading(version=version, reader=tutor)
    assert open_reading(version=version, reader=tutor).opened_at == first.opened_at


def test_a_remark_finds_its_passage(version, tutor) -> None:
    remark = annotate(
        version=version, author=tutor, section="recit", quote="seule", text="Comment le savez-vous ?"
    )
    assert TEXT[remark.start : remark.end] == "seule"
    assert Reading.objects.get().reader == tutor


def test_the_place_shown_wins_over_the_first_occurrence(version, tutor) -> None:
    remark = annotate(version=version, author=tutor, section="recit", quote="e", start=1, text="x")
    assert remark.start == 1
    assert annotate(version=version, author=tutor, section="recit", quote="e", start=0, text="x").start == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x", "section": "recit", "quote": "absent du texte"}, "quote"),
        ({"text": "x", "section": "inconnue", "quote": "seule"}, "quote"),
        ({"text": "x", "kind": "evidence"}, "competency"),
    ],
)
def test_a_remark_that_cannot_stand_says_why(version, tutor, fields, field) -> None:
    with pytest.raises(ValidationError) as refusal:
        annotate(version=version, author=tutor, **fields)
    assert field in refusal.value.message_dict
    assert not Annotation.objects.exists()


def test_only_evidence_carries_a_competency(version, tutor) -> None:
    competency = Competency.objects.get(code="APC")
    kept = annotate(version=version, author=tutor, kind="evidence", competency=competency, text="x")
    dropped = annotate(version=version, author=tutor, kind="question", competency=competency, text="x")
    assert (kept.competency, dropped.competency) == (competency, None)


def test_the_author_sees_remarks_once_the_reading_is_returned(version, tutor) -> None:
    author = version.trace.intern.person
    remark = annotate(version=version, author=tutor, text="Très juste.")
    assert not annotations_visible_to(author, version.trace).exists()
    assert list(annotations_visible_to(tutor, version.trace)) == [remark]
    decide(version, tutor)
    assert list(annotations_visible_to(author, version.trace)) == [remark]


@pytest.mark.parametrize(
    ("decision", "state"), [("validated", "validated"), ("rework", "rework"), ("refused", "refused")]
)
def test_a_decision_moves_the_trace_and_tells_the_author(version, tutor, decision, state) -> None:
    reading = decide(version, tutor, decision, "La source manque.", {1: "very_satisfying", 99: "x", 2: "bad"})
    trace = Trace.objects.get()
    assert (trace.state, trace.decided_by) == (state, tutor)
    assert reading.returned_at == trace.decided_at
    assert list(reading.marks.values_list("criterion", "mark")) == [(1, "very_satisfying")]
    message = Message.objects.get()
    assert message.recipient == trace.intern.person
    mail = compose(message.kind, message.payload)
    for words in (mail.subject, mail.text, mail.html):
        assert trace.title not in words
        assert "source" not in words
        assert "alidé" not in words


@pytest.mark.parametrize("decision", ["rework", "refused"])
def test_sending_back_needs_a_word(version, tutor, decision) -> None:
    with pytest.raises(ValidationError) as refusal:
        decide(version, tutor, decision, "  ")
    assert "word" in refusal.value.message_dict
    assert Trace.objects.get().state == "submitted"


@pytest.mark.parametrize("decision", ["", "archived", "draft", "perfect"])
def test_other_decisions_do_not_exist(version, tutor, decision) -> None:
    with pytest.raises(ValidationError):
        decide(version, tutor, decision)


def test_a_trace_is_decided_once(version, tutor) -> None:
    decide(version, tutor)
    before = Reading.objects.values().get()
    coordinator = people.coordinator()
    for attempt in (
        lambda: decide(version, tutor, "refused"),
        lambda: decide(version, coordinator, "refused"),
        lambda: annotate(version=version, author=tutor, text="Après coup"),
        lambda: save_reading(version=version, reader=tutor, marks={1: "not_done"}, word="Après coup"),
        lambda: open_reading(version=version, reader=coordinator),
        lambda: continue_trace(trace=version.trace),
    ):
        with pytest.raises(Frozen):
            attempt()
    assert Reading.objects.values().get() == before
    assert not Annotation.objects.exists()
    assert Trace.objects.get().state == "validated"
    assert Message.objects.count() == 1


def test_an_older_version_is_no_longer_read(version, tutor) -> None:
    decide(version, tutor, "rework", "Encore.")
    continue_trace(trace=version.trace)
    Trace.objects.update(state="submitted")
    with pytest.raises(Frozen):
        decide(version, tutor)


def test_the_journal_says_when_the_coordinator_acts_in_the_tutor_s_place(version, tutor) -> None:
    coordinator = people.coordinator()
    decide(version, coordinator)
    entry = LogEntry.objects.get_for_object(version.trace).get()
    assert entry.actor == coordinator
    assert entry.changes == {"state": ["submitted", "validated"]}
    assert entry.additional_data == {"in_place_of_tutor": True}


def test_the_journal_says_when_the_tutor_decides(version, tutor) -> None:
    decide(version, tutor)
    assert LogEntry.objects.get_for_object(version.trace).get().additional_data == {
        "in_place_of_tutor": False
    }


def test_replies_hang_under_the_first_remark(version, tutor) -> None:
    author = version.trace.intern.person
    remark = annotate(version=version, author=tutor, text="Comment l’avez-vous su ?")
    decide(version, tutor, "rework", "Dites-le.")
    answer = reply(annotation=remark, author=author, text="Par l’infirmière.")
    again = reply(annotation=answer, author=tutor, text="Merci.")
    assert answer.parent == again.parent == remark
    with pytest.raises(ValidationError):
        reply(annotation=remark, author=author, text=" ")
    with pytest.raises(ValidationError):
        reply(annotation=remark, author=author, text="a" * 4001)
    Trace.objects.update(state="validated")
    with pytest.raises(Frozen):
        reply(annotation=remark, author=author, text="Après coup")


def test_one_takes_back_one_s_own_remark_while_reading(version, tutor) -> None:
    remark = annotate(version=version, author=tutor, text="x")
    with pytest.raises(ValidationError):
        remove_annotation(annotation=remark, actor=people.coordinator())
    remove_annotation(annotation=remark, actor=tutor)
    assert not Annotation.objects.exists()


def test_the_grid_is_kept_while_reading(version, tutor) -> None:
    save_reading(version=version, reader=tutor, marks={1: "not_done"}, word="Début")
    save_reading(version=version, reader=tutor, marks={1: "satisfying", 2: "not_done"}, word="Suite")
    reading = Reading.objects.get()
    assert (reading.word, reading.decision) == ("Suite", "")
    assert dict(reading.marks.values_list("criterion", "mark")) == {1: "satisfying", 2: "not_done"}


def test_the_database_holds_one_decision_a_version(version, tutor) -> None:
    decide(version, tutor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(
            version=version,
            reader=people.coordinator(),
            decision="refused",
            returned_at=Trace.objects.get().decided_at,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.update(decision="")


def test_the_tutor_is_not_told_of_a_trace_already_read(version, tutor) -> None:
    message = Message(pk=1, payload={"trace": version.trace_id})
    guard = guard_of("trace-submitted")
    assert guard([message]) == {1}
    decide(version, tutor)
    assert guard([message]) == set()
