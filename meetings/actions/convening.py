"""Calling people to sessions, and telling exactly those concerned when something changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from meetings.convening import drafts
from meetings.convening.calling import Called, people_called
from meetings.convening.drafts import draft, reminders, thread_of, told
from meetings.convening.facts import Facts, facts_for, facts_of_session
from meetings.convening.progress import messages_about
from meetings.models import Convocation, SessionItem, TutorialSession
from outbox.actions import Draft, cancel_thread, enqueue, send_again
from outbox.models import Message

Answer, State = Convocation.Answer, TutorialSession.State


@dataclass(frozen=True)
class Convened:
    """What a change did: sessions concerned, people newly called, people released, messages to leave now."""

    sessions: int = 0
    called: int = 0
    withdrawn: int = 0
    told: int = 0


@transaction.atomic
def publish_sessions(*, sessions: Iterable[TutorialSession | int], actor: Person | None) -> Convened:
    """Publish the drafts among `sessions` and call everybody to them, with an invitation now and reminders.

    Publishing again does nothing (D.1-14). About ten queries, whatever the number of sessions.
    """
    wanted = [session if isinstance(session, int) else session.pk for session in sessions]
    now = timezone.now()
    published = TutorialSession.objects.filter(pk__in=wanted, state=State.DRAFT).update(
        state=State.PUBLISHED, published_at=now
    )
    if not published:
        return Convened()
    mine = _loaded(TutorialSession.objects.filter(pk__in=wanted, state=State.PUBLISHED, published_at=now))
    return _call(mine, now)


@transaction.atomic
def sync_convocations(*, session: TutorialSession, actor: Person | None) -> Convened:
    """Call who joined the group or its tutoring since, release who left it; nothing for who stayed.

    Only a published session to come has something to say; for the others nothing happens.
    """
    now = timezone.now()
    held = TutorialSession.objects.select_for_update().filter(
        pk=session.pk, state=State.PUBLISHED, starts_at__gt=now
    )
    if not held.values_list("pk", flat=True):
        return Convened()
    return _call(_loaded(TutorialSession.objects.filter(pk=session.pk)), now)


@transaction.atomic
def tell_moves(
    *, sessions: Collection[int], hours_changed: Collection[int], actor: Person | None
) -> Convened:
    """Update the calendar of everybody who knew of these sessions, call the others, plan the reminders anew.

    Their `sequence` is already raised. An answer given for other hours (sessions `hours_changed`) is asked
    again. As many queries for one session as for all.
    """
    now = timezone.now()
    cancel_thread(threads=[thread_of(pk) for pk in sessions])
    answered = Convocation.objects.filter(session__in=hours_changed, withdrawn_at=None).exclude(
        answer=Answer.NONE
    )
    asked_again = set(answered.values_list("session", "person"))
    if asked_again:
        answered.update(answer=Answer.NONE, reason="", answered_at=None)
    return _call(
        _loaded(TutorialSession.objects.filter(pk__in=sessions)), now, moved=True, asked_again=asked_again
    )


@transaction.atomic
def tell_cancellations(*, sessions: Collection[int], actor: Person | None) -> Convened:
    """Take these sessions out of the calendars of those who had been told; the others hear nothing."""
    now = timezone.now()
    loaded = {one.pk: one for one in _loaded(TutorialSession.objects.filter(pk__in=sessions))}
    threads = [thread_of(pk) for pk in loaded]
    cancel_thread(threads=threads)
    known = told(threads)
    present = Convocation.objects.filter(session__in=loaded, withdrawn_at=None).select_related("person")
    releases = [
        _release(drafts.CANCELLED, loaded[one.session_id], one, facts, now)
        for one in present.order_by("session", "pk")
        if (facts := known.get((thread_of(one.session_id), one.person_id)))
    ]
    enqueue(releases)
    return Convened(sessions=len(loaded), told=len(releases))


@transaction.atomic
def remind_unanswered(*, convocations: Iterable[Convocation], actor: Person) -> int:
    """Write again to the interns who have not answered; return how many. Once a day at most for each."""
    now = timezone.now()
    silent = list(
        Convocation.objects.filter(
            pk__in=[convocation.pk for convocation in convocations],
            part=Convocation.Part.INTERN,
            answer=Answer.NONE,
            withdrawn_at=None,
            session__state=State.PUBLISHED,
            session__starts_at__gt=now,
        ).select_related("person")
    )
    sessions = _loaded(TutorialSession.objects.filter(pk__in={one.session_id for one in silent}))
    shared = _shared_facts(sessions, people_called(sessions), now)
    by_id = {session.pk: session for session in sessions}
    turn = timezone.localdate(now).isoformat()
    letters = [
        draft(
            drafts.NUDGE,
            by_id[one.session_id],
            one.person,
            facts_for(one, shared[one.session_id], Called(one.person, one.part)),
            turn=turn,
        )
        for one in silent
    ]
    return enqueue(letters)


@transaction.atomic
def send_failed_again(*, convocations: Iterable[Convocation]) -> int:
    """Send again, to these people, the last message about their session if it failed; return how many."""
    gone = [
        [message for message in about if message.state != Message.State.SCHEDULED]
        for _, about in messages_about(list(convocations))
    ]
    failed = [sent[-1] for sent in gone if sent and sent[-1].state == Message.State.FAILED]
    return sum(send_again(message=message) for message in failed)


def _loaded(sessions: QuerySet[TutorialSession]) -> list[TutorialSession]:
    return list(sessions.select_related("group__cohort__policy", "room").order_by("starts_at", "pk"))


def _call(
    sessions: Sequence[TutorialSession],
    now: datetime,
    *,
    moved: bool = False,
    asked_again: Collection[tuple[int, int]] = (),
) -> Convened:
    """Make the convocations of `sessions` match who is called to them; write to whom that changes something.

    With `moved`, to those who stay as well, and nothing waits to leave in the threads of these sessions.
    """
    called = people_called(sessions)
    existing: dict[int, dict[int, Convocation]] = defaultdict(dict)
    for convocation in Convocation.objects.filter(session__in=sessions).select_related("person"):
        existing[convocation.session_id][convocation.person_id] = convocation
    arriving, returning, staying, leaving = _differences(sessions, called, existing)
    if not moved:
        _silence([*returning, *leaving])
    known = told([thread_of(session.pk) for session in sessions]) if existing else {}
    turns = {one.pk: f"{one.withdrawn_at:%Y%m%dT%H%M%S}" for one in returning if one.withdrawn_at}
    Convocation.objects.bulk_create(arriving)
    if returning:
        Convocation.objects.filter(pk__in=[one.pk for one in returning]).update(
            withdrawn_at=None, answer=Answer.NONE, reason="", answered_at=None
        )
    shared = _shared_facts(sessions, called, now)
    by_id = {session.pk: session for session in sessions}
    letters = _withdraw(leaving, by_id, known, now)
    for one in [*arriving, *returning, *(staying if moved else ())]:
        session = by_id[one.session_id]
        person = Called(one.person, one.part)
        facts = facts_for(one, shared[session.pk], person)
        before = known.get((thread_of(session.pk), one.person_id))
        turn = turns.get(one.pk, "")
        if before and one.pk not in turns:
            letters.append(
                draft(drafts.MOVED, session, one.person, facts | _change(before, one, asked_again))
            )
        else:
            letters.append(draft(drafts.CONVOCATION, session, one.person, facts, turn=turn))
        letters.extend(reminders(session, one.person, one.part, facts, now=now, turn=turn))
    enqueue(letters)
    return Convened(
        sessions=len(sessions),
        called=len(arriving) + len(returning),
        withdrawn=len(leaving),
        told=sum(letter.due_at is None for letter in letters),
    )


def _differences(
    sessions: Sequence[TutorialSession],
    called: dict[int, list[Called]],
    existing: dict[int, dict[int, Convocation]],
) -> tuple[list[Convocation], list[Convocation], list[Convocation], list[Convocation]]:
    """Convocations to make, to give again, to keep, and to withdraw."""
    arriving, returning, staying, leaving = [], [], [], []
    for session in sessions:
        here = existing[session.pk]
        expected = {one.person.pk: one for one in called[session.pk]}
        for person_id, one in expected.items():
            convocation = here.get(person_id)
            if convocation is None:
                arriving.append(Convocation(session=session, person=one.person, part=one.part))
            elif convocation.withdrawn_at:
                returning.append(convocation)
            else:
                staying.append(convocation)
        leaving += [
            one for person_id, one in here.items() if person_id not in expected and not one.withdrawn_at
        ]
    return arriving, returning, staying, leaving


def _silence(convocations: Sequence[Convocation]) -> None:
    """Cancel what has not left yet for these people; what is left in `told` after this is final."""
    by_session: dict[int, list[int]] = defaultdict(list)
    for one in convocations:
        by_session[one.session_id].append(one.person_id)
    for session_id, people in by_session.items():
        cancel_thread(threads=[thread_of(session_id)], recipients=people)


def _withdraw(
    leaving: Sequence[Convocation],
    sessions: dict[int, TutorialSession],
    known: dict[tuple[str, int], Facts],
    now: datetime,
) -> list[Draft]:
    """Withdraw convocations, and write to those who knew."""
    if leaving:
        Convocation.objects.filter(pk__in=[one.pk for one in leaving]).update(withdrawn_at=now)
    return [
        _release(drafts.WITHDRAWN, sessions[one.session_id], one, facts, now, turn=f"{now:%Y%m%dT%H%M%S}")
        for one in leaving
        if (facts := known.get((thread_of(one.session_id), one.person_id)))
    ]


def _release(
    kind: str,
    session: TutorialSession,
    convocation: Convocation,
    facts: Facts,
    now: datetime,
    turn: str = "",
) -> Draft:
    """Say that the session, as the person last knew it, no longer is theirs."""
    current = {
        "sequence": session.sequence,
        "stamp": now.isoformat(),
        "reason": session.cancel_reason,
    }
    return draft(kind, session, convocation.person, facts | current, turn=turn)


def _change(before: Facts, convocation: Convocation, asked_again: Collection[tuple[int, int]]) -> Facts:
    return {
        "previous": {name: before[name] for name in ("starts_at", "ends_at", "room", "site")},
        "asked_again": (convocation.session_id, convocation.person_id) in asked_again,
    }


def _shared_facts(
    sessions: Sequence[TutorialSession], called: dict[int, list[Called]], now: datetime
) -> dict[int, Facts]:
    """The facts of each session that every message about it tells; one query for all programmes."""
    items: dict[int, list[str]] = defaultdict(list)
    for session_id, text in (
        SessionItem.objects.filter(session__in=sessions)
        .order_by("session", "position", "pk")
        .values_list("session", "text")
    ):
        items[session_id].append(text)
    return {
        session.pk: facts_of_session(session, called[session.pk], items[session.pk], now)
        for session in sessions
    }
