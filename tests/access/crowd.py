"""Many rows of everything one of the world's people can list, made in a few statements."""

from datetime import timedelta
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from accounts.models import FileAccess, Person, Role, RoleAssignment
from evaluations.models import Contact, Note, Objective
from groups.models import DrawEntry, Intern, Membership, StageSupervisor, Tutor, TutorialGroup, Tutorship
from meetings.models import (
    Attendance,
    Convocation,
    Placement,
    ProgrammeItem,
    Room,
    Seminar,
    TutorialSession,
    TutorsMeeting,
)
from outbox.models import Message
from portfolios.models import Trace, TraceVersion

GROUP = 5


def crowd(world: SimpleNamespace, count: int) -> None:
    """Add `count` interns in groups of five, all of the world's own tutor, and `count` of the rest.

    The database then learns how many rows there are, as it does by itself outside a test's transaction.
    """
    own = world.own
    interns = _interns(count, own.cohort)
    groups = _groups(count // GROUP, own)
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(group=groups[index // GROUP], intern=intern, starts_on=own.cohort.entered_on)
        for index, intern in enumerate(interns)
    )
    DrawEntry.objects.bulk_create(DrawEntry(draw=own.draw, intern=intern) for intern in interns)
    rooms = Room.objects.bulk_create(Room(code=f"Z-{index:04d}", capacity=12) for index in range(count))
    Seminar.objects.bulk_create(
        Seminar(
            cohort=own.cohort,
            title=f"Séminaire {index}",
            starts_at=now + timedelta(days=index % 90, hours=1),
            ends_at=now + timedelta(days=index % 90, hours=3),
        )
        for index in range(count)
    )
    sessions = TutorialSession.objects.bulk_create(
        TutorialSession(
            group=group,
            semester=world.semester,
            number=3,
            starts_at=now + timedelta(days=3 + index % 60),
            ends_at=now + timedelta(days=3 + index % 60, hours=2),
            room=rooms[index],
            state=TutorialSession.State.PUBLISHED,
            published_at=now,
        )
        for index, group in enumerate(groups)
    )
    Convocation.objects.bulk_create(
        Convocation(session=sessions[index // GROUP], person=intern.person, part=Convocation.Part.INTERN)
        for index, intern in enumerate(interns)
    )
    Attendance.objects.bulk_create(
        Attendance(session=sessions[index // GROUP], intern=intern, status=Attendance.Status.PRESENT)
        for index, intern in enumerate(interns)
    )
    Message.objects.bulk_create(
        Message(
            key=f"foule:{intern.pk}",
            kind="convocation",
            recipient=intern.person,
            address=intern.person.email,
            due_at=now,
            state=Message.State.SENT,
            subject="Groupe tutorial",
        )
        for intern in interns
    )
    _placements(count, world, interns)
    _traces(world, interns)
    Contact.objects.bulk_create(
        Contact(intern=intern, logged_by=own.tutor.person, occurred_at=now, channel=Contact.Channel.MAIL)
        for intern in [*interns, *[own.intern] * count]
    )
    Objective.objects.bulk_create(
        Objective(intern=own.intern, text=f"Objectif {index}", due_on=now.date(), set_by=own.tutor.person)
        for index in range(count)
    )
    Note.objects.bulk_create(
        Note(
            session=session,
            intern=own.intern,
            author=own.tutor.person,
            audience=Note.Audience.SHARED,
            text="Récit abouti.",
        )
        for session in sessions
    )
    FileAccess.objects.bulk_create(
        FileAccess(actor=own.tutor.person, subject=intern.person, part="vue d’ensemble", hour=now)
        for intern in [*interns, own.intern]
    )
    TutorsMeeting.objects.bulk_create(
        TutorsMeeting(semester=world.semester, starts_at=now, ends_at=now + timedelta(hours=2))
        for _ in range(count // GROUP)
    )
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(session_number=1 + index % 6, position=100 + index, text=f"Point {index}")
        for index in range(count // GROUP)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(count: int, role: str, prefix: str) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(
            email=f"{prefix}{index}@etu.example",
            first_name=f"Prénom{index}",
            last_name=f"{prefix.title()}{index:04d}",
        )
        for index in range(count)
    )
    RoleAssignment.objects.bulk_create(RoleAssignment(person=person, role=role) for person in people)
    return people


def _interns(count: int, cohort: object) -> list[Intern]:
    return Intern.objects.bulk_create(
        Intern(person=person, cohort=cohort, student_number=f"9{index:07d}")
        for index, person in enumerate(_people(count, Role.INTERN, "foule"))
    )


def _groups(count: int, own: SimpleNamespace) -> list[TutorialGroup]:
    groups = TutorialGroup.objects.bulk_create(
        TutorialGroup(cohort=own.cohort, number=5000 + index) for index in range(count)
    )
    Tutorship.objects.bulk_create(
        Tutorship(group=group, tutor=own.tutor, starts_on=own.cohort.entered_on) for group in groups
    )
    Tutor.objects.bulk_create(Tutor(person=person) for person in _people(count, Role.TUTOR, "tuteur"))
    return groups


def _placements(count: int, world: SimpleNamespace, interns: list[Intern]) -> None:
    StageSupervisor.objects.bulk_create(
        StageSupervisor(person=person) for person in _people(count // GROUP, Role.SUPERVISOR, "maitre")
    )
    Placement.objects.bulk_create(
        Placement(
            intern=intern,
            semester=world.semester,
            kind=Placement.Kind.N1,
            place="Chinon",
            supervisor=world.own.supervisor,
        )
        for intern in interns
    )


def _traces(world: SimpleNamespace, interns: list[Intern]) -> None:
    now = timezone.now()
    traces = Trace.objects.bulk_create(
        Trace(
            intern=intern,
            title=f"Récit {index}",
            semester=world.semester,
            state=Trace.State.SUBMITTED,
            submitted_at=now,
        )
        for index, intern in enumerate([*interns, *[world.own.intern] * len(interns)])
    )
    TraceVersion.objects.bulk_create(
        TraceVersion(trace=trace, number=1, sections={"recit": "Je reçois."}, submitted_at=now)
        for trace in traces
    )
