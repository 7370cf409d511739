"""A calendar of another office that is followed, and a room that did not suit."""

from datetime import timedelta

from meetings.actions.complaints import complain_of_room
from meetings.actions.feeds import Source, apply_reading, bring_calendar, plan_of_reading
from meetings.models import RoomComplaint
from tutorat.demo import people
from tutorat.demo.files import enseignements
from tutorat.demo.loading.world import World

COMPLAINT = "La ventilation couvre les voix, et les stores ne ferment plus : difficile de s’entendre."


def write_followed_calendar(world: World) -> None:
    """The third year’s teaching, brought as a file some days ago."""
    secretary = world.person(people.SECRETARY.email)
    reading = bring_calendar(
        source=Source(filename="enseignements.ics", content=enseignements(world.calendar.today)),
        name="",
        cohort=world.cohorts[2],
        room=None,
        actor=secretary,
    )
    apply_reading(reading=reading, shown=plan_of_reading(reading).fingerprint, actor=secretary)


def write_complaint(world: World) -> None:
    """The last session held did not suit its tutor."""
    in_hand, session = max(world.held, key=lambda pair: pair[1].starts_at)
    complaint = complain_of_room(session=session, reason=COMPLAINT, actor=in_hand.tutor.person)
    RoomComplaint.objects.filter(pk=complaint.pk).update(made_at=session.ends_at + timedelta(hours=3))
