"""The intern's home: what comes next, what is due, where one stands."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import Role
from portfolios.models import Reading, SituationFamily, Thesis, Trace
from tests.factories import people
from tests.factories.evaluations import ObjectiveFactory, make_assessment
from tests.factories.groups import TutorFactory, interns_of_group, make_group
from tests.factories.meetings import (
    ConvocationFactory,
    PlacementFactory,
    PublishedSessionFactory,
    SemesterFactory,
    paris,
)
from tests.factories.portfolios import make_trace
from tutorat.homes.semester_chart import chart_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(paris(2027, 1, 11, 9)):
        yield


@pytest.fixture
def group():
    return make_group(tutor=TutorFactory(motto="On peut se voir seul à seule."), size=3)


@pytest.fixture
def intern(group):
    return interns_of_group(group)[0]


def home_of(intern) -> str:
    client = Client()
    client.force_login(intern.person)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def convene(group, *answers: str):
    session = PublishedSessionFactory(group=group, semester=SemesterFactory())
    return [
        ConvocationFactory(session=session, person=intern.person, answer=answer)
        for intern, answer in zip(interns_of_group(group), answers, strict=True)
    ]


def test_a_first_day_has_a_page(intern) -> None:
    page = home_of(intern)
    assert "Aucune séance annoncée" in page
    assert "Pas encore de trace" in page
    assert "Aucun semestre" in page


def test_the_next_session_is_answered_here_and_shows_who_comes(group, intern) -> None:
    own, mate, _ = convene(group, "", "present", "prevented")
    page = home_of(intern)
    assert "dans trois jours" in page
    assert f'action="/convocations/{own.pk}/reponse"' in page
    assert f"{mate.person.first_name} vient" in page
    assert "Confirmer votre venue" in page


def test_an_answer_given_is_no_longer_due(group, intern) -> None:
    convene(group, "present", "", "")
    page = home_of(intern)
    assert "vous serez là" in page
    assert "Confirmer votre venue" not in page


def test_once_begun_no_answer_is_asked_any_more(group, intern) -> None:
    convene(group, "", "", "")
    with time_machine.travel(paris(2027, 1, 14, 14, 5)):
        page = home_of(intern)
    assert "Agenda" in page
    for words in ("Je serai là", "Je m’excuse…", "Confirmer votre venue"):
        assert words not in page


def test_the_reasons_of_the_others_stay_theirs(group, intern) -> None:
    _, mate, _ = convene(group, "", "prevented", "")
    mate.reason = "Hospitalisé"
    mate.save()
    assert "Hospitalisé" not in home_of(intern)


def test_a_past_or_withdrawn_session_is_not_announced(group, intern) -> None:
    own, *_ = convene(group, "", "", "")
    own.withdrawn_at = paris(2027, 1, 10)
    own.save()
    assert "Aucune séance annoncée" in home_of(intern)


def test_what_is_due_gathers_rework_and_objectives(intern) -> None:
    trace = make_trace("rework", intern=intern, title="Le vaccin")
    Reading.objects.create(
        version=trace.versions.get(),
        reader=people.make_person(Role.TUTOR),
        decision="rework",
        word="Il manque deux sources.",
        returned_at=paris(2027, 1, 5),
    )
    ObjectiveFactory(intern=intern, text="Rencontrer deux directeurs", due_on=date(2027, 1, 4))
    page = home_of(intern)
    assert "Reprendre «\u00a0Le vaccin\u00a0»" in page
    assert "Il manque deux sources." in page
    assert "dépassé, 4\u00a0janvier" in page


def test_families_count_what_was_submitted(intern) -> None:
    for state in ("draft", "validated"):
        trace = make_trace(state, intern=intern)
        trace.families.add(SituationFamily.objects.get(position=4 if state == "draft" else 5))
    assert "1 abordée sur 11" in home_of(intern)


def test_levels_are_shown_with_their_evidence(intern) -> None:
    semester = SemesterFactory()
    make_assessment(intern, code="PRO", level=1, semester=semester)
    make_assessment(intern, code="PRO", level=2, semester=semester)
    assert "intermédiaire, 2\u00a0preuves" in home_of(intern)


@pytest.mark.parametrize(
    ("production", "words"), [("incentive", "pas une obligation"), ("obligation", "en fait une")]
)
def test_the_mark_is_said_for_what_it_is(intern, production, words) -> None:
    policy = intern.cohort.policy
    policy.production = production
    policy.save()
    page = home_of(intern)
    assert "un RSCA et une autre trace" in page
    assert words in page


@pytest.mark.parametrize(
    ("step", "current"), [("not_started", "Idée"), ("idea", "Directeur"), ("director", "Fiche de projet")]
)
def test_the_thesis_shows_its_present_step(intern, step, current) -> None:
    Thesis.objects.create(intern=intern, step=step)
    after = home_of(intern).split("Ma thèse", 1)[1].split('aria-current="step"', 1)[1]
    assert f"<b>{current}</b>" in after[:600]


@pytest.mark.parametrize(
    ("step", "words"),
    [("idea", "à trouver"), ("filed", "déposée, à valider"), ("writing", "rédaction en cours")],
)
def test_the_thesis_says_what_its_milestone_waits_for(intern, step, words) -> None:
    Thesis.objects.create(intern=intern, step=step, due_on=date(2028, 11, 1))
    after = home_of(intern).split("Ma thèse", 1)[1].split('aria-current="step"', 1)[1]
    assert words in after.split("</li>", 1)[0]


def test_nobody_else_s_traces_show(intern, group) -> None:
    make_trace("validated", intern=interns_of_group(group)[1], title="À un autre")
    assert "À un autre" not in home_of(intern)


def test_the_home_costs_the_same_with_many_traces(intern, group, django_assert_max_num_queries) -> None:
    convene(group, "", "", "")
    PlacementFactory(intern=intern, semester=SemesterFactory())
    for _ in range(30):
        make_trace(Trace.State.REWORK, intern=intern)
    client = Client()
    client.force_login(intern.person)
    with django_assert_max_num_queries(22):
        client.get("/")


def test_blocks_pile_rsca_first_under_the_mark() -> None:
    chart = chart_of([(1, False), (1, True), (3, True)], target=2)
    assert [(column.rank, column.rsca, column.other) for column in chart.columns] == [
        (1, 1, 1),
        (2, 0, 0),
        (3, 1, 0),
    ]
    bottom, above, _ = chart.blocks
    assert bottom.is_rsca
    assert not above.is_rsca
    assert bottom.y > above.y > chart.target_y
