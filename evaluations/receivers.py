"""What happens here when something happened below."""

from datetime import datetime

from django.dispatch import receiver

from accounts.models import Person
from evaluations.actions.contacts import log_interview_contact, log_session_contacts
from meetings.models import Interview, TutorialSession
from meetings.signals import interview_held, session_closed


@receiver(session_closed, dispatch_uid="evaluations.log_session_contacts")
def log_contacts(sender: object, session: TutorialSession, actor: Person, **kwargs: object) -> None:
    log_session_contacts(session=session, actor=actor)


@receiver(interview_held, dispatch_uid="evaluations.log_interview_contact")
def log_interview(
    sender: object, interview: Interview, held_at: datetime, actor: Person, **kwargs: object
) -> None:
    log_interview_contact(interview=interview, held_at=held_at, actor=actor)
