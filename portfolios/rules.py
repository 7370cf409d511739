"""Who may do what with a trace (D.1-11, D.1-18, A-172)."""

import rules

from accounts.models import Person
from groups.rules import coordinates, follows, tutors
from portfolios.models import Reading, Trace


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
def tutor_validates(person: Person, trace: Trace) -> bool:
    """In the cohort's policy tutors validate; elsewhere they read, and the coordination decides (A-180)."""
    return trace.intern.cohort.policy.tutor_validates


@rules.predicate
def co_tutor_validates(person: Person, trace: Trace) -> bool:
    """The cohort's policy lets a co-tutor validate like the tutor (A-172)."""
    return trace.intern.cohort.policy.co_tutor_validates


@rules.predicate
def tutors_author(person: Person, trace: Trace) -> bool:
    return tutors(person, trace.intern)


@rules.predicate
def awaits_reading(person: Person, trace: Trace) -> bool:
    return trace.state == Trace.State.SUBMITTED


@rules.predicate
def gave_it_back_read(person: Person, trace: Trace) -> bool:
    """Returned a reading without decision since the author submitted it."""
    return Reading.objects.filter(
        version__trace=trace,
        reader=person,
        decision=Reading.Decision.READ,
        returned_at__gte=trace.submitted_at,
    ).exists()


follows_trace = tutors_author | is_readable_by_co_tutor | is_in_departments_view
comments = awaits_reading & follows_trace & ~gave_it_back_read
validates = awaits_reading & (
    (tutor_validates & (tutors_author | (co_tutor_validates & is_readable_by_co_tutor)))
    | is_in_departments_view
)
returns_read = awaits_reading & ~tutor_validates & tutors_author
