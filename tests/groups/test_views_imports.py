"""From the file to the done state, as the secretary clicks."""

from io import BytesIO

import pytest
from django.urls import reverse

from groups.actions import apply_import
from groups.models import Cohort, ImportFile, Intern
from tests.factories.groups import CohortFactory, ImportFileFactory, InternFactory
from tests.factories.people import coordinator, secretary
from tests.groups.make_files import FOLDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(secretary())
    return client


def upload(name="internes_gip_recia.csv", content=None):
    file = BytesIO(content if content is not None else (FOLDER / name).read_bytes())
    file.name = name
    return file


def left(client, **data):
    return client.post(reverse("groups:import-start"), {"kind": "interns", "file": upload(), **data})


def test_a_file_is_left_looked_at_and_confirmed(clerk):
    cohort = CohortFactory(year=2026)
    answer = left(clerk, cohort="2026")
    file = ImportFile.objects.get()
    assert answer.url == reverse("groups:import-preview", args=[file.pk])
    page = clerk.get(answer.url)
    assert "Importer 30\u00a0internes" in page.content.decode()
    assert not Intern.objects.exists()
    answer = clerk.post(
        reverse("groups:import-apply", args=[file.pk]), {"shown": page.context["plan"].fingerprint}
    )
    page = clerk.get(answer.url)
    assert cohort.interns.count() == 30
    assert "Tirer les groupes au sort" in page.content.decode()
    assert reverse("groups:draw-list", args=[2026]) in page.content.decode()


def test_a_new_cohort_comes_with_its_policy(clerk):
    left(clerk, cohort="new", year="2026", entered_on="2026-11-02", preset="bordeaux")
    file = ImportFile.objects.get()
    assert not Cohort.objects.exists()
    page = clerk.get(reverse("groups:import-preview", args=[file.pk]))
    assert "nouvelle promotion 2026" in page.content.decode()
    clerk.post(reverse("groups:import-apply", args=[file.pk]), {"shown": page.context["plan"].fingerprint})
    assert Cohort.objects.get(year=2026).policy.after_absence == "blocks_phase"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"cohort": "new"}, "Donnez l’année d’entrée"),
        ({"cohort": "new", "year": "2025", "entered_on": "2025-11-03"}, "existe déjà"),
        (
            {"cohort": "new", "year": "2026", "entered_on": "2025-11-03", "preset": "tours"},
            "n’est pas en 2026",
        ),
        ({"cohort": ""}, "Choisissez la promotion"),
        ({"cohort": "2025", "file": upload("x.csv", b"%PDF-1.4")}, "C’est un PDF"),
        ({"cohort": "2025", "file": ""}, "Choisissez un fichier"),
        ({"cohort": "2025", "file": upload("x.csv", b"")}, "Exportez-le de nouveau"),
        ({"cohort": "2025", "file": upload("x.csv", b"a;b\n" * 800_000)}, "2\u00a0Mo"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(clerk, data, words):
    CohortFactory(year=2025)
    page = left(clerk, **data).content.decode()
    assert words.replace("\u00a0", " ") in page.replace("\u00a0", " ")
    if data.get("year"):
        assert f'value="{data["year"]}"' in page
    assert not ImportFile.objects.exists()


def test_tutors_need_no_cohort(clerk):
    answer = clerk.post(
        reverse("groups:import-start"),
        {"kind": "tutors", "file": upload("tuteurs.csv"), "cohort": "new", "year": "x"},
    )
    assert answer.status_code == 302
    assert ImportFile.objects.get().cohort is None


def test_columns_can_be_chosen_by_hand(clerk):
    content = "Matricule interne;Patronyme;Petit nom;Courrier;Divers\n22600001;Baron;Léa;lea@etu.example;x\n"
    CohortFactory(year=2026)
    left(clerk, cohort="2026", file=upload("x.csv", content.encode()))
    file = ImportFile.objects.get()
    address = reverse("groups:import-preview", args=[file.pk])
    page = clerk.get(address).content.decode()
    assert "Colonne introuvable" in page
    assert "Import impossible" in page
    chosen = {
        "column_student_number": "0",
        "column_last_name": "1",
        "column_first_name": "2",
        "column_email": "3",
    }
    clerk.post(reverse("groups:import-remap", args=[file.pk]), chosen)
    page = clerk.get(address).content.decode()
    assert "Importer 1\u00a0interne" in page
    assert "Divers" in page


def test_a_column_cannot_serve_twice(clerk):
    file = ImportFileFactory()
    answer = clerk.post(
        reverse("groups:import-remap", args=[file.pk]), {"column_last_name": "1", "column_first_name": "1"}
    )
    assert answer.status_code == 422
    assert "Cette colonne sert déjà" in answer.content.decode()
    file.refresh_from_db()
    assert file.mapping is None


def test_the_same_file_again_says_that_it_changes_nothing(clerk):
    cohort = CohortFactory(year=2026)
    left(clerk, cohort="2026")
    apply_import(file=ImportFile.objects.get(), actor=None)
    answer = left(clerk, cohort="2026")
    page = clerk.get(answer.url).content.decode()
    assert "Ce fichier ne change rien" in page
    assert "Rien à changer" in page
    assert cohort.interns.count() == 30


def test_a_plan_that_has_changed_is_shown_again(clerk):
    file = ImportFileFactory()
    page = clerk.get(reverse("groups:import-preview", args=[file.pk]))
    InternFactory(cohort=file.cohort, student_number="22699999")
    answer = clerk.post(
        reverse("groups:import-apply", args=[file.pk]),
        {"shown": page.context["plan"].fingerprint},
        follow=True,
    )
    assert "a changé depuis l’aperçu" in answer.content.decode()
    file.refresh_from_db()
    assert file.state == "pending"


def test_without_what_was_shown_nothing_is_written(clerk):
    file = ImportFileFactory()
    clerk.post(reverse("groups:import-apply", args=[file.pk]))
    assert not Intern.objects.exists()


def test_confirming_twice_imports_once(clerk):
    file = ImportFileFactory()
    shown = clerk.get(reverse("groups:import-preview", args=[file.pk])).context["plan"].fingerprint
    for _ in range(2):
        answer = clerk.post(reverse("groups:import-apply", args=[file.pk]), {"shown": shown}, follow=True)
    assert "a déjà été traité" in answer.content.decode()
    assert Intern.objects.count() == 1


def test_abandoning_forgets_the_content(clerk):
    file = ImportFileFactory()
    clerk.post(reverse("groups:import-abandon", args=[file.pk]))
    file.refresh_from_db()
    assert (file.state, file.table) == ("abandoned", {})
    assert "Import abandonné" in clerk.get(reverse("groups:import-preview", args=[file.pk])).content.decode()


def test_pills_filter_the_rows(clerk):
    content = "Numéro étudiant;Nom;Prénom;Mail\n22600001;Baron;Léa;lea@etu.example\n22600002;Costa;Zoé;zoe\n"
    CohortFactory(year=2026)
    left(clerk, cohort="2026", file=upload("x.csv", content.encode()))
    address = reverse("groups:import-preview", args=[ImportFile.objects.get().pk])
    page = clerk.get(address, {"etat": "refused"})
    assert [outcome.label for outcome in page.context["page"]] == ["Zoé Costa"]
    assert "arobase" in page.content.decode()
    assert len(clerk.get(address, {"etat": "<b>"}).context["page"].object_list) == 2


def test_a_nir_column_is_told_and_gone(clerk):
    content = "NIR;Numéro étudiant;Nom;Prénom;Mail\n255081416802538;22600001;Baron;Léa;lea@etu.example\n"
    CohortFactory(year=2026)
    left(clerk, cohort="2026", file=upload("x.csv", content.encode()))
    page = clerk.get(reverse("groups:import-preview", args=[ImportFile.objects.get().pk])).content.decode()
    assert "Numéros de sécurité sociale écartés" in page
    assert "255081416802538" not in page


def test_hostile_cells_are_shown_as_text(clerk):
    content = "Numéro étudiant;Nom;Prénom;Mail\n<script>alert(1)</script>;=1+1;@x;<img src=x>\n"
    CohortFactory(year=2026)
    left(clerk, cohort="2026", file=upload("x.csv", content.encode()))
    page = clerk.get(reverse("groups:import-preview", args=[ImportFile.objects.get().pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("kind", ["interns", "tutors", "supervisors"])
def test_templates_come_with_the_headings_of_the_kind(clerk, kind):
    answer = clerk.get(reverse("groups:import-template", args=[kind]))
    assert answer["Content-Disposition"] == f'attachment; filename="modele-{kind}.csv"'
    heading = answer.content.decode("utf-8-sig")
    assert heading.count("\r\n") == 1
    assert "Adresse électronique" in heading


def test_an_unknown_template_is_not_found(clerk):
    assert clerk.get(reverse("groups:import-template", args=["licornes"])).status_code == 404


def test_an_import_of_a_kind_that_is_gone_is_not_found(clerk):
    file = ImportFileFactory(kind="licornes")
    assert clerk.get(reverse("groups:import-preview", args=[file.pk])).status_code == 404
    assert clerk.get(reverse("groups:import-start")).status_code == 200


def test_others_do_not_import(client):
    client.force_login(coordinator())
    assert client.get(reverse("groups:import-start")).status_code == 404
    file = ImportFileFactory()
    assert client.post(reverse("groups:import-apply", args=[file.pk])).status_code == 404
