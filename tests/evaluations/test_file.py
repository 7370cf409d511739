import pytest
import time_machine
from django.urls import reverse

from accounts.models import FileAccess
from evaluations.dossier.levels import petal_rows
from evaluations.dossier.record import Record
from evaluations.models import Assessment, ReflectiveShift
from evaluations.queries.files import files_open_to
from meetings.models import Semester
from portfolios.models.framework import Level
from tests.access.world import TODAY, build_world
from tests.factories.evaluations import ContactFactory, make_assessment
from tests.factories.meetings import SemesterFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel(TODAY, tick=False):
        yield build_world()


@pytest.fixture
def summer():
    return SemesterFactory(
        season=Semester.Season.SUMMER,
        starts_on=paris(2026, 5, 4).date(),
        ends_on=paris(2026, 11, 1).date(),
    )


def record(world, reader: str) -> Record:
    person = world.people[reader]
    intern = files_open_to(person, TODAY.date()).get(pk=world.own.intern.pk)
    return Record(intern, reader=person, today=TODAY.date(), current=world.semester)


@pytest.mark.parametrize(
    ("role", "own", "other"),
    [
        ("tutor", True, False),
        ("co_tutor", True, False),
        ("intern", True, False),
        ("mate", False, False),
        ("commission", True, False),
        ("coordinator", True, True),
        ("director", True, True),
        ("secretary", False, False),
        ("supervisor", False, False),
        ("administrator", False, False),
    ],
)
def test_files_open_to(world, role, own, other):
    found = files_open_to(world.people[role], TODAY.date())
    assert found.filter(pk=world.own.intern.pk).exists() is own
    assert found.filter(pk=world.other.intern.pk).exists() is other


def test_a_closed_commission_reads_nothing(world):
    person = world.people["commission"]
    assert not files_open_to(person, paris(2027, 4, 2).date()).exists()


def test_the_level_before_this_semester_is_kept_beside(world, summer):
    world.own.intern.assessments.all().delete()
    make_assessment(world.own.intern, "APC", Level.NOVICE, semester=summer)
    make_assessment(world.own.intern, "APC", Level.INTERMEDIATE, semester=world.semester)
    row = record(world, "tutor").petals[0]
    assert (row.level, row.previous, row.evidence_count) == (Level.INTERMEDIATE, Level.NOVICE, 2)


def test_petal_rows_without_assessment():
    assert [row.level for row in petal_rows([], None)] == [0] * 6


def test_the_frise_carries_levels_over_and_leaves_the_future_open(world, summer):
    world.own.intern.assessments.all().delete()
    make_assessment(world.own.intern, "PRU", Level.NOVICE, semester=summer)
    cells = record(world, "tutor").frise
    assert len(cells) == 8
    assert [cell.levels for cell in cells[:4]] == [
        (0, 0, 0, 0, 0, 0),
        (0, 1, 0, 0, 0, 0),
        (0, 1, 0, 0, 0, 0),
        None,
    ]
    assert [cell.is_current for cell in cells].index(True) == 2
    assert cells[2].placement == world.own.placement


def test_the_shift_stands_at_its_semester(world):
    shift = ReflectiveShift.objects.create(
        intern=world.own.intern,
        occurred_on=paris(2026, 10, 3).date(),
        quote="Je cherchais à me rassurer.",
        marked_by=world.own.tutor.person,
    )
    cells = record(world, "tutor").frise
    assert [cell.rank for cell in cells if cell.shift == shift] == [2]


def test_the_thread_is_latest_first_and_the_commission_reads_no_words(world):
    ContactFactory(intern=world.own.intern, occurred_at=paris(2027, 1, 10, 9), summary="Service dense.")
    entries = record(world, "tutor").thread
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    assert any(entry.words == "Service dense." for entry in entries)
    assert not any("dense" in entry.words for entry in record(world, "commission").thread)


def test_a_draft_is_on_no_page_of_the_file(client, world):
    world.own.draft.title = "Un brouillon à moi"
    world.own.draft.save()
    client.force_login(world.people["tutor"])
    for tab in ("", "traces", "evaluations"):
        url = reverse("evaluations:intern-file", args=[world.own.intern.pk])
        assert "Un brouillon à moi" not in client.get(url, {"onglet": tab}).text


def test_private_notes_stay_with_their_readers(client, world):
    world.own.note.text = "Rythme de gardes à Blois."
    world.own.note.save()
    url = reverse("evaluations:intern-file", args=[world.own.intern.pk]) + "?onglet=notes"
    for role, status, shown in (
        ("tutor", 200, True),
        ("co_tutor", 200, False),
        ("intern", 200, False),
        ("director", 200, False),
        ("commission", 404, False),
    ):
        client.force_login(world.people[role])
        response = client.get(url)
        assert response.status_code == status, role
        assert ("Rythme de gardes" in response.text) is shown, role


def test_an_opening_is_journaled(client, world):
    client.force_login(world.people["coordinator"])
    client.get(reverse("evaluations:intern-file", args=[world.own.intern.pk]))
    access = FileAccess.objects.get()
    assert (access.actor, access.subject) == (world.people["coordinator"], world.own.intern.person)


def test_an_unknown_tab_is_not_found(client, world):
    client.force_login(world.people["tutor"])
    url = reverse("evaluations:intern-file", args=[world.own.intern.pk])
    assert client.get(url, {"onglet": "bulletin"}).status_code == 404


def level_url(world, whose="own") -> str:
    return reverse("evaluations:assessment-new", args=[getattr(world, whose).intern.pk, "APC"])


def test_the_tutor_gives_a_level_with_the_trace_just_read(client, world):
    client.force_login(world.people["tutor"])
    page = client.get(level_url(world), {"trace": world.own.trace.pk})
    assert f'value="trace:{world.own.trace.pk}" checked' in page.text
    response = client.post(
        level_url(world), {"level": "2", "evidence": [f"trace:{world.own.trace.pk}"], "comment": "Juste."}
    )
    assert response.status_code == 302
    assessment = Assessment.objects.first()
    assert (assessment.level, assessment.comment) == (Level.INTERMEDIATE, "Juste.")
    assert assessment.evidence.get().trace == world.own.trace


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"level": "2", "comment": "Déjà écrit."}, "au moins une preuve"),
        ({"comment": "Déjà écrit."}, "Choisissez un niveau"),
        ({"level": "2", "evidence": ["trace:999999"], "comment": "Déjà écrit."}, "choix"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, world, data, sentence):
    client.force_login(world.people["tutor"])
    before = Assessment.objects.count()
    response = client.post(level_url(world), data)
    assert response.status_code == 422
    assert sentence in response.text
    assert "Déjà écrit." in response.text
    assert Assessment.objects.count() == before


def test_the_co_tutor_gives_levels_only_where_the_policy_says_so(client, world):
    client.force_login(world.people["co_tutor"])
    assert client.get(level_url(world)).status_code == 404
    policy = world.own.cohort.policy
    policy.co_tutor_validates = True
    policy.save()
    assert client.get(level_url(world)).status_code == 200
    assert client.get(level_url(world, "other")).status_code == 404
