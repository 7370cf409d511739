"""The point of a semester as a table: sessions, people called, groups still without a session."""

import csv
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from meetings.actions.answers import answer_convocation
from meetings.actions.convening import publish_sessions
from tests.factories.groups import CohortFactory, interns_of_group, make_group
from tests.factories.meetings import RoomFactory, SemesterFactory, SessionFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False):
        yield


@pytest.fixture
def semester():
    return SemesterFactory()


@pytest.fixture
def table(client, semester):
    """`table()`: the lines of the file, each a dict by heading."""
    client.force_login(secretary())

    def read() -> list[dict[str, str]]:
        response = client.get(reverse("meetings:semester-export", args=[semester.pk]))
        assert "point-du-semestre" in response["Content-Disposition"]
        return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))

    return read


def test_each_person_called_has_a_line_with_the_answer(table, semester) -> None:
    room = RoomFactory(code="TON-A1")
    group = make_group(size=2)
    session = SessionFactory(group=group, semester=semester, room=room, starts_at=paris(2027, 1, 14, 14))
    publish_sessions(sessions=[session], actor=None)
    first, second = interns_of_group(group)
    one = session.convocations.get(person=first.person)
    answer_convocation(convocation=one, answer="prevented", reason="garde de nuit")
    lines = {line["Personne"]: line for line in table()}
    assert len(lines) == 3
    excused = lines[first.person.full_name]
    assert (excused["Jour"], excused["Début"], excused["Lieu"]) == ("14/01/2027", "14:00", "TON-A1")
    assert (excused["Convocation"], excused["Réponse le"]) == ("Excusée", "01/12/2026 09:00")
    assert "garde" not in str(excused)
    assert lines[second.person.full_name]["Réponse le"] == ""
    assert "\u2011" not in excused["Groupe"]


def test_drafts_and_groups_without_session_are_there_too(table, semester) -> None:
    SessionFactory(group=make_group(size=2), semester=semester)
    make_group(size=2, cohort=CohortFactory(year=2024))
    assert [(line["Promotion"], line["État de la séance"], line["Personne"]) for line in table()] == [
        ("2025", "Brouillon", ""),
        ("2024", "À placer", ""),
    ]


def test_a_name_is_no_formula(table, semester) -> None:
    group = make_group(size=1)
    person = interns_of_group(group)[0].person
    person.first_name = "=HYPERLINK(1)"
    person.save()
    publish_sessions(sessions=[SessionFactory(group=group, semester=semester)], actor=None)
    assert not any(cell.startswith("=") for line in table() for cell in line.values())


def test_it_costs_the_same_whatever_the_number_of_groups(
    table, semester, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        session = SessionFactory(group=make_group(size=4), semester=semester)
        publish_sessions(sessions=[session], actor=None)
    with django_assert_max_num_queries(10):
        assert len(table()) == 30
