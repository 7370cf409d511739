"""The common scale shipped with the product (domain B.5, B.6) and its place in the marguerite."""

import pytest

from design.marguerite import NAMES, PETALS
from portfolios.models import Competency, SituationFamily

pytestmark = pytest.mark.django_db


def test_the_six_competencies_stand_in_the_order_of_the_petals() -> None:
    competencies = list(Competency.objects.order_by("position"))
    assert tuple(competency.code for competency in competencies) == PETALS
    assert tuple(competency.short_label for competency in competencies) == NAMES
    assert competencies[0].label == "Relation, communication, approche centrée patient"
    assert all(competency.definition for competency in competencies)


def test_eleven_families_and_a_twelfth_for_the_rest() -> None:
    families = list(SituationFamily.objects.order_by("position"))
    assert [family.position for family in families] == list(range(1, 13))
    assert families[-1].label == "Autre"
    assert families[6].label == "Situations de problèmes de santé et/ou de souffrance liés au travail"
