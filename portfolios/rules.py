"""Who may do what with a trace (D.1-11, D.1-18, A-172)."""

import rules

from accounts.models import Person
from groups.models import Policy
from groups.rules import coordinates, follows, tutors
from portfolios.models import Trace


@rules.predicate
def is_author(person: Person, trace: Trace) -> bool:
    return trace.intern.person_id == person.pk


@rules.predicate
def is_readable_by_co_tutor(person: Person, trace: Trace) -> bool:
    """A recognisable story is read by the tutor alone (B.13)."""
    return not trace.recognisable and follows(person, trace.intern)


@rules.predicate
def is_in_departments_view(person: Person, trace: Trace) -> bool:
    return not trace.recognisable and coordinates(person)


@rules.predicate
def co_tutor_validates(person: Person, trace: Trace) -> bool:
    """The cohort's policy lets a co-tutor validate (A-172)."""
    return Policy.objects.filter(cohort=trace.intern.cohort_id, co_tutor_validates=True).exists()


@rules.predicate
def tutors_author(person: Person, trace: Trace) -> bool:
    return tutors(person, trace.intern)


@rules.predicate
def awaits_reading(person: Person, trace: Trace) -> bool:
    return trace.state == Trace.State.SUBMITTED


follows_trace = tutors_author | is_readable_by_co_tutor | is_in_departments_view
comments = awaits_reading & follows_trace
validates = awaits_reading & (
    tutors_author | (is_readable_by_co_tutor & co_tutor_validates) | is_in_departments_view
)
