"""Publishing convenes; every change tells exactly the people concerned, once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from groups.actions import change_standing, move_member
from groups.models import Intern, Membership
from meetings.actions.answers import answer_convocation
from meetings.actions.convening import publish_sessions, remind_unanswered, sync_convocations
from meetings.actions.placing import cancel_session, move_session
from meetings.models import Convocation, TutorialSession
from outbox.delivery import send_due
from outbox.models import Message
from tests.factories.groups import (
    CohortFactory,
    CoTutorFactory,
    InternFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import SessionFactory, paris
from tests.factories.people import secretary

pytestmark = pytest.mark.django_db
State, Answer = Message.State, Convocation.Answer


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 12, 1, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def nadege():
    return secretary()


@pytest.fixture
def session():
    return SessionFactory(group=make_group(size=5, co_tutor=CoTutorFactory()))


def publish(*sessions, actor=None):
    return publish_sessions(sessions=sessions, actor=actor)


def kinds_sent(mails) -> list[str]:
    return sorted(mail["Subject"].split("\u00a0:")[0].split(" tutorial")[0] for mail in mails)


def calendar_of(mail):
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def test_publishing_calls_tutor_co_tutor_and_interns(session, nadege):
    convened = publish(session, actor=nadege)

    session.refresh_from_db()
    assert session.state == TutorialSession.State.PUBLISHED
    assert session.published_at == timezone.now()
    parts = list(session.convocations.order_by("part").values_list("part", flat=True))
    assert parts == ["co_tutor", *["intern"] * 5, "tutor"]
    assert (convened.sessions, convened.called, convened.told) == (1, 7, 7)


def test_publishing_writes_a_convocation_now_and_reminders_at_eight_in_paris(session):
    publish(session)

    interns = Message.objects.filter(recipient__intern__isnull=False)
    due = sorted(set(interns.filter(kind="reminder").values_list("due_at", flat=True)))
    assert due == [paris(2026, 12, 15, 8), paris(2027, 1, 7, 8), paris(2027, 1, 13, 8)]
    assert interns.filter(kind="convocation", due_at=timezone.now()).count() == 5
    tutor = Message.objects.filter(recipient=tutor_of_group(session.group).person)
    assert sorted(tutor.values_list("step", flat=True)) == ["D-1", "convocation"]


def test_reminder_hour_follows_paris_clocks():
    session = SessionFactory(
        group=make_group(size=1), starts_at=paris(2027, 4, 2, 14), ends_at=paris(2027, 4, 2, 16)
    )
    publish(session)

    due = Message.objects.filter(step="D-7").values_list("due_at", flat=True)
    assert set(due) == {paris(2027, 3, 26, 8)}
    assert {moment.utcoffset() or moment.hour for moment in due}


def test_reminders_already_past_are_not_written(session, clock):
    clock.move_to(paris(2027, 1, 7, 9))
    publish(session)

    assert set(Message.objects.values_list("step", flat=True)) == {"convocation", "D-1"}


def test_publishing_twice_sends_nothing_twice(session, real_mail):
    publish(session)
    send_due()
    again = publish(session)
    send_due()

    assert again.told == 0
    assert len(real_mail.messages) == 7
    assert len({mail["Message-ID"] for mail in real_mail.messages}) == 7


def test_publishing_many_sessions_costs_a_few_queries():
    cohort = CohortFactory()
    sessions = [SessionFactory(group=make_group(cohort=cohort, size=5)) for _ in range(4)]
    with CaptureQueriesContext(connection) as few:
        publish(sessions[0])
    with CaptureQueriesContext(connection) as many:
        publish(*sessions[1:])

    assert len(many) <= len(few) + 3
    assert len(few) <= 14


def test_intern_on_leave_or_gone_is_not_called(session):
    first, second, *_ = interns_of_group(session.group)
    Intern.objects.filter(pk=first.pk).update(standing=Intern.Standing.LEAVE)
    Membership.objects.filter(intern=second).update(ends_on=session.starts_at.date())

    publish(session)

    called = set(session.convocations.values_list("person", flat=True))
    assert {first.person_id, second.person_id}.isdisjoint(called)
    assert len(called) == 5


def test_reminders_go_only_to_who_it_still_concerns(session, real_mail, clock):
    publish(session)
    send_due()
    present, prevented, silent, *_ = session.convocations.filter(part="intern").order_by("pk")
    answer_convocation(convocation=present, answer=Answer.PRESENT)
    answer_convocation(convocation=prevented, answer=Answer.PREVENTED, reason="garde")
    real_mail.reset()

    clock.move_to(paris(2027, 1, 7, 8, 1))
    send_due()
    addressed = {address for recipients in real_mail.recipients for address in recipients}
    assert silent.person.email in addressed
    assert {present.person.email, prevented.person.email}.isdisjoint(addressed)

    real_mail.reset()
    clock.move_to(paris(2027, 1, 13, 8, 1))
    send_due()
    addressed = [address for recipients in real_mail.recipients for address in recipients]
    assert present.person.email in addressed
    assert tutor_of_group(session.group).person.email in addressed
    assert prevented.person.email not in addressed
    assert len(addressed) == 6


def test_moving_updates_the_calendar_of_everybody_told(session, nadege, real_mail):
    publish(session)
    send_due()
    answered = session.convocations.filter(part="intern").first()
    answer_convocation(convocation=answered, answer=Answer.PRESENT)
    session.refresh_from_db()
    before = {event["uid"] for mail in real_mail.messages for event in calendar_of(mail).walk("VEVENT")}
    real_mail.reset()

    move_session(
        session=session,
        starts_at=paris(2027, 1, 21, 16),
        ends_at=paris(2027, 1, 21, 18),
        room=session.room,
        actor=nadege,
        accepted="*",
        reason="Salle occupée",
    )
    send_due()

    assert len(real_mail.messages) == 7
    for mail in real_mail.messages:
        calendar = calendar_of(mail)
        (event,) = calendar.walk("VEVENT")
        assert calendar["method"] == "REQUEST"
        assert event["sequence"] == 1
        assert {event["uid"]} == before
        assert event["dtstart"].dt == paris(2027, 1, 21, 16)
        assert mail["Subject"].strip().startswith("Changement\u00a0: groupe tutorial")
        assert (
            "jeudi 14\u00a0janvier 2027, 14\u00a0h\u00a0– 16\u00a0h"
            in mail.get_body(("plain",)).get_content()
        )
    answered.refresh_from_db()
    assert (answered.answer, answered.answered_at) == (Answer.NONE, None)
    (letter,) = [mail for mail in real_mail.messages if mail["To"] == answered.person.email]
    assert "merci de répondre à nouveau" in letter.get_body(("plain",)).get_content()
    waiting = Message.objects.filter(state=State.SCHEDULED)
    assert set(waiting.values_list("payload__sequence", flat=True)) == {1}
    assert set(waiting.filter(step="D-7").values_list("due_at", flat=True)) == {paris(2027, 1, 14, 8)}


def test_changing_the_room_keeps_the_answers(session, nadege, real_mail):
    from tests.factories.meetings import RoomFactory

    publish(session)
    send_due()
    answered = session.convocations.filter(part="intern").first()
    answer_convocation(convocation=answered, answer=Answer.PRESENT)
    session.refresh_from_db()

    move_session(
        session=session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=RoomFactory(code="TON-C"),
        actor=nadege,
        accepted="*",
        reason="Salle fermée",
    )

    answered.refresh_from_db()
    assert answered.answer == Answer.PRESENT


def test_moving_before_anything_left_sends_one_plain_convocation(session, nadege, real_mail):
    publish(session)
    session.refresh_from_db()
    move_session(
        session=session,
        starts_at=paris(2027, 1, 21, 14),
        ends_at=paris(2027, 1, 21, 16),
        room=session.room,
        actor=nadege,
        accepted="*",
        reason="Salle occupée",
    )
    send_due()

    assert len(real_mail.messages) == 7
    assert all(mail["Subject"].strip().startswith("Groupe tutorial") for mail in real_mail.messages)


def test_moving_twice_tells_the_hours_people_knew(session, nadege, real_mail):
    publish(session)
    send_due()
    session.refresh_from_db()
    for day in (20, 21):
        move_session(
            session=session,
            starts_at=paris(2027, 1, day, 14),
            ends_at=paris(2027, 1, day, 16),
            room=session.room,
            actor=nadege,
            accepted="*",
            reason="Salle occupée",
        )
    real_mail.reset()
    send_due()

    assert len(real_mail.messages) == 7
    text = real_mail.messages[0].get_body(("plain",)).get_content()
    assert "Auparavant\u00a0: jeudi 14\u00a0janvier 2027" in text


def test_cancelling_takes_the_session_out_of_the_calendars_of_those_told(session, nadege, real_mail):
    publish(session)
    unreachable = session.convocations.filter(part="intern").first().person
    real_mail.refused.add(unreachable.email)
    send_due()
    session.refresh_from_db()
    real_mail.messages.clear()

    cancel_session(session=session, reason="Tutrice souffrante", actor=nadege)
    send_due(now=timezone.now() + timedelta(days=90))

    assert len(real_mail.messages) == 6
    for mail in real_mail.messages:
        calendar = calendar_of(mail)
        (event,) = calendar.walk("VEVENT")
        assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
        assert mail["To"] != unreachable.email


def test_cancelling_before_anything_left_sends_nothing(session, nadege, real_mail):
    publish(session)
    session.refresh_from_db()
    cancel_session(session=session, reason="Erreur", actor=nadege)
    send_due(now=timezone.now() + timedelta(days=90))

    assert real_mail.messages == []
    assert set(Message.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_member_who_leaves_is_released_and_member_who_arrives_is_called(session, nadege, real_mail):
    publish(session)
    send_due()
    real_mail.reset()
    leaving = session.group.memberships.order_by("pk").first()
    leaving.ends_on = timezone.localdate()
    leaving.save()
    arriving = InternFactory(cohort=session.group.cohort)
    Membership.objects.create(group=session.group, intern=arriving, starts_on=timezone.localdate())

    convened = sync_convocations(session=session, actor=nadege)
    send_due()

    assert (convened.called, convened.withdrawn, convened.told) == (1, 1, 2)
    by_address = {mail["To"]: calendar_of(mail)["method"] for mail in real_mail.messages}
    assert by_address == {leaving.intern.person.email: "CANCEL", arriving.person.email: "REQUEST"}
    assert sync_convocations(session=session, actor=nadege).told == 0
    gone = Message.objects.filter(recipient=leaving.intern.person, kind="reminder")
    assert set(gone.values_list("state", flat=True)) == {State.CANCELLED}


def test_member_who_comes_back_is_called_again(session, nadege, real_mail):
    publish(session)
    send_due()
    membership = session.group.memberships.order_by("pk").first()
    membership.ends_on = timezone.localdate()
    membership.save()
    sync_convocations(session=session, actor=nadege)
    send_due()
    real_mail.reset()
    membership.ends_on = None
    membership.save()

    sync_convocations(session=session, actor=nadege)
    send_due()

    (mail,) = real_mail.messages
    assert mail["To"] == membership.intern.person.email
    assert calendar_of(mail)["method"] == "REQUEST"
    waiting = Message.objects.filter(recipient=membership.intern.person, state=State.SCHEDULED)
    assert sorted(waiting.values_list("step", flat=True)) == ["D-1", "D-30", "D-7"]


def test_member_who_leaves_before_being_told_hears_nothing(session, nadege, real_mail):
    publish(session)
    membership = session.group.memberships.order_by("pk").first()
    membership.ends_on = timezone.localdate()
    membership.save()
    sync_convocations(session=session, actor=nadege)
    send_due(now=timezone.now() + timedelta(days=90))

    assert membership.intern.person.email not in {mail["To"] for mail in real_mail.messages}


def test_moving_an_intern_between_groups_moves_the_convocation(session, nadege, real_mail):
    other = SessionFactory(group=make_group(size=4), starts_at=paris(2027, 1, 19, 14))
    publish(session, other)
    send_due()
    real_mail.reset()
    membership = session.group.memberships.order_by("pk").first()

    moved = move_member(membership=membership, group=other.group, reason="Distance", actor=nadege)
    send_due()

    methods = sorted(str(calendar_of(mail)["method"]) for mail in real_mail.messages)
    assert methods == ["CANCEL", "REQUEST"]
    assert {mail["To"] for mail in real_mail.messages} == {membership.intern.person.email}
    assert moved.intern.person.convocations.filter(withdrawn_at=None).get().session == other


def test_leave_withdraws_the_convocation_and_return_gives_it_again(session, nadege):
    publish(session)
    intern = interns_of_group(session.group)[0]

    change_standing(intern=intern, standing="leave", semester_lag=0)
    assert session.convocations.get(person=intern.person).withdrawn_at
    change_standing(intern=intern, standing="active", semester_lag=0)
    assert session.convocations.get(person=intern.person).withdrawn_at is None


def test_nothing_is_synchronised_for_a_draft_or_a_past_session(session, nadege, clock):
    assert sync_convocations(session=session, actor=nadege).called == 0
    publish(session)
    InternFactory(cohort=session.group.cohort)
    Membership.objects.create(
        group=session.group, intern=InternFactory(cohort=session.group.cohort), starts_on=timezone.localdate()
    )
    clock.move_to(paris(2027, 1, 15))

    assert sync_convocations(session=session, actor=nadege).called == 0


def test_reminding_the_silent_writes_once_a_day_to_them_alone(session, nadege, real_mail, clock):
    publish(session)
    send_due()
    answered, *silent = session.convocations.filter(part="intern").order_by("pk")
    answer_convocation(convocation=answered, answer=Answer.PRESENT)
    real_mail.reset()

    for _ in range(2):
        assert remind_unanswered(convocations=session.convocations.all(), actor=nadege) == 4
        send_due()
    assert {mail["To"] for mail in real_mail.messages} == {one.person.email for one in silent}
    assert len(real_mail.messages) == 4

    clock.shift(timedelta(days=1))
    remind_unanswered(convocations=session.convocations.all(), actor=nadege)
    send_due()
    assert len(real_mail.messages) == 8
