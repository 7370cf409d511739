"""Individual interviews: at any time, at the initiative of the tutor or of the intern (A-116, A-122)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from design.french import clock, weekday_date
from groups.models import Intern, Tutor
from groups.queries import tutor_of
from meetings.convening.interviews import tell_asked, tell_dropped, tell_scheduled
from meetings.models import Interview
from meetings.signals import interview_held

State = Interview.State
ALREADY_SETTLED = "Cet entretien n’attend plus rien : il a déjà été tenu ou laissé sans suite."


@transaction.atomic
def propose_interview(
    *, intern: Intern, tutor: Tutor, actor: Person, reason: str = Interview.Reason.NO_TIME, message: str = ""
) -> Interview:
    """Propose an interview on behalf of a tutor; one still waiting for an answer is not doubled.

    From a session the reason is « Manque de temps dans le groupe » (A-119). Raises `ValidationError` for a
    reason that is not in Encadré 3.
    """
    if reason not in Interview.Reason.values:
        raise ValidationError("Choisissez un motif dans la liste proposée.")
    interview, _ = Interview.objects.get_or_create(
        intern=intern,
        tutor=tutor,
        initiative=Interview.Initiative.TUTOR,
        state=Interview.State.REQUESTED,
        defaults={"reason": reason, "message": message.strip(), "requested_by": actor},
    )
    return interview


ASKED_BY_INTERNS = (
    Interview.Reason.NOT_IN_GROUP,
    Interview.Reason.NO_TIME,
    Interview.Reason.PERSONAL,
    Interview.Reason.OTHER,
)
"""Encadré 3 without the two reasons that are the tutor's own (A-120, A-121)."""


@transaction.atomic
def ask_interview(*, intern: Intern, actor: Person, reason: str, message: str = "") -> Interview:
    """Ask one's tutor for an interview (A-008, A-114); a request that waits is completed, not doubled.

    A mail tells the tutor that a request waits in Tutorat, nothing of it. Raises `ValidationError` for a
    reason not offered to interns, or while the intern has no tutor.
    """
    if reason not in ASKED_BY_INTERNS:
        raise ValidationError({"reason": "Choisissez un motif dans la liste proposée."})
    tutor = tutor_of(intern)
    if tutor is None:
        raise ValidationError(
            "Vous n’avez pas de tuteur en ce moment. Écrivez au secrétariat, qui transmettra."
        )
    interview, created = Interview.objects.get_or_create(
        intern=intern,
        tutor=tutor,
        initiative=Interview.Initiative.INTERN,
        reason=reason,
        state=Interview.State.REQUESTED,
        defaults={"message": message.strip(), "requested_by": actor},
    )
    if created:
        tell_asked(interview=interview)
    elif message.strip():
        interview.message = f"{interview.message}\n\n{message.strip()}".strip()
        interview.save(update_fields=["message"])
    return interview


@transaction.atomic
def schedule_interview(*, interview: Interview, starts_at: datetime, place: str = "") -> Interview:
    """Fix the date of an interview, or move it; the intern is told by mail, without any reason (A-117).

    The same date and place again tells nobody twice. Raises `ValidationError` for a date gone by, or once
    the interview is settled.
    """
    place = place.strip()
    if starts_at <= timezone.now():
        raise ValidationError(
            {"starts_at": "Ce moment est passé. Si l’entretien a eu lieu, dites-le depuis l’accueil."}
        )
    waiting = Interview.objects.filter(pk=interview.pk, state__in=(State.REQUESTED, State.SCHEDULED))
    if waiting.filter(state=State.SCHEDULED, starts_at=starts_at, place=place).exists():
        return interview
    if not waiting.update(state=State.SCHEDULED, starts_at=starts_at, place=place):
        raise ValidationError(ALREADY_SETTLED)
    interview.refresh_from_db()
    tell_scheduled(interview=interview)
    return interview


@transaction.atomic
def hold_interview(*, interview: Interview, actor: Person) -> Interview:
    """Say that an interview took place: on its date when it had one, else now. Sends `interview_held`.

    Raises `ValidationError` before its date, or once it is settled.
    """
    now = timezone.now()
    if interview.starts_at and interview.starts_at > now and interview.state == State.SCHEDULED:
        when = f"{weekday_date(interview.starts_at)} à {clock(interview.starts_at)}"
        raise ValidationError(
            f"L’entretien est fixé au {when}. S’il a eu lieu plus tôt, changez d’abord sa date."
        )
    held_at = interview.starts_at or now
    updated = Interview.objects.filter(pk=interview.pk, state__in=(State.REQUESTED, State.SCHEDULED)).update(
        state=State.HELD, starts_at=held_at, settled_at=now
    )
    if not updated:
        raise ValidationError(ALREADY_SETTLED)
    interview.refresh_from_db()
    interview_held.send(Interview, interview=interview, held_at=held_at, actor=actor)
    return interview


@transaction.atomic
def drop_interview(*, interview: Interview, words: str) -> Interview:
    """Leave an interview without result, with a word the intern reads in Tutorat; a mail says it is there.

    Raises `ValidationError` without words, or once the interview is settled.
    """
    words = words.strip()
    if not words:
        raise ValidationError({"words": "Écrivez un mot : l’interne le lira."})
    updated = Interview.objects.filter(pk=interview.pk, state__in=(State.REQUESTED, State.SCHEDULED)).update(
        state=State.DROPPED, closing_words=words, settled_at=timezone.now()
    )
    if not updated:
        raise ValidationError(ALREADY_SETTLED)
    interview.refresh_from_db()
    tell_dropped(interview=interview)
    return interview
