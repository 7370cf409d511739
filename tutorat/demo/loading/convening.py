"""Convening people to the sessions to come, some days ago: the real action, then dated back."""

from datetime import datetime, timedelta

from meetings.actions.convening import publish_sessions
from meetings.convening.drafts import CONVOCATION
from meetings.models import Convocation, TutorialSession
from outbox.composition import compose
from outbox.models import Message
from tutorat.demo import people
from tutorat.demo.content.words import EXCUSES
from tutorat.demo.loading.world import GroupInHand, World

CONVENED_DAYS_AGO = 6
REFUSAL = "550 5.1.1 Boîte aux lettres inconnue"
Answers = Convocation.Answer
STAR_MATES = (Answers.PRESENT, Answers.PREVENTED, Answers.PRESENT, Answers.NONE)


def convene(world: World, sessions: list[tuple[GroupInHand, TutorialSession]]) -> None:
    """Publish, then make what left look as it did six days ago; people have begun to answer."""
    wanted = [session.pk for _, session in sessions]
    publish_sessions(sessions=wanted, actor=world.person(people.SECRETARY.email))
    convened_at = world.calendar.before_today(CONVENED_DAYS_AGO, 9, 40)
    TutorialSession.objects.filter(pk__in=wanted).update(published_at=convened_at)
    _answer(world, wanted)
    _send(world, convened_at)


def _answer(world: World, sessions: list[int]) -> None:
    chance, parts = world.chance, Convocation.Part
    asked_at = world.calendar.before_today(CONVENED_DAYS_AGO, 10)
    rows = list(Convocation.objects.filter(session__in=sessions).order_by("pk").select_related("session"))
    star_group = world.star.memberships.get().group_id if world.star else 0
    mates = iter(STAR_MATES)
    for row in rows:
        weights = (38, 56, 6) if row.part == parts.INTERN else (5, 95, 0)
        row.answer = chance.choices((Answers.NONE, Answers.PRESENT, Answers.PREVENTED), weights)[0]
        if row.session.group_id == star_group and row.part == parts.INTERN:
            is_star = world.star is not None and row.person_id == world.star.person_id
            row.answer = Answers.NONE if is_star else next(mates, Answers.PRESENT)
        row.reason = chance.choice(EXCUSES) if row.answer == Answers.PREVENTED else ""
        row.answered_at = asked_at + timedelta(minutes=chance.randint(20, 7000)) if row.answer else None
        row.created_at = asked_at
    Convocation.objects.bulk_update(rows, ["answer", "reason", "answered_at", "created_at"], batch_size=200)


def _send(world: World, convened_at) -> None:
    """The invitations left; one address was refused. Reminders wait for their day."""
    messages = list(Message.objects.filter(kind=CONVOCATION).order_by("pk"))
    let_leave(messages, convened_at, refused=len(messages) // 2)


def let_leave(messages: list[Message], written_at: datetime, *, refused: int | None = None) -> None:
    """Make messages look as if they had left at that moment, but the one at the rank `refused`."""
    for rank, message in enumerate(messages):
        message.created_at = message.due_at = written_at
        message.attempts = 1
        mail = compose(message.kind, message.payload | {"address": message.address})
        message.subject, message.text, message.html = mail.subject, mail.text, mail.html
        message.attachments = [
            {"name": one.name, "content_type": one.content_type, "content": one.content}
            for one in mail.attachments
        ]
        if rank == refused:
            message.state, message.error = Message.State.FAILED, REFUSAL
        else:
            message.state = Message.State.SENT
            message.sent_at = written_at + timedelta(seconds=3 + rank // 8)
    Message.objects.bulk_update(
        messages,
        [
            "created_at",
            "due_at",
            "attempts",
            "subject",
            "text",
            "html",
            "attachments",
            "state",
            "error",
            "sent_at",
        ],
        batch_size=100,
    )
