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
from groups.signals import group_closing, members_changed, tutors_changed
from meetings.actions.convening import sync_convocations, tell_cancellations, tell_moves
from meetings.actions.placing import book_again, cancel_session, remove_draft
from meetings.facts import bounds_of, clash_of_tutors
from meetings.models import Semester, TutorialSession, TutorsMeeting
from meetings.plans.positions import Position, position_of
from meetings.queries import CALENDAR_KEY
from meetings.signals import sessions_cancelled, sessions_moved


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


@receiver(group_closing)
def take_away_sessions(group: TutorialGroup, actor: Any, **kwargs: object) -> None:
    coming = TutorialSession.objects.filter(group=group).order_by("starts_at", "pk")
    for session in coming.filter(state=TutorialSession.State.DRAFT):
        remove_draft(session=session, actor=actor)
    for session in coming.filter(state=TutorialSession.State.PUBLISHED, starts_at__gt=timezone.now()):
        cancel_session(session=session, reason="Le groupe est dissous.", actor=actor)


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


@receiver(sessions_moved)
def tell_who_is_concerned(
    moves: Collection[tuple[TutorialSession, Position]], actor: Any, **kwargs: object
) -> None:
    tell_moves(
        sessions=[session.pk for session, _ in moves],
        hours_changed=[
            session.pk for session, before in moves if not position_of(session).at_hours_of(before)
        ],
        actor=actor,
    )


@receiver(sessions_cancelled)
def tell_who_knew(sessions: Collection[TutorialSession], actor: Any, **kwargs: object) -> None:
    tell_cancellations(sessions=[session.pk for session in sessions], actor=actor)


@receiver([post_save, post_delete], sender=Semester)
@receiver([post_save, post_delete], sender=TutorsMeeting)
def forget_the_calendar(sender: object, **kwargs: object) -> None:
    cache.delete(CALENDAR_KEY)
