"""Rooms, closures, seminars and placements from a file."""

import pytest

from groups.actions import apply_import, start_import
from groups.import_plans import plan_of
from groups.imports import kind_named
from meetings.models import Placement, Room, RoomClosure, Seminar
from tests.factories.groups import CohortFactory, InternFactory, StageSupervisorFactory
from tests.factories.meetings import RoomFactory, SemesterFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db

ROOMS = (
    "Code;Nom;Disposition;Places;Convient à un groupe;PMR\n"
    "TON-A1;TD 1;tables mobiles;24;oui;oui\n"
    "TON-E;;amphi;120;non;oui\n"
)
SEMINARS = "Promotion;Intitulé;Date;Début;Fin;Lieu\n2025;Gestes techniques;10/12/2026;14h;17h;Amphi B\n"
CLOSURES = "Salle;Du;De;À;Motif\nTON-A1;10/12/2026;8h;12h;Soutenances\n"


def imported(kind, text):
    """Plan and apply a file; return how many rows were in each state."""
    actor = secretary()
    file = start_import(
        kind=kind_named(kind), filename="liste.csv", content=text.encode(), cohort=None, actor=actor
    )
    plan = plan_of(file)
    if plan.counts["created"] or plan.counts["changed"]:
        apply_import(file=file, shown=plan.fingerprint, actor=actor)
    return plan.counts


def problems(kind, text):
    file = start_import(
        kind=kind_named(kind), filename="liste.csv", content=text.encode(), cohort=None, actor=secretary()
    )
    return [str(problem) for outcome in plan_of(file).outcomes for problem in outcome.problems]


def counts(created=0, changed=0, unchanged=0, refused=0):
    return {"created": created, "changed": changed, "unchanged": unchanged, "refused": refused}


def test_rooms_are_created_then_recognised_by_their_code():
    assert imported("rooms", ROOMS) == counts(created=2)
    room = Room.objects.get(code="TON-A1")
    assert (room.layout, room.capacity, room.group_work, room.accessible) == ("islands", 24, True, True)
    assert imported("rooms", ROOMS) == counts(unchanged=2)
    assert imported("rooms", ROOMS.replace("TON-A1", "TON‑A1").replace(";24;", ";22;")) == counts(
        changed=1, unchanged=1
    )
    assert Room.objects.get(code="TON-A1").capacity == 22


def test_a_room_without_places_is_refused():
    assert imported("rooms", "Code;Places\nTON-A1;\n") == counts(refused=1)


def test_seminars_are_created_once_and_their_hours_follow_the_file():
    CohortFactory(year=2025)
    assert imported("seminars", SEMINARS) == counts(created=1)
    seminar = Seminar.objects.get()
    assert (seminar.starts_at, seminar.ends_at) == (paris(2026, 12, 10, 14), paris(2026, 12, 10, 17))
    assert imported("seminars", SEMINARS) == counts(unchanged=1)
    assert imported("seminars", SEMINARS.replace("14h", "13h30")) == counts(changed=1)
    seminar.refresh_from_db()
    assert seminar.starts_at == paris(2026, 12, 10, 13, 30)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("2025;", "2031;"), "La promotion 2031 n’existe pas"),
        (("17h", "13h"), "La fin vient avant le début"),
        (("10/12/2026", "demain"), "n’est pas une date"),
    ],
)
def test_a_seminar_that_makes_no_sense_is_refused(change, sentence):
    CohortFactory(year=2025)
    assert any(sentence in problem for problem in problems("seminars", SEMINARS.replace(*change)))


def test_the_same_seminar_twice_in_a_file_is_refused():
    CohortFactory(year=2025)
    twice = SEMINARS + SEMINARS.split("\n", 1)[1]
    assert any("ligne 2" in problem for problem in problems("seminars", twice))


def test_closures_need_a_known_room_and_default_to_the_whole_day():
    assert imported("closures", CLOSURES) == counts(refused=1)
    room = RoomFactory(code="TON‑A1")
    assert imported("closures", CLOSURES) == counts(created=1)
    assert imported("closures", CLOSURES) == counts(unchanged=1)
    closure = RoomClosure.objects.get()
    assert (closure.room, closure.reason) == (room, "Soutenances")
    assert (closure.starts_at, closure.ends_at) == (paris(2026, 12, 10, 8), paris(2026, 12, 10, 12))
    imported("closures", "Salle;Du\nTON-A1;11/12/2026\n")
    whole = RoomClosure.objects.get(starts_at=paris(2026, 12, 11))
    assert whole.ends_at == paris(2026, 12, 11, 23, 59)


def test_placements_join_intern_semester_and_supervisor(time_machine):
    time_machine.move_to(paris(2026, 11, 23, 9))
    semester, intern = SemesterFactory(), InternFactory(student_number="22600001")
    supervisor = StageSupervisorFactory(person__email="dr.martin@cabinet.example")
    heading = "Numéro étudiant;Semestre;Stage;Lieu;Maître de stage\n"
    line = "22600001;{};N1;Chinon;dr.martin@cabinet.example\n"
    assert imported("placements", heading + line.format("")) == counts(created=1)
    placement = Placement.objects.get()
    assert (placement.intern, placement.semester, placement.supervisor) == (intern, semester, supervisor)
    assert imported("placements", heading + line.format("hiver 2026-2027")) == counts(unchanged=1)
    assert imported("placements", heading + line.format("").replace("Chinon", "Loches")) == counts(changed=1)
    assert imported("placements", heading + line.format("été 1999")) == counts(refused=1)
    assert imported("placements", heading + line.format("").replace("martin", "inconnu")) == counts(refused=1)
    assert imported("placements", heading + line.format("").replace("22600001", "22600002")) == counts(
        refused=1
    )
