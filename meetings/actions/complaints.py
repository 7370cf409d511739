"""Saying that a room did not suit a session, and settling it (A-141)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from meetings.models import Room, RoomComplaint, TutorialSession

ALREADY_SETTLED = "Ce signalement a déjà été traité. Rechargez la page pour voir la suite donnée."


@transaction.atomic
def complain_of_room(*, session: TutorialSession, reason: str, actor: Person) -> RoomComplaint:
    """Note why the room of a session was unsuited; one complaint a session and room, which may be reworded.

    Raises `ValidationError` when the session had no room of the faculty, or the complaint is settled.
    """
    if session.room is None:
        raise ValidationError("Cette séance n’avait pas de salle de la faculté.")
    complaint, is_new = RoomComplaint.objects.get_or_create(
        session=session, room=session.room, defaults={"reason": reason, "made_by": actor}
    )
    if not is_new and not RoomComplaint.objects.filter(
        pk=complaint.pk, state=RoomComplaint.State.OPEN
    ).update(reason=reason):
        raise ValidationError(ALREADY_SETTLED)
    _recount(session.room)
    return complaint


@transaction.atomic
def settle_complaint(*, complaint: RoomComplaint, state: str, answer: str, actor: Person) -> None:
    """Close a complaint: `state` is MENDED, DISMISSED, or UPHELD, which takes the room from the groups.

    Raises `ValidationError` when somebody settled it meanwhile.
    """
    settled = RoomComplaint.objects.filter(pk=complaint.pk, state=RoomComplaint.State.OPEN).update(
        state=state, answer=answer, settled_by=actor, settled_at=timezone.now()
    )
    if not settled:
        raise ValidationError(ALREADY_SETTLED)
    room = Room.objects.get(pk=complaint.room_id)
    if state == RoomComplaint.State.UPHELD and room.group_work:
        room.group_work = False
        room.save(update_fields=["group_work"])
    _recount(room)


def _recount(room: Room) -> None:
    """Keep on the room the number of complaints that are open, which lowers its suitability."""
    Room.objects.select_for_update().get(pk=room.pk)
    count = RoomComplaint.objects.filter(room=room, state=RoomComplaint.State.OPEN).count()
    Room.objects.filter(pk=room.pk).update(open_complaints=count)
