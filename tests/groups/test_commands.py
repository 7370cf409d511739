"""The two commands: same actions, exit code 0 or a clear sentence."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from groups.models import ImportFile, Intern, TutorialGroup
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory
from tests.groups.make_files import FOLDER

pytestmark = pytest.mark.django_db


def run(*args, **options):
    out, err = StringIO(), StringIO()
    call_command(*args, stdout=out, stderr=err, **options)
    return out.getvalue().replace("\u00a0", " "), err.getvalue()


def test_people_are_imported_then_nothing_changes():
    CohortFactory(year=2026)
    arguments = ("import_people", FOLDER / "internes_apogee.csv", "--kind", "interns", "--cohort", "2026")
    out, _ = run(*arguments)
    assert "Importé : 30 créations" in out
    assert "DATE_NAI_IND" in out
    out, _ = run(*arguments)
    assert "30 lignes inchangées" in out
    assert Intern.objects.count() == 30


def test_a_dry_run_writes_nothing_and_keeps_nothing():
    CohortFactory(year=2026)
    out, _ = run(
        "import_people",
        FOLDER / "internes.xlsx",
        "--kind",
        "interns",
        "--cohort",
        "2026",
        "--dry-run",
        "--json",
    )
    report = json.loads(out)
    assert report["applied"] is False
    assert report["counts"]["created"] == 30
    assert report["rows"][0]["state"] == "created"
    assert not Intern.objects.exists()
    assert ImportFile.objects.get().table == {}


def test_refused_rows_are_told_and_the_others_written(tmp_path):
    CohortFactory(year=2026)
    path = tmp_path / "liste.csv"
    path.write_text(
        "Numéro étudiant;Nom;Prénom;Mail\n22600001;Baron;Léa;lea@etu.example\n22600002;Costa;Zoé;zoe\n"
    )
    arguments = ("import_people", path, "--kind", "interns", "--cohort", "2026")
    with pytest.raises(CommandError, match="rien n’est écrit"):
        run(*arguments, "--strict")
    assert not Intern.objects.exists()
    out, err = run(*arguments)
    assert "1 création" in out
    assert "Ligne 3, Zoé Costa" in err
    assert Intern.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent.csv", "--kind", "interns", "--cohort", "2026"], "ne s’ouvre pas"),
        ([FOLDER / "tuteurs.csv", "--kind", "licornes"], "ne s’importe pas"),
        ([FOLDER / "internes.xlsx", "--kind", "interns"], "--cohort"),
        ([FOLDER / "internes.xlsx", "--kind", "interns", "--cohort", "1999"], "n’existe pas"),
        ([FOLDER / "maitres_de_stage.csv", "--kind", "interns", "--cohort", "2026"], "Colonne introuvable"),
        ([__file__, "--kind", "tutors"], "."),
    ],
)
def test_what_is_wrong_is_a_sentence(arguments, words):
    CohortFactory(year=2026)
    with pytest.raises(CommandError, match=words):
        run("import_people", *arguments)
    assert not ImportFile.objects.filter(state="pending").exists()


def test_groups_are_constituted_once():
    cohort = CohortFactory(year=2026)
    InternFactory.create_batch(10, cohort=cohort)
    TutorFactory.create_batch(2)
    out, _ = run("constitute_groups", "--cohort", "2026", "--seed", "20261124")
    assert "2 groupes constitués, graine 20261124" in out
    with pytest.raises(CommandError, match="a déjà"):
        run("constitute_groups", "--cohort", "2026", "--seed", "1")
    assert TutorialGroup.objects.count() == 2


def test_an_unknown_cohort_is_a_sentence():
    with pytest.raises(CommandError, match="n’existe pas"):
        run("constitute_groups", "--cohort", "1999", "--seed", "1")
