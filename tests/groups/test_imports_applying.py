"""Planning and applying: what is written, once, and nothing else."""

from datetime import date
from threading import Barrier, Thread

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Person, Role
from groups.actions import ImportOver, PlanChanged, abandon_import, apply_import, remap_import, start_import
from groups.import_plans import plan_of
from groups.imports import kind_named
from groups.models import Cohort, ImportFile, Intern, StageSupervisor, Tutor
from tests.factories.groups import CohortFactory, InternFactory, TutorFactory
from tests.factories.people import PersonFactory, director, secretary
from tests.groups.make_files import FOLDER

HEADINGS = "Numéro étudiant;Nom;Prénom;Adresse électronique;INE;Téléphone\n"


def started(text, *, kind="interns", cohort=None, actor=None, **more):
    content = text if isinstance(text, bytes) else text.encode()
    return start_import(
        kind=kind_named(kind), filename="liste.csv", content=content, cohort=cohort, actor=actor, **more
    )


def sample(name, **more):
    return started((FOLDER / name).read_bytes(), **more)


@pytest.fixture
def cohort(db):
    return CohortFactory(year=2026, entered_on=date(2026, 11, 2))


def test_nothing_is_written_before_confirmation(cohort):
    file = sample("internes_modele.csv", cohort=cohort)
    plan = plan_of(file)
    assert plan.counts == {"created": 30, "changed": 0, "unchanged": 0, "refused": 0}
    assert not Intern.objects.exists()
    assert not Person.objects.exists()


def test_confirming_makes_people_interns_and_roles(cohort):
    actor = secretary()
    file = sample("internes_modele.csv", cohort=cohort, actor=actor)
    apply_import(file=file, shown=plan_of(file).fingerprint, actor=actor)
    assert Intern.objects.filter(cohort=cohort).count() == 30
    elodie = Intern.objects.get(student_number="22600006")
    assert elodie.person.full_name == "Élodie Costa"
    assert elodie.person.phone == "06 39 98 00 06"
    assert elodie.person.roles == {Role.INTERN}
    assert not elodie.person.has_usable_password()
    assert file.state == ImportFile.State.APPLIED
    assert file.table == {}
    assert file.report["counts"]["created"] == 30
    assert LogEntry.objects.get_for_object(elodie).get().actor == actor


@pytest.mark.parametrize(
    "again", ["internes_modele.csv", "internes_gip_recia.csv", "internes_pegase.csv", "internes.xlsx"]
)
def test_the_same_interns_from_any_format_change_nothing(cohort, again):
    apply_import(file=sample("internes_modele.csv", cohort=cohort), actor=None)
    apply_import(file=sample("internes_gip_recia.csv", cohort=cohort), actor=None)
    file = sample(again, cohort=cohort)
    assert plan_of(file).counts == {"created": 0, "changed": 0, "unchanged": 30, "refused": 0}
    before = list(Person.objects.order_by("pk").values())
    apply_import(file=file, actor=None)
    assert list(Person.objects.order_by("pk").values()) == before


def test_capitals_of_apogee_do_not_undo_accents(cohort):
    apply_import(file=sample("internes_modele.csv", cohort=cohort), actor=None)
    assert plan_of(sample("internes_apogee.csv", cohort=cohort)).counts["changed"] == 0


def test_a_change_is_told_field_by_field_and_an_empty_cell_erases_nothing(cohort):
    intern = InternFactory(
        cohort=cohort,
        student_number="22600001",
        ine="999000001AA",
        person__last_name="Baron",
        person__first_name="Léa",
        person__email="lea@etu.example",
    )
    file = started(HEADINGS + "22600001;Baron;Léa;lea.baron@etu.example;;0261910001\n", cohort=cohort)
    [outcome] = plan_of(file).outcomes
    assert outcome.state == "changed"
    assert [(each.label, each.old, each.new) for each in outcome.changes] == [
        ("Adresse électronique", "lea@etu.example", "lea.baron@etu.example"),
        ("Téléphone", "", "02 61 91 00 01"),
    ]
    apply_import(file=file, actor=None)
    intern.refresh_from_db()
    assert intern.ine == "999000001AA"
    assert intern.person.email == "lea.baron@etu.example"
    assert LogEntry.objects.get_for_object(intern.person).latest("pk").changes["phone"] == [
        "",
        "02 61 91 00 01",
    ]


def test_a_changed_address_ends_the_invitation_sent_to_the_one_before(cohort):
    intern = InternFactory(
        cohort=cohort,
        student_number="22600001",
        person__last_name="Baron",
        person__first_name="Léa",
        person__email="lea@etu.example",
    )
    invitation = invite(person=intern.person, actor=secretary())
    file = started(HEADINGS + "22600001;Baron;Léa;lea.baron@etu.example;;\n", cohort=cohort)
    apply_import(file=file, actor=None)
    invitation.refresh_from_db()
    assert invitation.expires_at <= timezone.now()


def refusal(file):
    [outcome] = plan_of(file).outcomes
    assert outcome.state == "refused"
    return str(outcome.problems[0])


def test_an_intern_of_another_cohort_is_refused(cohort):
    InternFactory(cohort=CohortFactory(year=2025), student_number="22600001", person__email="a@etu.example")
    file = started(HEADINGS + "22600001;Baron;Léa;a@etu.example;;\n", cohort=cohort)
    assert "autre promotion" in refusal(file)


def test_the_address_of_somebody_else_is_refused(cohort):
    InternFactory(cohort=cohort, student_number="22600002", person__email="a@etu.example")
    InternFactory(cohort=cohort, student_number="22600001", person__email="b@etu.example")
    file = started(HEADINGS + "22600001;Baron;Léa;a@etu.example;;\n", cohort=cohort)
    assert "déjà celle de" in refusal(file)


def test_a_known_address_with_another_number_is_refused(cohort):
    InternFactory(cohort=cohort, student_number="22600002", person__email="a@etu.example")
    file = started(HEADINGS + "22600001;Baron;Léa;a@etu.example;;\n", cohort=cohort)
    assert "22600002" in refusal(file)


def test_the_ine_of_somebody_else_is_refused(cohort):
    InternFactory(cohort=cohort, ine="999000001AA")
    file = started(HEADINGS + "22600001;Baron;Léa;a@etu.example;999000001AA;\n", cohort=cohort)
    assert "INE déjà attribué" in refusal(file)


def test_the_account_of_the_team_does_not_become_an_intern(cohort):
    director(last_name="Baron", email="a@etu.example")
    file = started(HEADINGS + "22600001;Baron;Léa;a@etu.example;;\n", cohort=cohort)
    assert "compte de l’équipe" in refusal(file)


TUTOR_HEADINGS = "Nom;Prénom;Adresse électronique;Statut;RPPS;Téléphone\n"


def test_an_import_never_changes_the_identity_of_the_team(db):
    person = director(
        last_name="Anselmi", first_name="Michel", email="michel@tutorat.example", phone="01 99 00 00 01"
    )
    TutorFactory(person=person, rpps="99900000094", status=Tutor.Status.PA)
    file = started(
        TUTOR_HEADINGS + "Pirate;Michel;pirate@tutorat.example;PA;99900000094;0199000099\n", kind="tutors"
    )
    assert "son adresse ne change pas" in refusal(file)
    file = started(
        TUTOR_HEADINGS + "Pirate;Michel;michel@tutorat.example;MCA;99900000094;0199000099\n", kind="tutors"
    )
    apply_import(file=file, actor=None)
    person.refresh_from_db()
    assert (person.last_name, person.phone) == ("Anselmi", "01 99 00 00 01")
    assert person.tutor.status == Tutor.Status.MCA


def test_somebody_known_in_another_role_gains_one(db):
    PersonFactory(
        last_name="Belhadj", first_name="Karim", email="karim.belhadj@tutorat.example", roles=[Role.TUTOR]
    )
    file = sample("maitres_de_stage.csv", kind="supervisors")
    assert plan_of(file).counts["created"] == 3
    assert "un rôle s’ajoute" in plan_of(file).outcomes[0].warnings[0]
    apply_import(file=file, actor=None)
    assert StageSupervisor.objects.count() == 3
    assert Person.objects.get(email="karim.belhadj@tutorat.example").roles == {Role.TUTOR, Role.SUPERVISOR}


def test_tutors_with_their_codes(db):
    file = sample("tuteurs.csv", kind="tutors")
    apply_import(file=file, actor=None)
    pascal = Tutor.objects.get(rpps="99900000078")
    assert (pascal.availability, pascal.max_groups, pascal.driving_minutes) == ("reduced", 1, 115)
    assert pascal.person.title == "Dr"
    assert Tutor.objects.get(person__last_name="Marchand").on_board
    again = sample("tuteurs.csv", kind="tutors")
    assert plan_of(again).counts["unchanged"] == 5


def test_a_nir_is_never_stored(cohort):
    text = "NIR;Numéro étudiant;Nom;Prénom;Mail\n255081416802538;22600001;Baron;Léa;a@etu.example\n"
    file = started(text, cohort=cohort)
    assert file.nir_columns == ["NIR"]
    assert "255081416802538" not in str(file.table)
    assert plan_of(file).counts["created"] == 1


def test_a_step_narrows_the_file_of_a_whole_university(cohort):
    text = (
        "matriculeEtudiant,nomFamilleEtudiant,prenomEtudiant,courrielEtudiant,codesEtape\n"
        "22600001,Baron,Léa,a@etu.example,MGDES1@TMDES1\n"
        "22600002,Costa,Zoé,b@etu.example,DROIT1\n"
    )
    file = started(text, cohort=cohort)
    assert plan_of(file).codes == {"MGDES1": 1, "TMDES1": 1, "DROIT1": 1}
    remap_import(file=file, positions=plan_of(file).mapping.positions, sieve="MGDES1")
    plan = plan_of(file)
    assert [outcome.label for outcome in plan.outcomes] == ["Léa Baron"]
    assert plan.left_out == 1


def test_a_new_cohort_is_only_made_when_confirmed(db):
    file = sample(
        "internes_modele.csv",
        new_cohort={"year": 2026, "entered_on": date(2026, 11, 2), "preset": "paris"},
    )
    assert plan_of(file).counts["created"] == 30
    assert not Cohort.objects.exists()
    apply_import(file=file, actor=None)
    cohort = Cohort.objects.get(year=2026)
    assert cohort.policy.preset == "paris"
    assert cohort.policy.production == "obligation"
    assert cohort.interns.count() == 30


def test_what_was_shown_is_what_is_applied(cohort):
    file = sample("internes_modele.csv", cohort=cohort)
    shown = plan_of(file).fingerprint
    InternFactory(cohort=cohort, student_number="22600001")
    with pytest.raises(PlanChanged):
        apply_import(file=file, shown=shown, actor=None)
    file.refresh_from_db()
    assert file.state == ImportFile.State.PENDING
    assert Intern.objects.count() == 1


def test_a_file_is_applied_once(cohort):
    file = sample("internes_modele.csv", cohort=cohort)
    apply_import(file=file, actor=None)
    with pytest.raises(ImportOver):
        apply_import(file=file, actor=None)
    with pytest.raises(ImportOver):
        abandon_import(file=file, actor=None)
    with pytest.raises(ImportOver):
        remap_import(file=file, positions={}, sieve="")


def test_an_abandoned_file_is_forgotten(cohort):
    file = sample("internes_modele.csv", cohort=cohort)
    abandon_import(file=file, actor=None)
    file.refresh_from_db()
    assert file.table == {}
    with pytest.raises(ImportOver):
        apply_import(file=file, actor=None)


def test_refused_rows_do_not_hold_back_the_others(cohort):
    text = HEADINGS + "22600001;Baron;Léa;lea;;\n22600002;Costa;Zoé;zoe@etu.example;;\n"
    apply_import(file=started(text, cohort=cohort), actor=None)
    assert [intern.student_number for intern in Intern.objects.all()] == ["22600002"]


def many(count):
    rows = (f"22{rank:06d};Nom{chr(97 + rank % 26)};Zoé;z{rank}@etu.example;;\n" for rank in range(count))
    return HEADINGS + "".join(row.replace("Noma", "Baron") for row in rows)


def test_previewing_costs_as_many_queries_for_ten_rows_as_for_two_hundred(cohort):
    cost = []
    for count in (10, 200):
        file = started(many(count), cohort=cohort)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert plan_of(file).counts["created"] == count
        cost.append(len(queries))
    assert cost[0] == cost[1] <= 4


def test_applying_a_hundred_and_ten_rows_takes_few_queries(cohort):
    file = started(many(110), cohort=cohort)
    with CaptureQueriesContext(connection) as queries:
        apply_import(file=file, actor=None)
    assert Intern.objects.count() == 110
    assert len(queries) <= 30


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_import_once():
    cohort = CohortFactory(year=2026)
    file = sample("internes_modele.csv", cohort=cohort)
    start, outcomes = Barrier(2), []

    def confirm():
        start.wait()
        try:
            apply_import(file=ImportFile.objects.get(pk=file.pk), actor=None)
            outcomes.append("done")
        except (ImportOver, PlanChanged) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ImportOver", "done"]
    assert Intern.objects.count() == 30
