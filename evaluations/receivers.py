"""What happens here when something happened below."""

from django.dispatch import receiver

from accounts.models import Person
from evaluations.actions.contacts import log_session_contacts
from meetings.models import TutorialSession
from meetings.signals import session_closed


@receiver(session_closed, dispatch_uid="evaluations.log_session_contacts")
def log_contacts(sender: object, session: TutorialSession, actor: Person, **kwargs: object) -> None:
    log_session_contacts(session=session, actor=actor)
