"""The day of the session: who came, what was dealt with, and its end."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from design.french import as_date, list_words
from groups.models import Intern
from groups.queries import members_on
from meetings.models import Attendance, SessionItem, TutorialSession
from meetings.signals import session_closed

CLOSED_SENTENCE = "Cette séance est close : ses présences et son programme ne changent plus."
NOT_PUBLISHED_SENTENCE = "Cette séance n’est pas publiée : elle ne peut pas être tenue."


@transaction.atomic
def open_session(*, session: TutorialSession, actor: Person) -> bool:
    """Note that the session begins now; return False when it was already open.

    Raises `ValidationError` when the session is not published or is over.
    """
    _require_published(session)
    opened_at = timezone.now()
    changed = TutorialSession.objects.filter(
        pk=session.pk, state=TutorialSession.State.PUBLISHED, opened_at=None
    ).update(opened_at=opened_at)
    if changed:
        session.opened_at = opened_at
    return bool(changed)


@transaction.atomic
def record_attendance(
    *, session: TutorialSession, intern: Intern, status: str, actor: Person, reason: str = ""
) -> Attendance:
    """Write, or correct, whether a member of the group came (A-095). `status` is an `Attendance.Status`.

    Only the members of the group on the day of the session can have one (D.1-9). Raises `ValidationError`
    for somebody else, an unknown status, or a session that is not published.
    """
    _require_published(session)
    if status not in Attendance.Status.values:
        raise ValidationError("Choisissez une présence dans la liste proposée.")
    _require_member(session, intern)
    attendance, _ = Attendance.objects.update_or_create(
        session=session, intern=intern, defaults={"status": status, "reason": reason.strip()}
    )
    return attendance


@transaction.atomic
def record_attendances(
    *,
    session: TutorialSession,
    statuses: Mapping[Intern, str],
    actor: Person,
    reasons: Mapping[Intern, str] | None = None,
) -> int:
    """The same for several members at once; `reasons` goes with the excuses. Return how many were written."""
    _require_published(session)
    if not set(statuses.values()) <= set(Attendance.Status.values):
        raise ValidationError("Choisissez une présence dans la liste proposée.")
    members = set(members_on(session.group, as_date(session.starts_at)).values_list("pk", flat=True))
    if not {intern.pk for intern in statuses} <= members:
        raise ValidationError("Une de ces personnes ne fait pas partie du groupe le jour de la séance.")
    written = Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                intern=intern,
                status=status,
                reason=(reasons or {}).get(intern, "") if status == Attendance.Status.EXCUSED else "",
            )
            for intern, status in statuses.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "intern"],
        update_fields=["status", "reason", "recorded_at"],
    )
    return len(written)


@transaction.atomic
def forget_attendance(*, session: TutorialSession, intern: Intern, actor: Person) -> bool:
    """Take back an attendance written by mistake; return whether there was one."""
    _require_published(session)
    deleted, _ = Attendance.objects.filter(session=session, intern=intern).delete()
    return bool(deleted)


@transaction.atomic
def record_speaking_time(
    *, session: TutorialSession, intern: Intern, seconds: int, actor: Person
) -> Attendance:
    """Keep how long, in seconds and in all, an intern spoke; who speaks is present unless noted.

    Raises `ValidationError` for somebody else's group, a negative time or a session that is not published.
    """
    _require_published(session)
    if seconds < 0:
        raise ValidationError("Un temps de parole ne peut pas être négatif.")
    _require_member(session, intern)
    attendance, _ = Attendance.objects.update_or_create(
        session=session,
        intern=intern,
        defaults={"seconds_spoken": seconds},
        create_defaults={"seconds_spoken": seconds, "status": Attendance.Status.PRESENT},
    )
    return attendance


@transaction.atomic
def tick_item(*, item: SessionItem, done: bool, actor: Person) -> bool:
    """Mark a line of the session's programme as dealt with, or not; return False when it already was.

    Raises `ValidationError` when the session is not published or is over.
    """
    changed = SessionItem.objects.filter(
        pk=item.pk, session__state=TutorialSession.State.PUBLISHED, is_done=not done
    ).update(is_done=done)
    if not changed:
        item.refresh_from_db()
        _require_published(item.session)
    item.is_done = done
    return bool(changed)


@transaction.atomic
def close_session(*, session: TutorialSession, actor: Person) -> None:
    """End the session: its attendance becomes final and `session_closed` is sent.

    Every member of the group that day needs an attendance; otherwise, or when the session is not published,
    raises `ValidationError` which names who is missing.
    """
    without = missing_attendances(session)
    if without:
        names = list_words(intern.person.full_name for intern in without)
        raise ValidationError(f"Il manque la présence de {names}. Notez-la, puis terminez la séance.")
    closed_at: datetime = timezone.now()
    changed = TutorialSession.objects.filter(pk=session.pk, state=TutorialSession.State.PUBLISHED).update(
        state=TutorialSession.State.CLOSED, closed_at=closed_at
    )
    if not changed:
        session.refresh_from_db(fields=["state", "closed_at"])
        _require_published(session)
    session.state, session.closed_at = TutorialSession.State.CLOSED, closed_at
    session_closed.send(TutorialSession, session=session, actor=actor)


def missing_attendances(session: TutorialSession) -> list[Intern]:
    """The members of the group on the day of the session for whom nothing is noted yet, by name."""
    return list(members_on(session.group, as_date(session.starts_at)).exclude(attendances__session=session))


def _require_published(session: TutorialSession) -> None:
    if session.state == TutorialSession.State.CLOSED:
        raise ValidationError(CLOSED_SENTENCE)
    if session.state != TutorialSession.State.PUBLISHED:
        raise ValidationError(NOT_PUBLISHED_SENTENCE)


def _require_member(session: TutorialSession, intern: Intern) -> None:
    if not members_on(session.group, as_date(session.starts_at)).filter(pk=intern.pk).exists():
        raise ValidationError(
            f"{intern.person.full_name} ne fait pas partie de ce groupe le jour de la séance."
        )
