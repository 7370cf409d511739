"""What follows, in this room, from facts about groups and sessions."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from design.french import long_date
from groups.actions import ChangeRefused
from groups.models import TutorialGroup
from groups.signals import members_changed, tutors_changed
from meetings.actions.convening import sync_convocations, tell_cancellation, tell_move
from meetings.actions.placing import book_again
from meetings.facts import bounds_of, clash_of_tutors
from meetings.models import Semester, TutorialSession, TutorsMeeting
from meetings.queries import MEETINGS_KEY, SEMESTERS_KEY
from meetings.signals import session_cancelled, session_moved


@receiver(members_changed)
def call_and_release(groups: Collection[int], since: date | None, actor: Any, **kwargs: object) -> None:
    if since:
        _refuse_to_rewrite(groups, since)
    _sync(groups, actor)


@receiver(tutors_changed)
def hand_over_sessions(group: TutorialGroup, since: date, actor: Any, **kwargs: object) -> None:
    _refuse_to_rewrite([group.pk], since)
    if clash := clash_of_tutors(group):
        raise ChangeRefused(clash)
    try:
        book_again(group=group)
    except ValidationError as error:
        raise ChangeRefused(" ".join(error.messages)) from error
    _sync([group.pk], actor)


def _refuse_to_rewrite(groups: Collection[int], since: date) -> None:
    """Who was in a group, or led it, on the day of a session stays so for ever (D.1-9)."""
    held = (
        TutorialSession.objects.filter(
            group__in=groups, state=TutorialSession.State.CLOSED, starts_at__gte=bounds_of(since)[0]
        )
        .select_related("group__cohort")
        .order_by("starts_at", "pk")
        .last()
    )
    if held:
        raise ChangeRefused(
            f"Le {str(held.group).lower()} a tenu une séance le {long_date(held.starts_at)} : "
            "le changement vaut au plus tôt le lendemain, pour que les présences de ce jour restent justes."
        )


def _sync(groups: Collection[int], actor: Any) -> None:
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
