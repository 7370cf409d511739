"""What follows, in this room, from facts about groups and sessions."""

from collections.abc import Collection
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from groups.signals import members_changed
from meetings.actions.convening import sync_convocations, tell_cancellation, tell_move
from meetings.models import Semester, TutorialSession, TutorsMeeting
from meetings.queries import MEETINGS_KEY, SEMESTERS_KEY
from meetings.signals import session_cancelled, session_moved


@receiver(members_changed)
def call_and_release(groups: Collection[int], actor: Any, **kwargs: object) -> None:
    coming = TutorialSession.objects.filter(
        group__in=groups, state=TutorialSession.State.PUBLISHED, starts_at__gt=timezone.now()
    )
    for session in coming.order_by("starts_at", "pk"):
        sync_convocations(session=session, actor=actor)


@receiver(session_moved)
def tell_who_is_concerned(session: TutorialSession, before: Any, actor: Any, **kwargs: object) -> None:
    hours_changed = (before.starts_at, before.ends_at) != (session.starts_at, session.ends_at)
    tell_move(session=session, hours_changed=hours_changed, actor=actor)


@receiver(session_cancelled)
def tell_who_knew(session: TutorialSession, actor: Any, **kwargs: object) -> None:
    tell_cancellation(session=session, actor=actor)


@receiver([post_save, post_delete], sender=Semester)
@receiver([post_save, post_delete], sender=TutorsMeeting)
def forget_the_calendar(sender: object, **kwargs: object) -> None:
    cache.delete_many([SEMESTERS_KEY, MEETINGS_KEY])
