"""Passing the floor: the ring of one stops, that of the next starts (A-106)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from evaluations.models import Floor
from groups.models import Intern
from meetings.actions.presence import record_attendance, record_speaking_time
from meetings.models import Attendance, TutorialSession

LONGEST_TURN = 4 * 3600


@transaction.atomic
def pass_floor(
    *, session: TutorialSession, to: Intern | None, actor: Person, now: datetime | None = None
) -> Floor:
    """Stop whoever speaks, count the seconds, then let `to` speak; None suspends.

    Who takes the floor is there: without a presence yet, « présent ». Raises ValidationError for somebody
    noted absent, and whatever `record_attendance` refuses.
    """
    now = now or timezone.now()
    floor, _ = Floor.objects.get_or_create(session=session)
    floor = Floor.objects.select_for_update().get(pk=floor.pk)
    if to is not None and floor.speaker_id == to.pk:
        return floor
    if to is not None:
        _must_be_there(session, to, actor)
    if floor.speaker_id and floor.since:
        seconds = min(LONGEST_TURN, max(0, int((now - floor.since).total_seconds())))
        began = int(floor.since.timestamp())
        floor.turns.append([floor.speaker_id, began, began + seconds])
        _add_seconds(session, floor.speaker_id, seconds, actor)
    floor.speaker = to
    floor.since = now if to is not None else None
    floor.save()
    return floor


@transaction.atomic
def correct_speaking_time(*, session: TutorialSession, intern: Intern, minutes: int, actor: Person) -> None:
    """Write the minutes by hand, instead of what the clock counted; a turn in progress starts from there."""
    if not 0 <= minutes <= 240:
        raise ValidationError("Un temps de parole va de 0 à 240 minutes.")
    _must_be_there(session, intern, actor)
    record_speaking_time(session=session, intern=intern, seconds=minutes * 60, actor=actor)
    Floor.objects.filter(session=session, speaker=intern).update(since=timezone.now())


def _must_be_there(session: TutorialSession, intern: Intern, actor: Person) -> None:
    attendance = Attendance.objects.filter(session=session, intern=intern).first()
    if attendance is None:
        record_attendance(session=session, intern=intern, status=Attendance.Status.PRESENT, actor=actor)
    elif not attendance.was_there:
        raise ValidationError(
            f"{intern.person.first_name} figure comme « {attendance.get_status_display()} ». "
            "Notez d’abord une présence ou un retard."
        )


def _add_seconds(session: TutorialSession, intern_id: int, seconds: int, actor: Person) -> None:
    attendance = Attendance.objects.select_related("intern").get(session=session, intern=intern_id)
    record_speaking_time(
        session=session, intern=attendance.intern, seconds=attendance.seconds_spoken + seconds, actor=actor
    )
