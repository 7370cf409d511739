from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from evaluations.actions.contacts import (
    complete_contact,
    log_contact,
    log_session_contacts,
    withdraw_contact,
)
from evaluations.models import Contact
from evaluations.queries.contacts import contacts_visible_to, is_silent, logbook_of, with_last_contact
from groups.models import Intern
from tests.factories import people
from tests.factories.evaluations import ContactFactory
from tests.factories.groups import interns_of_group, make_group, tutor_of_group
from tests.factories.meetings import AttendanceFactory, PublishedSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return make_group(size=3)


@pytest.fixture
def intern(group):
    return interns_of_group(group)[0]


@pytest.fixture
def tutor(group):
    return tutor_of_group(group).person


def test_contact_needs_nothing_but_its_channel(intern, tutor):
    contact = log_contact(intern=intern, channel="phone", actor=tutor)
    assert contact.initiative == Contact.Initiative.TUTOR
    assert (timezone.now() - contact.occurred_at) < timedelta(minutes=1)


@pytest.mark.parametrize("channel", ["session", "", "pigeon"])
def test_channel_must_be_one_that_is_logged_by_hand(intern, tutor, channel):
    with pytest.raises(ValidationError) as refusal:
        log_contact(intern=intern, channel=channel, actor=tutor)
    assert "channel" in refusal.value.message_dict
    assert not Contact.objects.exists()


def test_contact_to_come_is_refused(intern, tutor):
    with pytest.raises(ValidationError) as refusal:
        log_contact(
            intern=intern, channel="mail", actor=tutor, occurred_at=timezone.now() + timedelta(days=1)
        )
    assert "occurred_at" in refusal.value.message_dict


def test_contact_just_logged_is_taken_back_by_its_author_only(intern, tutor):
    contact = log_contact(intern=intern, channel="mail", actor=tutor)
    assert not withdraw_contact(contact=contact, actor=people.coordinator())
    assert withdraw_contact(contact=contact, actor=tutor)
    assert not Contact.objects.exists()


def test_contact_of_yesterday_stays(intern, tutor):
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        contact = log_contact(intern=intern, channel="mail", actor=tutor)
    assert not withdraw_contact(contact=contact, actor=tutor)


def test_completing_the_contact_of_a_session_keeps_its_origin(group, intern, tutor):
    session = PublishedSessionFactory(group=group)
    contact = ContactFactory(
        intern=intern, logged_by=tutor, channel="session", session=session, occurred_at=session.starts_at
    )
    complete_contact(
        contact=contact,
        actor=tutor,
        channel="phone",
        occurred_at=timezone.now(),
        initiative="intern",
        themes=["thesis"],
        minutes=25,
        summary=" Idée de thèse ",
    )
    contact.refresh_from_db()
    assert (contact.channel, contact.occurred_at) == ("session", session.starts_at)
    assert (contact.themes, contact.minutes, contact.summary) == (["thesis"], 25, "Idée de thèse")


def test_session_logs_one_contact_for_each_who_came(group, tutor):
    session = PublishedSessionFactory(group=group)
    present, late, absent = interns_of_group(group)
    AttendanceFactory(session=session, intern=present, seconds_spoken=1250)
    AttendanceFactory(session=session, intern=late, status="late")
    AttendanceFactory(session=session, intern=absent, status="absent")
    session.themes.create(intern=present, theme="thesis")
    assert log_session_contacts(session=session, actor=tutor) == 2
    assert log_session_contacts(session=session, actor=tutor) == 2
    contact = Contact.objects.get(intern=present)
    assert (contact.channel, contact.minutes, contact.themes) == ("session", 21, ["thesis"])
    assert contact.occurred_at == session.starts_at
    assert not Contact.objects.filter(intern=absent).exists()


def test_who_sees_a_contact(group, intern, tutor):
    ContactFactory(intern=intern, logged_by=tutor)
    mate = interns_of_group(group)[1]
    for person in (intern.person, tutor, people.coordinator(), people.director()):
        assert contacts_visible_to(person).count() == 1
    stranger = tutor_of_group(make_group()).person
    for person in (mate.person, stranger, people.secretary(), people.commission_member()):
        assert not contacts_visible_to(person).exists()


def test_logbook_keeps_what_one_logged_and_what_concerns_ones_tutees(group, intern, tutor):
    mine = ContactFactory(logged_by=tutor, occurred_at=timezone.now())
    theirs = ContactFactory(intern=intern, occurred_at=timezone.now() - timedelta(days=1))
    ContactFactory()
    assert list(logbook_of(tutor)) == [mine, theirs]


def test_last_contact_is_the_latest(intern):
    ContactFactory(intern=intern, occurred_at=timezone.now() - timedelta(days=9))
    latest = ContactFactory(intern=intern, occurred_at=timezone.now() - timedelta(days=2))
    ContactFactory(intern=intern, occurred_at=timezone.now() - timedelta(days=4))
    found = with_last_contact(Intern.objects.filter(pk=intern.pk)).get()
    assert found.last_contact_at == latest.occurred_at
    assert with_last_contact(Intern.objects.exclude(pk=intern.pk)).first().last_contact_at is None


@pytest.mark.parametrize(
    ("last", "silent"), [(date(2026, 10, 3), True), (date(2026, 10, 5), False), (None, True)]
)
def test_silence_counts_from_the_last_contact_or_the_entry(last, silent):
    today = date(2027, 1, 1)
    assert is_silent(last_contact_on=last, today=today, entered_on=date(2026, 10, 1), alert_days=90) is silent
