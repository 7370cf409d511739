"""Who may do what with a session."""

import rules
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from design.french import as_date
from groups.models import Tutorship
from meetings.models import TutorialSession


@rules.predicate
def led(person: Person, session: TutorialSession) -> bool:
    """Was, on its day, the tutor or the co-tutor of the group of a session that has begun."""
    if session.starts_at > timezone.now() or session.state not in (
        TutorialSession.State.PUBLISHED,
        TutorialSession.State.CLOSED,
    ):
        return False
    day = as_date(session.starts_at)
    return Tutorship.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day),
        group=session.group_id,
        tutor__person=person,
        starts_on__lte=day,
    ).exists()
