"""A published session as an entry one adds to one's own calendar: nobody is asked to answer."""

from django.utils import timezone

from meetings.calendars import feed
from meetings.convening.calling import people_called
from meetings.convening.facts import facts_of_session
from meetings.convening.mails import invitation_of
from meetings.models import TutorialSession


def entry_of(session: TutorialSession) -> str:
    """The session (group, cohort and room loaded) as text/calendar, with the UID of its convocation."""
    items = session.items.order_by("position", "pk").values_list("text", flat=True)
    called = people_called([session])[session.pk]
    facts = facts_of_session(session, called, list(items), timezone.now())
    invitation = invitation_of(facts | {"name": "", "address": ""})
    return feed([invitation], name=f"Groupe tutorial {session.group.code}")
