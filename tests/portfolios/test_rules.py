"""Who sees a trace and who decides on it (D.1-11, D.1-18, A-172, B.13)."""

import pytest
import time_machine

from accounts.models import Role
from portfolios import rules
from portfolios.actions import continue_trace, return_reading, submit_trace
from portfolios.models import Trace
from portfolios.queries import interns_tutored_by, traces_to_read_by, traces_visible_to
from tests.factories import people
from tests.factories.groups import CoTutorFactory, TutorFactory, interns_of_group, make_group
from tests.factories.meetings import paris
from tests.factories.portfolios import make_trace

pytestmark = pytest.mark.django_db
SUBMITTED = Trace.State.SUBMITTED
AFTER = paris(2027, 1, 12, 9)
"""Once the traces of `make_trace` were submitted."""


@pytest.fixture
def cast():
    """A group and everybody who may come near its traces."""
    tutor, co_tutor = TutorFactory(), CoTutorFactory()
    group = make_group(tutor=tutor, co_tutor=co_tutor, size=2)
    author, mate = interns_of_group(group)
    other = TutorFactory()
    make_group(tutor=other, size=1)
    return {
        "author": author.person,
        "mate": mate.person,
        "tutor": tutor.person,
        "co_tutor": co_tutor.person,
        "other tutor": other.person,
        "coordinator": people.coordinator(),
        "director": people.director(),
        "secretary": people.secretary(),
        "commission": people.commission_member(),
        "supervisor": people.make_person(Role.SUPERVISOR),
        "administrator": people.administrator(),
        "intern": author,
    }


def who(cast, allowed) -> set[str]:
    return {name for name, person in cast.items() if name != "intern" and allowed(person)}


def seen_by(cast, trace) -> set[str]:
    return who(cast, lambda person: traces_visible_to(person).filter(pk=trace.pk).exists())


def test_a_draft_is_its_author_s_alone(cast) -> None:
    assert seen_by(cast, make_trace(intern=cast["intern"])) == {"author"}


@pytest.mark.parametrize("state", ["submitted", "rework", "validated", "refused", "archived"])
def test_what_was_submitted_is_seen_by_the_people_of_the_intern(cast, state) -> None:
    trace = make_trace(state, intern=cast["intern"])
    assert seen_by(cast, trace) == {"author", "tutor", "co_tutor", "coordinator", "director"}


def test_a_recognisable_story_is_for_author_and_tutor(cast) -> None:
    trace = make_trace(SUBMITTED, intern=cast["intern"], recognisable=True)
    assert seen_by(cast, trace) == {"author", "tutor"}
    assert who(cast, lambda person: rules.validates(person, trace)) == {"tutor"}
    assert who(cast, lambda person: rules.comments(person, trace)) == {"tutor"}


def test_the_tutor_validates_and_the_coordinator_may_in_the_tutor_s_place(cast) -> None:
    trace = make_trace(SUBMITTED, intern=cast["intern"])
    assert who(cast, lambda person: rules.validates(person, trace)) == {"tutor", "coordinator"}
    assert who(cast, lambda person: rules.comments(person, trace)) == {"tutor", "co_tutor", "coordinator"}


def test_a_co_tutor_validates_when_the_policy_says_so(cast) -> None:
    policy = cast["intern"].cohort.policy
    policy.co_tutor_validates = True
    policy.save()
    trace = make_trace(SUBMITTED, intern=cast["intern"])
    assert "co_tutor" in who(cast, lambda person: rules.validates(person, trace))


@pytest.fixture
def reading_without_validating(cast):
    """The policy of Bordeaux: tutors read, the coordination validates."""
    policy = cast["intern"].cohort.policy
    policy.tutor_validates, policy.co_tutor_validates = False, True
    policy.save()
    with time_machine.travel(AFTER, tick=True):
        yield


def test_tutors_read_without_validating_where_the_policy_says_so(cast, reading_without_validating) -> None:
    trace = make_trace(SUBMITTED, intern=cast["intern"])
    assert who(cast, lambda person: rules.validates(person, trace)) == {"coordinator"}
    assert who(cast, lambda person: rules.returns_read(person, trace)) == {"tutor"}
    assert who(cast, lambda person: rules.comments(person, trace)) == {"tutor", "co_tutor", "coordinator"}


def test_what_was_returned_read_waits_for_the_coordination_alone(cast, reading_without_validating) -> None:
    trace = make_trace(SUBMITTED, intern=cast["intern"])
    return_reading(
        version=trace.versions.get(), reader=cast["tutor"], decision="read", word="Bien vu.", marks={}
    )
    trace.refresh_from_db()
    assert trace.state == SUBMITTED
    assert not rules.comments(cast["tutor"], trace)
    assert list(traces_to_read_by(cast["tutor"])) == []
    assert rules.validates(cast["coordinator"], trace)


def test_a_new_version_comes_back_to_the_tutor(cast, reading_without_validating) -> None:
    trace = make_trace(SUBMITTED, intern=cast["intern"])
    first = trace.versions.get()
    return_reading(version=first, reader=cast["tutor"], decision="read", word="", marks={})
    return_reading(version=first, reader=cast["coordinator"], decision="rework", word="Une source.", marks={})
    submit_trace(version=continue_trace(trace=trace))
    trace.refresh_from_db()
    assert list(traces_to_read_by(cast["tutor"])) == [trace]
    assert rules.returns_read(cast["tutor"], trace)


@pytest.mark.parametrize("state", ["draft", "rework", "validated", "refused", "archived"])
def test_nobody_decides_on_what_does_not_wait(cast, state) -> None:
    trace = make_trace(state, intern=cast["intern"])
    assert who(cast, lambda person: rules.validates(person, trace)) == set()


def test_a_former_tutor_no_longer_reads(cast) -> None:
    trace = make_trace(SUBMITTED, intern=cast["intern"])
    tutorship = cast["tutor"].tutor.tutorships.get()
    tutorship.ends_on = tutorship.starts_on
    tutorship.save()
    assert "tutor" not in seen_by(cast, trace)
    assert not rules.validates(cast["tutor"], trace)


def test_the_queue_holds_what_waits_oldest_first(cast) -> None:
    second = make_trace(SUBMITTED, intern=cast["intern"])
    first = make_trace(SUBMITTED, intern=cast["intern"])
    Trace.objects.filter(pk=first.pk).update(submitted_at="2027-01-02T08:00:00Z")
    hidden = make_trace(SUBMITTED, intern=cast["intern"], recognisable=True)
    make_trace("validated", intern=cast["intern"])
    make_trace(intern=cast["intern"])
    assert list(traces_to_read_by(cast["tutor"])) == [first, second, hidden]
    assert list(traces_to_read_by(cast["co_tutor"])) == [first, second]
    assert list(traces_to_read_by(cast["other tutor"])) == []
    assert list(traces_to_read_by(cast["coordinator"])) == []


def test_a_co_tutor_tutors_nobody(cast) -> None:
    assert cast["intern"] in interns_tutored_by(cast["tutor"])
    assert not interns_tutored_by(cast["co_tutor"]).exists()
