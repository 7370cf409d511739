"""Reading what the live session shows: one row per intern, one of them opened (screen 05)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import Person
from design.french import as_date
from evaluations.live import LiveSession, Row
from evaluations.models import DiscussedTheme, Floor, Note, Objective, Theme
from evaluations.queries.levels import NO_LEVELS, current_levels
from evaluations.queries.notes import notes_visible_to, readers_of_private_notes
from groups.models import Intern, Policy, Tutorship
from groups.queries import groups_followed_by, members_on
from meetings.models import Interview, TutorialSession
from portfolios.models import Trace
from portfolios.queries import traces_visible_to


def sessions_run_by(person: Person) -> QuerySet[TutorialSession]:
    """The sessions which `person` may hold, or look back on: those, convened or held, of the groups which he
    or she tutors or co-tutors today."""
    earlier = TutorialSession.objects.filter(
        group=OuterRef("group"), starts_at__lt=OuterRef("starts_at"), state=TutorialSession.State.CLOSED
    ).order_by("-starts_at")
    later = (
        TutorialSession.objects.filter(group=OuterRef("group"), starts_at__gt=OuterRef("starts_at"))
        .filter(state=TutorialSession.State.PUBLISHED)
        .order_by("starts_at")
    )
    return (
        TutorialSession.objects.filter(
            group__in=groups_followed_by(person),
            state__in=(TutorialSession.State.PUBLISHED, TutorialSession.State.CLOSED),
        )
        .select_related("group__cohort__policy", "semester", "room", "group_note", "floor")
        .annotate(
            previous_at=Subquery(earlier.values("starts_at")[:1]),
            next_at=Subquery(later.values("starts_at")[:1]),
        )
    )


def members_in(session: TutorialSession) -> QuerySet[Intern]:
    """The members of the group on the day, by name, with person and `interview_proposed`.

    Whoever has one carries `came` (Attendance), `at_work` (Placement) and `answered` (Convocation).
    """
    proposed = Interview.objects.filter(
        intern=OuterRef("pk"),
        initiative=Interview.Initiative.TUTOR,
        requested_at__gte=session.starts_at - timedelta(hours=1),
        requested_at__lt=session.ends_at + timedelta(days=1),
    )
    return (
        members_on(session.group, as_date(session.starts_at))
        .annotate(
            came=FilteredRelation("attendances", condition=Q(attendances__session=session)),
            at_work=FilteredRelation("placements", condition=Q(placements__semester=session.semester_id)),
            answered=FilteredRelation(
                "person__convocations", condition=Q(person__convocations__session=session)
            ),
            interview_proposed=Exists(proposed),
        )
        .select_related("came", "at_work", "answered")  # type: ignore[misc]
        .order_by("person__last_name", "person__first_name", "pk")
    )


def live_session(
    session: TutorialSession, person: Person, *, opened_pk: int | None, now: datetime
) -> LiveSession:
    """Gather the screen of `session` (from `sessions_run_by`) as `person` may see it."""
    interns = list(members_in(session))
    pks = [intern.pk for intern in interns]
    levels = current_levels(pks)
    floor: Floor | None = getattr(session, "floor", None)
    rows = [_row(intern, levels.get(intern.pk, NO_LEVELS), floor, now) for intern in interns]
    by_pk = {row.intern.pk: row for row in rows}
    _add_notes(by_pk, notes_visible_to(person).filter(session=session, intern__in=pks), person)
    _add_themes(by_pk, session)
    _add_objectives(by_pk, session)
    opened = by_pk.get(opened_pk) if opened_pk else None
    return LiveSession(
        session=session,
        person=person,
        now=now,
        rows=rows,
        items=list(session.items.order_by("position", "pk")),
        opened=opened,
        traces=list(_traces_to_discuss(opened.intern, session, person)) if opened else [],
        floor=floor,
        readers=readers_of_private_notes(
            session.group.cohort.policy, other_tutors=_other_tutors(session, person)
        ),
    )


def _row(intern: Intern, levels: tuple[int, ...], floor: Floor | None, now: datetime) -> Row:
    attendance = getattr(intern, "came", None)
    speaks = floor is not None and floor.speaker_id == intern.pk
    since = floor.since if floor is not None and speaks else None
    running = max(0, int((now - since).total_seconds())) if since else 0
    return Row(
        intern=intern,
        attendance=attendance,
        convocation=getattr(intern, "answered", None),
        placement=getattr(intern, "at_work", None),
        levels=levels,
        seconds=(attendance.seconds_spoken if attendance else 0) + running,
        is_speaking=speaks,
        speaking_since=since,
    )


def _add_notes(rows: dict[int, Row], notes: Iterable[Note], person: Person) -> None:
    for note in notes.select_related("author").order_by("audience", "pk"):  # type: ignore[attr-defined]
        row = rows[note.intern_id]
        if note.author_id != person.pk:
            row.others.append(note)
        elif note.audience == Note.Audience.SHARED:
            row.shared = note
        else:
            row.private = note


def _add_themes(rows: dict[int, Row], session: TutorialSession) -> None:
    themes = DiscussedTheme.objects.filter(session=session, intern__in=list(rows))
    found = set(themes.order_by("pk").values_list("intern_id", "theme"))
    for pk, row in rows.items():
        row.themes = [theme.value for theme in Theme if (pk, theme.value) in found]


def _add_objectives(rows: dict[int, Row], session: TutorialSession) -> None:
    """What was set for this session and is open, or was settled in it; what is set now for the next."""
    objectives = Objective.objects.filter(intern__in=list(rows)).filter(
        Q(set_in=session)
        | Q(state=Objective.State.OPEN, set_at__lt=session.ends_at)
        | Q(settled_at__gte=session.starts_at - timedelta(hours=1))
    )
    for objective in objectives.order_by("due_on", "pk"):
        row = rows[objective.intern_id]
        (row.set_now if objective.set_in_id == session.pk else row.set_before).append(objective)


def _traces_to_discuss(intern: Intern, session: TutorialSession, person: Person) -> QuerySet[Trace]:
    """Submitted since the previous session, or still waiting for a reading or a new version."""
    since = session.previous_at or session.starts_at - timedelta(days=200)  # type: ignore[attr-defined]
    return (
        traces_visible_to(person)
        .filter(intern=intern)
        .exclude(state=Trace.State.DRAFT)
        .filter(
            Q(submitted_at__gte=since) | Q(state__in=(Trace.State.SUBMITTED, Trace.State.REWORK)),
            submitted_at__isnull=False,
        )
        .order_by("-submitted_at", "-pk")
    )


def _other_tutors(session: TutorialSession, person: Person) -> Sequence[str]:
    if session.group.cohort.policy.note_readers == Policy.NoteReaders.AUTHOR:
        return ()
    others = Tutorship.objects.filter(group=session.group_id, ends_on=None).exclude(tutor__person=person)
    return [
        tutorship.tutor.person.short_name
        for tutorship in others.select_related("tutor__person").order_by("-part", "pk")
    ]
