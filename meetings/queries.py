"""Reading semesters and sessions, within what a person may see (D.1-18)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from database.prepared import Slot, prepared
from groups.models import Intern, TutorialGroup
from groups.queries import WHOLE_DEPARTMENT, groups_of, load_people
from meetings.models import (
    Convocation,
    Interview,
    ProgrammeItem,
    Semester,
    SessionItem,
    TutorialSession,
    TutorsMeeting,
)

CALENDAR_KEY = "meetings.calendar"
KEPT_SECONDS = 60
TOLD_FOR = timedelta(days=30)


def _calendar() -> tuple[list[Semester], list[tuple[int, datetime]]]:
    """The few semesters, and when the tutors meet in each.

    Every page asks for them: they are kept for a minute, or until one changes (receivers.py).
    """
    return cache.get_or_set(  # type: ignore[return-value]
        CALENDAR_KEY,
        lambda: (
            list(Semester.objects.order_by("starts_on")),
            list(TutorsMeeting.objects.values_list("semester_id", "starts_at").order_by("starts_at")),
        ),
        KEPT_SECONDS,
    )


def semester_on(day: date) -> Semester | None:
    """The semester which contains `day`, else the next to come, else the last one."""
    return _semester_on(day, _calendar()[0])


def _semester_on(day: date, semesters: list[Semester]) -> Semester | None:
    current = [semester for semester in semesters if semester.starts_on <= day <= semester.ends_on]
    coming = [semester for semester in semesters if semester.starts_on > day]
    return next(iter(current + coming + semesters[-1:]), None)


def semester_and_meetings_on(day: date) -> tuple[Semester | None, list[datetime]]:
    """The semester of `semester_on`, and when the tutors meet in it."""
    semesters, meetings = _calendar()
    semester = _semester_on(day, semesters)
    return semester, [at for pk, at in meetings if semester is not None and pk == semester.pk]


def _starts(**wanted: object) -> QuerySet[TutorialSession, datetime]:
    sessions = TutorialSession.objects.filter(**wanted).exclude(state=TutorialSession.State.CANCELLED)
    return sessions.order_by().values_list("starts_at", flat=True).distinct()


@prepared
def _all_starts(*, semester: Slot) -> QuerySet[TutorialSession, datetime]:
    return _starts(semester=semester)


@prepared
def _starts_for(*, semester: Slot, person: Slot) -> QuerySet[TutorialSession, datetime]:
    return _starts(semester=semester, convocations__person=person, convocations__withdrawn_at=None)


def starts_in(semester: Semester) -> list[datetime]:
    """When the sessions of `semester` that were not cancelled begin, each moment once, in order."""
    return sorted(_all_starts(semester=semester.pk))


def sessions_on_the_fil(person: Person, semester: Semester) -> list[datetime]:
    """When the sessions of `semester` that concern `person` begin: all of them for the department's staff."""
    if person.has_role(*WHOLE_DEPARTMENT):
        return _all_starts(semester=semester.pk)
    return _starts_for(semester=semester.pk, person=person.pk)


def sessions_visible_to(person: Person) -> QuerySet[TutorialSession]:
    """All sessions for the department's staff; for the others those of their groups, drafts left out."""
    if person.has_role(*WHOLE_DEPARTMENT):
        return TutorialSession.objects.all()
    return sessions_open_to(person)


def sessions_open_to(person: Person | Slot) -> QuerySet[TutorialSession]:
    """The sessions of one's groups, and those one is called to, drafts left out."""
    convened = Convocation.objects.filter(person=person, withdrawn_at=None).values("session")
    return TutorialSession.objects.exclude(state=TutorialSession.State.DRAFT).filter(
        Q(group__in=groups_of(person)) | Q(pk__in=convened)
    )


@prepared
def _session_page(*, pk: Slot, person: Slot | None = None) -> QuerySet[TutorialSession]:
    sessions = TutorialSession.objects.all() if person is None else sessions_open_to(person)
    return sessions.filter(pk=pk).select_related("room", "semester", "group__cohort__policy").order_by()


def session_as_seen_by(person: Person, pk: int) -> TutorialSession | None:
    """A session with its room, semester, and group with its people; None when `person` may not see it."""
    whose = {} if person.has_role(*WHOLE_DEPARTMENT) else {"person": person.pk}
    session = _session_page.first(pk=pk, **whose)
    if session is not None:
        load_people(session.group)
    return session


@prepared
def _convocations_of(*, session: Slot) -> QuerySet[Convocation]:
    return Convocation.objects.filter(session=session, withdrawn_at=None).order_by("part", "pk")


def convocations_of(session: TutorialSession) -> list[Convocation]:
    """Who is called to a session: interns first, then tutors."""
    return _convocations_of(session=session.pk)


@prepared
def _programme_of(*, session: Slot) -> QuerySet[SessionItem]:
    return SessionItem.objects.filter(session=session).order_by("position", "pk")


def programme_of(session: TutorialSession) -> list[SessionItem]:
    """The lines of the programme of a session, in order."""
    return _programme_of(session=session.pk)


def sessions_of(group: TutorialGroup) -> QuerySet[TutorialSession]:
    """The sessions of a group that were not cancelled, oldest first."""
    return group.sessions.exclude(state=TutorialSession.State.CANCELLED)


def next_session_of(group: TutorialGroup) -> TutorialSession | None:
    """The next published session of a group that is not over yet, with its room and semester."""
    return (
        group.sessions.filter(state=TutorialSession.State.PUBLISHED, ends_at__gte=timezone.now())
        .select_related("room", "semester", "group__cohort")
        .order_by("starts_at")
        .first()
    )


def sessions_of_semester(semester: Semester) -> QuerySet[TutorialSession]:
    """The sessions of a semester that were not cancelled, with group, cohort and room, by time."""
    return (
        TutorialSession.objects.filter(semester=semester)
        .exclude(state=TutorialSession.State.CANCELLED)
        .select_related("group__cohort", "room")
    )


def programmes_for(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[ProgrammeItem]]:
    """The cahier des charges by cohort id and session number; the common lines for a cohort without its own.

    One query for all.
    """
    cohorts, numbers = {cohort for cohort, _ in wanted}, {number for _, number in wanted}
    lines: dict[tuple[int | None, int], list[ProgrammeItem]] = defaultdict(list)
    for line in ProgrammeItem.objects.filter(
        Q(cohort__in=cohorts) | Q(cohort=None), session_number__in=numbers
    ).order_by("position", "pk"):
        lines[line.cohort_id, line.session_number].append(line)
    return {(cohort, number): lines[cohort, number] or lines[None, number] for cohort, number in wanted}


def interviews_led_by(person: Person) -> QuerySet[Interview]:
    """Those asked of, or proposed by, `person` as a tutor; the secretariat and the coordination see none."""
    return Interview.objects.filter(tutor__person=person)


def interviews_waiting(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """Those to fix or to hold: on a date first, the nearest first, then the oldest request."""
    waiting = (Interview.State.REQUESTED, Interview.State.SCHEDULED)
    return (
        interviews.filter(state__in=waiting)
        .select_related("intern__person", "tutor__person")
        .order_by(F("starts_at").asc(nulls_last=True), "requested_at", "pk")
    )


def interviews_told_to(intern: Intern, *, now: datetime) -> QuerySet[Interview]:
    """Those an intern still has to know of: waiting, or left without result in the last month."""
    recent = Q(state=Interview.State.DROPPED, settled_at__gte=now - TOLD_FOR)
    waiting = Q(state__in=(Interview.State.REQUESTED, Interview.State.SCHEDULED))
    return (
        Interview.objects.filter(waiting | recent, intern=intern)
        .select_related("tutor__person")
        .order_by(F("starts_at").asc(nulls_last=True), "requested_at", "pk")
    )
