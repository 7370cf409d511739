"""Rows written by one statement are those that bulk_create and bulk_update would write."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from database.rows import insert, insert_values, update
from meetings.models import Booking
from outbox.models import Message
from tests.factories.meetings import PublishedSessionFactory
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 14, 12, tzinfo=UTC)


def message(key: str, **fields) -> Message:
    return Message(key=key, kind="reminder", address="a@b.example", due_at=NOON, **fields)


def test_every_kind_of_value_comes_back_as_bulk_create_writes_it(django_assert_num_queries):
    values = {
        "payload": {"interns": ["Inès"], "said": "« d’accord »", "n": 3},
        "attachments": [],
        "recipient": make_person(),
        "claim": uuid4(),
        "state": Message.State.SENDING,
        "is_confidential": True,
    }
    Message.objects.bulk_create([message("one", **values)])
    with django_assert_num_queries(1):
        insert([message("two", **values), message("three", **values)])
    kept = [name for name in vars(Message.objects.get(key="one")) if name not in ("_state", "id", "key")]
    rows = [
        [getattr(one, name) for name in kept if name != "created_at"]
        for one in Message.objects.order_by("pk")
    ]
    assert rows == [rows[0]] * 3
    assert all(one.created_at for one in Message.objects.all())


def test_what_is_there_already_is_left_out_or_refused(django_assert_num_queries):
    insert([message("one", subject="le premier")])
    insert([message("one", subject="le second"), message("two")], ignore_conflicts=True)
    assert dict(Message.objects.values_list("key", "subject")) == {"one": "le premier", "two": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([message("three"), message("one")])
    assert Message.objects.count() == 2
    with django_assert_num_queries(0):
        insert([])
        update([], ["subject"])
        insert_values(Booking, ("slot",), [])


def test_values_without_objects():
    session = PublishedSessionFactory()
    room, group = session.room_id, session.group_id
    rows = [(session.pk, 7, room, None), (session.pk, 8, room, None), (session.pk, 7, None, group)]
    insert_values(Booking, ("session", "slot", "room", "group"), rows)
    assert set(Booking.objects.values_list("session", "slot", "room", "group")) == set(rows)


def test_each_object_gets_its_own_values_and_no_other_field_is_written(django_assert_num_queries):
    one, two = PublishedSessionFactory(), PublishedSessionFactory()
    one.starts_at, one.place, one.room, two.starts_at = NOON, "Chinon", None, NOON
    one.cancel_reason = "jamais écrit"
    with django_assert_num_queries(1):
        update([one, two], ["starts_at", "place", "room"])
    kept, other = (type(one).objects.get(pk=each.pk) for each in (one, two))
    assert (kept.starts_at, kept.place, kept.room_id, kept.cancel_reason) == (NOON, "Chinon", None, "")
    assert (other.starts_at, other.place, other.room_id) == (NOON, "", two.room_id)
