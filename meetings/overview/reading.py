"""The reads of a semester: cohorts with their counts, groups with their tutor, sessions, other dates."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from database.prepared import Slot, prepared
from groups.models import Cohort, Intern, Membership, TutorialGroup, Tutorship
from meetings.models import (
    CalendarFeed,
    Convocation,
    Room,
    RoomClosure,
    Semester,
    Seminar,
    TutorialSession,
    TutorsMeeting,
    Unavailability,
)
from outbox.models import Message

LOST = (Message.State.FAILED, Message.State.UNCERTAIN)
STUDYING = (Intern.Standing.ACTIVE, Intern.Standing.LEAVE, Intern.Standing.RESEARCH)


@prepared
def _cohorts(*, semester: Slot, ends_on: Slot) -> QuerySet[Cohort]:
    interns = Intern.objects.filter(cohort=OuterRef("pk"), standing__in=STUDYING)
    convened = Convocation.objects.filter(
        session__semester=semester,
        session__group__cohort=OuterRef("pk"),
        part=Convocation.Part.INTERN,
        withdrawn_at=None,
    ).exclude(session__state=TutorialSession.State.CANCELLED)
    return (
        Cohort.objects.filter(archived_at=None, entered_on__lte=ends_on)
        .annotate(
            intern_count=_count(interns, "cohort"), convened_count=_count(convened, "session__group__cohort")
        )
        .order_by("-year")
    )


def cohorts_of(semester: Semester) -> list[Cohort]:
    """The cohorts in training during the semester, newest first, with their interns and those convened."""
    return _cohorts(semester=semester.pk, ends_on=semester.ends_on)


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def groups_of(semester: Semester) -> QuerySet[TutorialGroup]:
    """The groups that should meet in the semester, with `size`: not dissolved, of a cohort in training."""
    return _groups(semester.ends_on)


def _groups(ends_on: date | Slot) -> QuerySet[TutorialGroup]:
    members = Membership.objects.filter(group=OuterRef("pk"), ends_on=None)
    return TutorialGroup.objects.filter(
        closed_at=None, cohort__archived_at=None, cohort__entered_on__lte=ends_on
    ).annotate(size=_count(members, "group"))


class GroupRow(NamedTuple):
    """A group of the semester as it is read; the tutor's part is None without a tutor."""

    pk: int
    number: int
    cohort_id: int
    year: int
    smallest: int | None
    size: int
    tutor_id: int | None
    driving_minutes: int | None
    title: str | None
    first_name: str | None
    last_name: str | None


@prepared
def _group_rows(*, ends_on: Slot) -> QuerySet[TutorialGroup, tuple]:
    return (
        _groups(ends_on)
        .annotate(
            tutorship=FilteredRelation(
                "tutorships",
                condition=Q(tutorships__ends_on=None, tutorships__part=Tutorship.Part.TUTOR),
            ),
        )
        .order_by("-cohort__year", "number")
        .values_list(
            "pk",
            "number",
            "cohort",
            "cohort__year",
            "cohort__policy__group_min",
            "size",
            "tutorship__tutor",
            "tutorship__tutor__driving_minutes",
            "tutorship__tutor__person__title",
            "tutorship__tutor__person__first_name",
            "tutorship__tutor__person__last_name",
        )
    )


def group_rows_of(semester: Semester) -> list[GroupRow]:
    return [GroupRow._make(row) for row in _group_rows(ends_on=semester.ends_on)]


class SessionRow(NamedTuple):
    """A session of the semester as it is read."""

    pk: int
    group_id: int
    state: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None
    room: str | None
    room_state: str
    place: str
    tutor_absent: bool
    room_closed: bool


@prepared
def _session_rows(*, semester: Slot) -> QuerySet[TutorialSession, tuple]:
    tutors = Tutorship.objects.filter(group=OuterRef(OuterRef("group")), ends_on=None)
    absence = Unavailability.objects.filter(
        tutor__in=tutors.values("tutor"),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    closure = RoomClosure.objects.filter(
        room=OuterRef("room"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    return (
        TutorialSession.objects.filter(semester=semester)
        .exclude(state=TutorialSession.State.CANCELLED)
        .annotate(tutor_absent=Exists(absence), room_closed=Exists(closure))
        .order_by("starts_at", "pk")
        .values_list(
            "pk",
            "group",
            "state",
            "starts_at",
            "ends_at",
            "room",
            "room__code",
            "room_state",
            "place",
            "tutor_absent",
            "room_closed",
        )
    )


def session_rows_of(semester: Semester) -> list[SessionRow]:
    """The sessions that were not cancelled, by time."""
    return [SessionRow._make(row) for row in _session_rows(semester=semester.pk)]


@prepared
def _seminars(*, starts_on: Slot, ends_on: Slot) -> QuerySet[Seminar]:
    return Seminar.objects.filter(
        starts_at__date__gte=starts_on, starts_at__date__lte=ends_on
    ).select_related("cohort", "feed")


def seminars_of(semester: Semester) -> list[Seminar]:
    return _seminars(starts_on=semester.starts_on, ends_on=semester.ends_on)


@prepared
def _tutors_meetings(*, semester: Slot) -> QuerySet[TutorsMeeting]:
    return TutorsMeeting.objects.filter(semester=semester)


def tutors_meetings_of(semester: Semester) -> list[TutorsMeeting]:
    return _tutors_meetings(semester=semester.pk)


@prepared
def _lost_messages() -> QuerySet[Message, int]:
    lost = Message.objects.filter(state__in=LOST, key__startswith="session:")
    return lost.order_by().values_list("pk", flat=True)


def count_lost_messages() -> int:
    """Messages about sessions that failed, or may not have left."""
    return len(_lost_messages())


@prepared
def rooms_complained_of() -> QuerySet[Room]:
    return Room.objects.filter(open_complaints__gt=0)


@prepared
def failing_feeds() -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(failing_since__isnull=False)
