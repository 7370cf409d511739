import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from evaluations.actions.levels import Grounds, give_level
from evaluations.models import Assessment, Evidence
from portfolios.models import Competency
from portfolios.models.framework import Level
from tests.factories.evaluations import ContactFactory, PlacementEvaluationFactory
from tests.factories.groups import InternFactory
from tests.factories.meetings import AttendanceFactory, PlacementFactory, SemesterFactory
from tests.factories.people import PersonFactory
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def intern():
    return InternFactory()


def give(intern, level=Level.NOVICE, **grounds):
    return give_level(
        intern=intern,
        competency=Competency.objects.get(code="APC"),
        semester=SemesterFactory(),
        level=level,
        grounds=Grounds(**grounds),
        actor=PersonFactory(),
    )


def test_a_level_needs_evidence(intern):
    with pytest.raises(ValidationError, match="au moins une preuve"):
        give(intern)
    assert not Assessment.objects.exists()


def test_not_assessed_claims_nothing(intern):
    assert give(intern, Level.NOT_ASSESSED).level == Level.NOT_ASSESSED


def test_every_kind_of_evidence_counts(intern):
    placement = PlacementFactory(intern=intern)
    assessment = give(
        intern,
        traces=[make_trace("validated", intern=intern)],
        sessions=[AttendanceFactory(intern=intern).session],
        contacts=[ContactFactory(intern=intern)],
        placement_evaluations=[PlacementEvaluationFactory(placement=placement, submitted_at=timezone.now())],
    )
    assert assessment.evidence.count() == 4


@pytest.mark.parametrize(
    "grounds",
    [
        lambda intern: {"traces": [make_trace("validated")]},
        lambda intern: {"traces": [make_trace("draft", intern=intern)]},
        lambda intern: {"contacts": [ContactFactory()]},
        lambda intern: {"sessions": [AttendanceFactory(intern=intern, status="absent").session]},
        lambda intern: {"sessions": [AttendanceFactory().session]},
        lambda intern: {
            "placement_evaluations": [
                PlacementEvaluationFactory(placement=PlacementFactory(intern=intern), submitted_at=None)
            ]
        },
        lambda intern: {"placement_evaluations": [PlacementEvaluationFactory(submitted_at=timezone.now())]},
    ],
)
def test_evidence_is_about_the_intern(intern, grounds):
    with pytest.raises(ValidationError, match="ne concerne pas"):
        give(intern, **grounds(intern))
    assert not Evidence.objects.exists()


def test_earlier_levels_are_kept(intern):
    trace = make_trace("validated", intern=intern)
    give(intern, Level.NOVICE, traces=[trace])
    give(intern, Level.INTERMEDIATE, traces=[trace])
    assert Assessment.objects.count() == 2
