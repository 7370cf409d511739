from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from evaluations.actions.objectives import (
    reopen_objective,
    set_objective,
    settle_objective,
    withdraw_objective,
)
from evaluations.models import Objective
from evaluations.queries.objectives import (
    objectives_settled_by,
    objectives_visible_to,
    open_objectives,
)
from tests.factories import people
from tests.factories.evaluations import ObjectiveFactory
from tests.factories.groups import interns_of_group, make_group, tutor_of_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return make_group(size=2)


@pytest.fixture
def intern(group):
    return interns_of_group(group)[0]


@pytest.fixture
def tutor(group):
    return tutor_of_group(group).person


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_objective_is_set_in_one_line(intern, tutor):
    objective = set_objective(intern=intern, text="  Écrire\nun RSCA ", due_on=tomorrow(), actor=tutor)
    assert objective.text == "Écrire un RSCA"
    assert objective.state == Objective.State.OPEN


@pytest.mark.parametrize(("text", "field"), [("  ", "text"), ("x" * 301, "text")])
def test_objective_without_words_or_with_too_many_is_refused(intern, tutor, text, field):
    with pytest.raises(ValidationError) as refusal:
        set_objective(intern=intern, text=text, due_on=tomorrow(), actor=tutor)
    assert field in refusal.value.message_dict


def test_objective_in_the_past_is_refused(intern, tutor):
    with pytest.raises(ValidationError) as refusal:
        set_objective(
            intern=intern, text="Lire", due_on=timezone.localdate() - timedelta(days=1), actor=tutor
        )
    assert "due_on" in refusal.value.message_dict


def test_objective_is_settled_once_then_reopened(tutor):
    objective = ObjectiveFactory()
    assert settle_objective(objective=objective, state="partly", actor=tutor)
    assert objective.settled_at is not None
    assert not settle_objective(objective=objective, state="kept", actor=tutor)
    assert objective.state == Objective.State.PARTLY
    assert reopen_objective(objective=objective, actor=tutor)
    assert (objective.state, objective.settled_at) == (Objective.State.OPEN, None)
    assert not reopen_objective(objective=objective, actor=tutor)


def test_settling_needs_an_outcome(tutor):
    with pytest.raises(ValidationError):
        settle_objective(objective=ObjectiveFactory(), state="open", actor=tutor)


def test_objective_just_set_is_taken_back_by_its_author_only(intern, tutor):
    objective = set_objective(intern=intern, text="Lire", due_on=tomorrow(), actor=tutor)
    assert not withdraw_objective(objective=objective, actor=people.coordinator())
    assert withdraw_objective(objective=objective, actor=tutor)
    assert not Objective.objects.exists()


def test_objective_of_yesterday_stays(intern, tutor):
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        objective = set_objective(intern=intern, text="Lire", due_on=tomorrow(), actor=tutor)
    assert not withdraw_objective(objective=objective, actor=tutor)


def test_open_objectives_come_most_pressing_first(intern):
    late = ObjectiveFactory(intern=intern, due_on="2027-03-15")
    later = ObjectiveFactory(intern=intern, due_on="2027-04-30")
    ObjectiveFactory(intern=intern, state="kept")
    assert list(open_objectives(intern)) == [late, later]


def test_who_sees_and_settles_an_objective(group, intern, tutor):
    objective = ObjectiveFactory(intern=intern)
    mate = interns_of_group(group)[1]
    stranger = tutor_of_group(make_group()).person
    assert list(objectives_visible_to(intern.person)) == [objective]
    assert list(objectives_visible_to(tutor)) == [objective]
    assert list(objectives_visible_to(people.coordinator())) == [objective]
    for person in (mate.person, stranger, people.secretary(), people.commission_member()):
        assert not objectives_visible_to(person).exists()
    assert objectives_settled_by(tutor).exists()
    assert not objectives_settled_by(intern.person).exists()
    assert not objectives_settled_by(people.coordinator()).exists()
