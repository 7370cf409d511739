"""The journal speaks French: acts, fields by the names of the forms, values as they were and are."""

from datetime import UTC, datetime

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from accounts.changes import Change, act_of, changes_of
from accounts.models import Person
from evaluations.models import Commission
from meetings.models import Room
from tests.factories.evaluations import CommissionFactory
from tests.factories.meetings import RoomFactory, SessionFactory
from tests.factories.people import administrator, make_person

pytestmark = pytest.mark.django_db


def last(instance) -> LogEntry:
    return LogEntry.objects.get_for_object(instance).order_by("-pk")[0]


def test_a_modification_tells_each_field_before_and_after():
    room = RoomFactory(capacity=8, group_work=True, layout=Room.Layout.TABLE)
    room.capacity, room.group_work, room.layout = 12, False, Room.Layout.U
    room.save()
    entry = last(room)
    assert act_of(entry) == "Modification"
    assert set(changes_of(entry)) >= {
        Change("places", "8", "12"),
        Change("convient à un groupe", "oui", "non"),
        Change("disposition", "autour d’une table", "en U"),
    }


def test_a_creation_tells_only_the_act():
    entry = LogEntry.objects.get_for_object(RoomFactory()).get()
    assert (act_of(entry), changes_of(entry)) == ("Création", [])


def test_hours_are_told_in_paris():
    session = SessionFactory()
    session.opened_at = datetime(2026, 12, 10, 13, 5, tzinfo=UTC)
    session.save()
    (change,) = changes_of(last(session))
    assert change.label == "ouverte le"
    assert change.before == "—"
    assert "14\u00a0h\u00a005" in change.after


def test_a_relation_is_named_without_its_key():
    session = SessionFactory()
    session.room = RoomFactory()
    session.save()
    assert Change("salle") in changes_of(last(session))


def test_keys_nobody_edits_are_left_out():
    session = SessionFactory()
    session.sequence = 4
    session.save()
    assert changes_of(last(session)) == []


def test_who_joins_a_commission_is_named():
    commission: Commission = CommissionFactory()
    member: Person = make_person("commission", first_name="Anne", last_name="Sicard")
    commission.members.add(member)
    (change,) = changes_of(last(commission))
    assert change.label.endswith("ajout")
    assert "Sicard" in change.after


def test_the_page_has_no_english_word(client):
    room = RoomFactory()
    room.capacity += 1
    room.save()
    client.force_login(administrator())
    page = client.get(reverse("accounts:journal")).content.decode()
    assert "Modification" in page
    assert "Création" in page
    assert ">update<" not in page
    assert "starts_at" not in page
