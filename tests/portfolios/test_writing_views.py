"""The author's pages: own, other's, wrong method, wrong state, two tabs, the gate's buttons."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portfolios.actions import submit_trace
from portfolios.models import Project, Thesis, Trace, TraceVersion
from tests.factories.groups import InternFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import SemesterFactory
from tests.factories.portfolios import make_trace
from tests.portfolios.samples import docx

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}


@pytest.fixture
def author():
    tutor = TutorFactory(person__last_name="Nadaud")
    return interns_of_group(make_group(tutor=tutor, size=1))[0]


@pytest.fixture
def client(author) -> Client:
    client = Client()
    client.force_login(author.person)
    return client


@pytest.fixture
def trace(author) -> Trace:
    return make_trace(intern=author, title="La garde de trop")


def typed(**fields: str) -> dict[str, str]:
    return {"revision": "0", "etape": "recit", "title": "La garde de trop", "text": "Je reçois."} | fields


def edit(client: Client, trace: Trace, *, autosave: bool = False, **fields: str):
    url = reverse("portfolios:trace-edit", args=[trace.pk])
    return client.post(url, typed(**fields), headers=AUTOSAVE if autosave else {})


def version_of(trace: Trace) -> TraceVersion:
    return trace.versions.get()


def text_of(response) -> str:
    return response.content.decode()


def test_a_new_trace_opens_the_editor(client, author) -> None:
    SemesterFactory()
    assert client.get(reverse("portfolios:trace-new")).status_code == 200
    assert not Trace.objects.exists()
    response = client.post(reverse("portfolios:trace-new"), {"kind": "rsca"})
    trace = Trace.objects.get()
    assert response.url == reverse("portfolios:trace-edit", args=[trace.pk])
    assert trace.intern == author


def test_a_new_trace_without_semester_says_what_to_do(client) -> None:
    response = client.post(reverse("portfolios:trace-new"), {"kind": "rsca"})
    assert "Prévenez le secrétariat" in text_of(response)


def test_opening_the_editor_writes_nothing(client, trace) -> None:
    before = TraceVersion.objects.values().get()
    response = client.get(reverse("portfolios:trace-edit", args=[trace.pk]))
    assert response.status_code == 200
    assert "La garde de trop" in text_of(response)
    assert TraceVersion.objects.values().get() == before


def test_the_plain_form_saves_and_moves_to_the_next_part(client, trace) -> None:
    response = edit(client, trace, aller="questions", lived_on="")
    assert response.url.endswith("?etape=questions#ecrire")
    assert version_of(trace).sections["recit"] == "Je reçois."


def test_windows_line_ends_become_plain(client, trace) -> None:
    edit(client, trace, text="Un\r\nDeux\r\n")
    assert version_of(trace).sections["recit"] == "Un\nDeux\n"


def test_an_autosave_answers_the_hour_and_the_revision(client, trace) -> None:
    response = edit(client, trace, autosave=True)
    assert response.json()["fields"] == {"revision": 1}
    assert response.json()["message"].startswith("Enregistré à ")


def test_the_same_text_saved_twice_is_no_conflict(client, trace) -> None:
    edit(client, trace, autosave=True)
    assert edit(client, trace, enregistrer="1").status_code == 302


def test_two_tabs_keep_both_texts(client, trace) -> None:
    edit(client, trace, text="Premier onglet")
    response = edit(client, trace, autosave=True, text="Second onglet")
    assert response.status_code == 409
    assert "autre onglet" in response.json()["message"]
    page = edit(client, trace, text="Second onglet")
    assert page.status_code == 409
    assert "Premier onglet" in text_of(page)
    assert "Second onglet" in text_of(page)
    assert version_of(trace).sections["recit"] == "Premier onglet"
    assert 'name="revision" value="1"' in text_of(page)
    assert edit(client, trace, text="Second onglet", revision="1").status_code == 302
    assert version_of(trace).sections["recit"] == "Second onglet"


def test_what_cannot_be_saved_stays_in_the_form(client, trace) -> None:
    page = edit(client, trace, title="x" * 161, text="Mon texte")
    assert page.status_code == 422
    assert "Mon texte" in text_of(page)
    refusal = edit(client, trace, autosave=True, title="x" * 161)
    assert refusal.status_code == 422
    assert "160" in refusal.json()["message"]


def test_competencies_and_families_are_saved(client, trace) -> None:
    edit(
        client,
        trace,
        mobilised_PRO="on",
        level_PRO="2",
        reason_PRO="Connaître ma limite",
        level_APC="1",
        families="7",
        recognisable="on",
        setting="hospital",
    )
    trace.refresh_from_db()
    assert [(m.competency.code, m.level) for m in trace.mobilisations.select_related("competency")] == [
        ("PRO", 2)
    ]
    assert trace.recognisable
    page = text_of(client.get(reverse("portfolios:trace-edit", args=[trace.pk])))
    assert "Connaître ma limite" in page


@pytest.mark.parametrize(
    ("verb", "expected"), [("remplacer", "Je vois une jeune mère."), ("supprimer", "Je vois.")]
)
def test_an_identifier_is_replaced_or_removed_with_one_button(client, trace, verb, expected) -> None:
    fields = {"repere-1": "recit|name|Mme Roux", "remplacement-1": "une jeune mère", verb: "1"}
    response = edit(client, trace, text="Je vois Mme Roux.", **fields)
    assert response.url.endswith("#identifiants")
    assert version_of(trace).sections["recit"] == expected


def test_an_identifier_is_kept_with_its_reason(client, trace) -> None:
    fields = {"repere-1": "recit|name|Dr Knock", "motif-1": "Personnage de théâtre", "garder": "1"}
    edit(client, trace, text="Le Dr Knock.", **fields)
    assert version_of(trace).kept[0]["reason"] == "Personnage de théâtre"
    assert "Personnage de théâtre" in text_of(client.get(reverse("portfolios:trace-flags", args=[trace.pk])))


def test_a_forged_row_changes_nothing(client, trace) -> None:
    for key in ("", "recit", "recit|name|Absent", "x|y|z", "fichier|name|Mme Roux"):
        edit(client, trace, text="Je vois Mme Roux.", **{"repere-1": key, "supprimer": "1"})
        assert version_of(trace).sections["recit"] == "Je vois Mme Roux."
        TraceVersion.objects.update(revision=0)


def test_the_submission_page_names_the_readers_and_what_blocks(client, trace) -> None:
    TraceVersion.objects.update(sections={"recit": "dossier 4471208 de Mme Roux"})
    url = reverse("portfolios:trace-submit", args=[trace.pk])
    page = text_of(client.get(url))
    assert "Nadaud" in page
    assert "1\u00a0point bloquant" in page
    assert "Mme Roux" in page
    refused = client.post(url)
    assert refused.status_code == 422
    assert Trace.objects.get().state == "draft"


def test_submitting_from_the_page(client, trace) -> None:
    url = reverse("portfolios:trace-submit", args=[trace.pk])
    response = client.post(url, follow=True)
    assert Trace.objects.get().state == "submitted"
    assert "Votre trace est soumise" in text_of(response)
    assert client.post(url).url == reverse("portfolios:trace-detail", args=[trace.pk])


def test_a_file_is_deposited_served_and_taken_out(client, trace) -> None:
    url = reverse("portfolios:trace-attach", args=[trace.pk])
    content = docx()
    client.post(url, {"fichier": SimpleUploadedFile("récit.docx", content)})
    version = version_of(trace)
    response = client.get(reverse("portfolios:trace-file", args=[version.pk]))
    assert response.content == content
    assert response["Content-Disposition"].startswith("attachment;")
    assert "r%C3%A9cit.docx" in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    client.post(url, {"retirer": "1"})
    assert client.get(reverse("portfolios:trace-file", args=[version.pk])).status_code == 404


def test_a_refused_file_says_why_and_leaves_the_old_one(client, trace) -> None:
    url = reverse("portfolios:trace-attach", args=[trace.pk])
    client.post(url, {"fichier": SimpleUploadedFile("récit.docx", docx())})
    page = client.post(url, {"fichier": SimpleUploadedFile("virus.exe", b"MZ")}, follow=True)
    assert "Seuls les fichiers PDF, DOCX et ODT" in text_of(page)
    assert "Le fichier précédent reste en place" in text_of(page)
    assert version_of(trace).file_name == "récit.docx"
    assert "Choisissez d’abord" in text_of(client.post(url, follow=True))


def every_way_to_write(client: Client, trace: Trace) -> None:
    """Everything the author's browser can post about a trace."""
    edit(client, trace, title="Autre titre", text="Autre texte")
    edit(client, trace, autosave=True, title="Autre titre", text="Autre texte", revision="1")
    for name in ("trace-attach", "trace-submit", "trace-continue"):
        client.post(
            reverse(f"portfolios:{name}", args=[trace.pk]),
            {"fichier": SimpleUploadedFile("r.docx", docx())},
        )


@pytest.mark.parametrize("state", ["submitted", "validated", "refused", "archived"])
def test_no_page_changes_what_was_submitted(client, author, state) -> None:
    trace = make_trace(state, intern=author)
    before = (Trace.objects.values().get(), TraceVersion.objects.values().get())
    every_way_to_write(client, trace)
    assert (Trace.objects.values().get(), TraceVersion.objects.values().get()) == before
    assert edit(client, trace, autosave=True).status_code == 409


def test_nobody_else_writes_in_a_draft(trace, author) -> None:
    before = (Trace.objects.values().get(), TraceVersion.objects.values().get())
    tutor = author.memberships.get().group.tutorships.get().tutor
    for person in (InternFactory().person, tutor.person):
        other = Client()
        other.force_login(person)
        every_way_to_write(other, trace)
        assert edit(other, trace).status_code == 404
        assert other.get(reverse("portfolios:trace-detail", args=[trace.pk])).status_code == 404
    assert (Trace.objects.values().get(), TraceVersion.objects.values().get()) == before


def test_taking_up_again_after_rework_and_comparing(client, author) -> None:
    trace = make_trace("rework", intern=author)
    detail = reverse("portfolios:trace-detail", args=[trace.pk])
    assert "Reprendre le texte" in text_of(client.get(detail))
    assert client.get(reverse("portfolios:trace-edit", args=[trace.pk])).url == detail
    client.post(reverse("portfolios:trace-continue", args=[trace.pk]))
    edit(client, trace, text="Je reçois une patiente jeune, seule.")
    page = text_of(client.get(reverse("portfolios:trace-versions", args=[trace.pk])))
    assert "<del>âgée, </del><ins>jeune, </ins>" in page


def test_the_reader_never_sees_the_draft_of_the_next_version(client, author) -> None:
    trace = make_trace("rework", intern=author)
    client.post(reverse("portfolios:trace-continue", args=[trace.pk]))
    edit(client, trace, text="Brouillon secret")
    tutor = Client()
    tutor.force_login(author.memberships.get().group.tutorships.get().tutor.person)
    for name, query in (("trace-detail", ""), ("trace-versions", "?a=2"), ("trace-versions", "?de=2&a=2")):
        page = tutor.get(reverse(f"portfolios:{name}", args=[trace.pk]) + query)
        assert "Brouillon secret" not in text_of(page)
    assert tutor.get(reverse("portfolios:trace-detail", args=[trace.pk]) + "?version=2").status_code == 404


def test_a_draft_file_is_for_its_author(client, author) -> None:
    trace = make_trace("rework", intern=author)
    client.post(reverse("portfolios:trace-continue", args=[trace.pk]))
    client.post(
        reverse("portfolios:trace-attach", args=[trace.pk]), {"fichier": SimpleUploadedFile("r.docx", docx())}
    )
    second = trace.versions.get(number=2)
    tutor = Client()
    tutor.force_login(author.memberships.get().group.tutorships.get().tutor.person)
    url = reverse("portfolios:trace-file", args=[second.pk])
    assert tutor.get(url).status_code == 404
    submit_trace(version=TraceVersion.objects.select_related("trace__intern").get(pk=second.pk))
    assert tutor.get(url).status_code == 200


def test_the_portfolio_counts_and_filters(client, author) -> None:
    for state in ("draft", "draft", "rework", "validated", "archived"):
        make_trace(state, intern=author, title=f"Titre {state}")
    make_trace("submitted", title="À quelqu’un d’autre")
    page = text_of(client.get(reverse("portfolios:trace-list")))
    assert "4\u00a0traces" in page
    assert "Titre archived" not in page
    assert "quelqu’un d’autre" not in page
    drafts = text_of(client.get(reverse("portfolios:trace-list") + "?etat=draft"))
    assert "Titre draft" in drafts
    assert "Titre validated" not in drafts


@pytest.mark.parametrize("count", [2, 30])
def test_the_portfolio_costs_the_same_whatever_its_length(
    client, author, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_trace("rework", intern=author)
    with django_assert_max_num_queries(12):
        client.get(reverse("portfolios:trace-list"))


def test_project_and_thesis_are_written_in_the_intern_s_words(client, author) -> None:
    client.post(reverse("portfolios:project-edit"), {"text": "Remplacer dans le Blésois."})
    client.post(reverse("portfolios:project-edit"), {"text": "M’installer à Blois."})
    page = text_of(client.get(reverse("portfolios:project-edit")))
    assert "M’installer à Blois." in page
    assert "Remplacer dans le Blésois." in page
    assert Project.objects.get().history.count() == 2
    client.post(reverse("portfolios:thesis-edit"), {"step": "idea", "subject": "Deux ans"})
    assert Thesis.objects.get(intern=author).step == "idea"
    refused = client.post(reverse("portfolios:thesis-edit"), {"step": "idea", "subject": "x" * 201})
    assert "x" * 201 in text_of(refused)
