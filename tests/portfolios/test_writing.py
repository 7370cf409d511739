"""Writing a trace: versions, two tabs, the gate, the file, submission."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from outbox.models import Message
from portfolios.actions import (
    Details,
    Frozen,
    Identified,
    Incomplete,
    Mobilised,
    NewerSave,
    attach_file,
    continue_trace,
    keep_identifier,
    remove_file,
    replace_identifier,
    save_draft,
    start_trace,
    submit_trace,
)
from portfolios.files import RefusedFile
from portfolios.gate import flags_of
from portfolios.models import Competency, SituationFamily, Trace, TraceVersion
from tests.factories.groups import InternFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import PlacementFactory, SemesterFactory
from tests.factories.portfolios import make_trace
from tests.portfolios.samples import docx, odt, pdf, saved

pytestmark = pytest.mark.django_db


def draft_of(trace: Trace) -> TraceVersion:
    return TraceVersion.objects.select_related("trace__intern").get(trace=trace, submitted_at=None)


def write(
    version: TraceVersion, revision: int | None = None, title: str = "La garde de trop", **sections: str
):
    return save_draft(
        version=version,
        revision=version.revision if revision is None else revision,
        sections=sections,
        details=Details(title=title),
    )


@pytest.fixture
def draft() -> TraceVersion:
    group = make_group(tutor=TutorFactory(), size=1)
    trace = make_trace(intern=interns_of_group(group)[0], title="La garde de trop")
    return draft_of(trace)


@pytest.mark.parametrize(
    ("placement", "setting"), [("N1", "ambulatory"), ("SASPAS", "ambulatory"), ("URG", "hospital")]
)
def test_a_trace_starts_in_this_semester_and_placement(placement, setting) -> None:
    here = PlacementFactory(kind=placement)
    trace = start_trace(intern=here.intern, kind="rsca", today=here.semester.starts_on)
    assert (trace.state, trace.semester, trace.placement, trace.setting) == (
        "draft",
        here.semester,
        here,
        setting,
    )
    assert trace.versions.get().number == 1


def test_without_any_semester_one_is_told_what_to_do() -> None:
    with pytest.raises(ValidationError, match="secrétariat"):
        start_trace(intern=InternFactory(), kind="rsca")


def test_a_save_keeps_the_other_sections_and_drops_unknown_ones(draft) -> None:
    version = write(draft, recit="Je reçois.")
    version = write(version, synthese="Demain.", invented="x")
    assert version.sections == {"recit": "Je reçois.", "synthese": "Demain."}
    assert version.revision == 2


def test_details_are_saved_with_the_month_only(draft) -> None:
    families = list(SituationFamily.objects.filter(position__in=[3, 7]))
    professionalism = Competency.objects.get(code="PRO")
    for reason in ("Première version", "Connaître ma limite"):
        draft = save_draft(
            version=draft,
            revision=draft.revision,
            sections={},
            details=Details(
                title="La garde",
                lived_on=SemesterFactory().starts_on.replace(day=17),
                families=families,
                recognisable=True,
                mobilised=[Mobilised(professionalism, 2, reason)],
            ),
        )
    trace = Trace.objects.get()
    assert (trace.title, trace.lived_on.day, trace.recognisable) == ("La garde", 1, True)
    assert list(trace.families.order_by("position")) == families
    mobilisation = trace.mobilisations.get()
    assert (mobilisation.level, mobilisation.reason) == (2, "Connaître ma limite")
    write(draft)
    assert not trace.mobilisations.exists()


def test_a_second_tab_does_not_overwrite_and_is_given_the_other_text(draft) -> None:
    write(draft, revision=0, recit="Premier onglet")
    with pytest.raises(NewerSave) as refusal:
        write(draft, revision=0, title="Autre titre", recit="Second onglet")
    assert refusal.value.current.sections["recit"] == "Premier onglet"
    assert refusal.value.current.revision == 1
    assert Trace.objects.get().title == "La garde de trop"
    write(draft, revision=1, recit="Les deux")
    assert draft_of(draft.trace).sections["recit"] == "Les deux"


def test_a_submitted_version_cannot_be_written(draft) -> None:
    write(draft, recit="Je reçois.")
    stale = draft_of(draft.trace)
    submit_trace(version=draft_of(draft.trace))
    before = TraceVersion.objects.values().get()
    for attempt in (
        lambda: write(stale, revision=stale.revision, recit="Après coup"),
        lambda: write(stale, revision=stale.revision + 1, recit="Après coup"),
        lambda: attach_file(version=stale, content=docx(), name="a.docx"),
        lambda: remove_file(version=stale),
        lambda: submit_trace(version=stale),
        lambda: continue_trace(trace=stale.trace),
    ):
        with pytest.raises(Frozen):
            attempt()
    assert TraceVersion.objects.values().get() == before


@pytest.mark.parametrize("state", ["validated", "refused", "archived"])
def test_a_decided_trace_never_changes(state, draft) -> None:
    Trace.objects.filter(pk=draft.trace_id).update(state=state)
    before = Trace.objects.values().get()
    for attempt in (
        lambda: write(draft, title="Autre", recit="x"),
        lambda: attach_file(version=draft, content=docx(), name="a.docx"),
        lambda: submit_trace(version=draft),
        lambda: continue_trace(trace=draft.trace),
    ):
        with pytest.raises(Frozen):
            attempt()
    assert Trace.objects.values().get() == before


def test_submitting_freezes_and_tells_the_tutor_without_the_title(draft) -> None:
    trace = submit_trace(version=draft)
    assert trace.state == "submitted"
    version = trace.versions.get()
    assert version.submitted_at == trace.submitted_at
    message = Message.objects.get()
    assert message.recipient == trace.intern.memberships.get().group.tutorships.get().tutor.person
    assert "garde" not in str(message.payload) + message.text + message.subject


def test_submitting_without_tutor_still_works() -> None:
    trace = submit_trace(version=draft_of(make_trace()))
    assert trace.state == "submitted"
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("title", "text", "word"),
    [("", "Un texte", "titre"), ("  ", "Un texte", "titre"), ("Un titre", " \n ", "texte")],
)
def test_nothing_to_read_is_not_submitted(draft, title, text, word) -> None:
    version = write(draft, title=title, recit=text)
    with pytest.raises(Incomplete, match=word):
        submit_trace(version=version)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Titre", "dossier 4471208"),
        ("Titre", "lea@exemple.fr"),
        ("Dossier 4471208", "Texte"),
        ("T", "255081416802538"),
    ],
)
def test_a_blocking_identifier_stops_the_submission(draft, title, text) -> None:
    version = write(draft, title=title, recit=text)
    with pytest.raises(Identified) as refusal:
        submit_trace(version=version)
    assert len(refusal.value.flags) == 1
    assert Trace.objects.get().state == "draft"


def test_the_gate_reads_the_file_and_its_properties(draft) -> None:
    version = attach_file(
        version=draft, content=docx("dossier 4471208", author="Camille Baron"), name="r.docx"
    )
    flags = flags_of(version, title="t", kind="rsca")
    assert [(flag.section, flag.finding.text) for flag in flags] == [
        ("fichier", "4471208"),
        ("fichier", "Camille Baron"),
    ]
    with pytest.raises(Identified):
        submit_trace(version=version)


def test_replacing_touches_every_occurrence_in_the_section_only(draft) -> None:
    version = write(draft, recit="Mme Roux dort. Je parle à Mme Roux.", synthese="Mme Roux va mieux.")
    flag = flags_of(version, title="t", kind="rsca")[0]
    replace_identifier(version=version, flag=flag, replacement="une patiente")
    sections = draft_of(draft.trace).sections
    assert sections["recit"] == "une patiente dort. Je parle à une patiente."
    assert sections["synthese"] == "Mme Roux va mieux."


def test_a_replacement_is_a_few_words_not_a_way_to_swell_the_text(draft) -> None:
    version = write(draft, recit="Mme Roux. " * 200)
    flag = flags_of(version, title="t", kind="rsca")[0]
    with pytest.raises(ValidationError):
        replace_identifier(version=version, flag=flag, replacement="a" * 201)
    assert draft_of(draft.trace).sections["recit"].startswith("Mme Roux")


def test_replacing_stops_at_the_longest_section(draft) -> None:
    version = write(draft, recit="Mme Roux. " * 2_000)
    flag = flags_of(version, title="t", kind="rsca")[0]
    with pytest.raises(ValidationError):
        replace_identifier(version=version, flag=flag, replacement="a" * 200)


def test_removing_leaves_no_double_space(draft) -> None:
    version = write(draft, recit="(dossier 4471208 , gardé)")
    replace_identifier(version=version, flag=flags_of(version, title="t", kind="rsca")[0], replacement="")
    assert draft_of(draft.trace).sections["recit"] == "(dossier , gardé)"


def test_an_identifier_in_the_title_is_replaced_there(draft) -> None:
    version = write(draft, title="La fille de Mme Roux")
    flag = flags_of(version, title=version.trace.title, kind="rsca")[0]
    replace_identifier(version=version, flag=flag, replacement="une patiente")
    assert Trace.objects.get().title == "La fille de une patiente"


def test_keeping_needs_a_reason_and_is_recorded_on_the_version(draft) -> None:
    version = write(draft, recit="Le Dr Knock le disait déjà.")
    flag = flags_of(version, title="t", kind="rsca")[0]
    with pytest.raises(ValidationError, match="pourquoi"):
        keep_identifier(version=version, flag=flag, reason="  ")
    keep_identifier(version=version, flag=flag, reason="Personnage de théâtre")
    version = draft_of(draft.trace)
    assert version.kept == [
        {"section": "recit", "kind": "name", "text": "Dr Knock", "reason": "Personnage de théâtre"}
    ]
    assert not flags_of(version, title="t", kind="rsca")[0].is_waiting


def test_a_blocking_identifier_cannot_be_kept(draft) -> None:
    version = write(draft, recit="dossier 4471208")
    with pytest.raises(ValidationError, match="bloque"):
        keep_identifier(version=version, flag=flags_of(version, title="t", kind="rsca")[0], reason="je veux")


def test_rework_makes_a_new_version_copied_from_the_last(draft) -> None:
    version = attach_file(version=write(draft, recit="Un"), content=odt("Un"), name="un.odt")
    trace = submit_trace(version=version)
    Trace.objects.update(state="rework")
    second = continue_trace(trace=trace)
    assert (second.number, second.sections, second.file_name) == (2, {"recit": "Un"}, "un.odt")
    assert continue_trace(trace=trace) == second
    write(draft_of(trace), recit="Deux")
    submit_trace(version=draft_of(trace))
    assert list(trace.versions.order_by("number").values_list("sections__recit", flat=True)) == ["Un", "Deux"]


def test_a_new_file_replaces_the_old_one_but_never_a_submitted_one(
    draft, django_capture_on_commit_callbacks
) -> None:
    version = attach_file(version=draft, content=docx("Un"), name="un.docx")
    first = version.file.name
    with django_capture_on_commit_callbacks(execute=True):
        version = attach_file(version=version, content=docx("Deux"), name="deux.docx")
    assert not default_storage.exists(first)
    kept = version.file.name
    trace = submit_trace(version=version)
    Trace.objects.update(state="rework")
    second = continue_trace(trace=trace)
    with django_capture_on_commit_callbacks(execute=True):
        attach_file(version=second, content=saved(pdf("Trois")), name="trois.pdf")
    assert default_storage.exists(kept)
    assert trace.versions.get(number=1).file.name == kept


def test_a_refused_file_leaves_the_old_one(draft) -> None:
    version = attach_file(version=draft, content=docx("Un"), name="un.docx")
    with pytest.raises(RefusedFile):
        attach_file(version=version, content=b"MZ", name="deux.docx")
    assert draft_of(draft.trace).file_name == "un.docx"
    assert default_storage.exists(version.file.name)


def test_the_name_on_disk_says_nothing(draft) -> None:
    version = attach_file(version=draft, content=docx(), name="RSCA Mme Delcourt.docx")
    assert "Delcourt" not in version.file.name
    assert version.file_name == "RSCA Mme Delcourt.docx"


def test_the_database_holds_one_draft_and_each_number_once(draft) -> None:
    for number in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            TraceVersion.objects.create(trace=draft.trace, number=number)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins(draft) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def save(text: str) -> None:
        start.wait()
        try:
            write(draft, revision=0, recit=text)
            outcomes.append("saved")
        except NewerSave:
            outcomes.append("refused")
        finally:
            connection.close()

    tabs = [threading.Thread(target=save, args=(text,)) for text in ("Un", "Deux")]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(outcomes) == ["refused", "saved"]
