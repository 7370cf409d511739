"""The journal speaks French: acts, fields by the names of the forms, values as they were and are."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.changes import Change, act_of, changes_of
from accounts.models import Person
from evaluations.models import Commission
from groups.journal import record_created
from groups.models import Membership
from meetings.actions.absences import add_unavailability
from meetings.actions.wishes import tell_wishes
from meetings.models import Room
from tests.factories.evaluations import CommissionFactory
from tests.factories.groups import TutorFactory, interns_of_group, make_group, tutor_of_group
from tests.factories.meetings import RoomFactory, SemesterFactory, SessionFactory, paris
from tests.factories.people import administrator, make_person

pytestmark = pytest.mark.django_db
WEDNESDAY = paris(2026, 12, 9, 14)


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


def test_objects_are_told_by_the_names_of_people_and_groups():
    group = make_group(size=1, tutor=TutorFactory())
    intern, tutor = interns_of_group(group)[0], tutor_of_group(group)
    session = SessionFactory(group=group)
    absence = add_unavailability(tutor=tutor, starts_at=WEDNESDAY, ends_at=WEDNESDAY + timedelta(hours=4))
    told = {
        group.memberships.get(): f"{intern.person.full_name}, groupe {group.code}",
        group.tutorships.get(): f"{tutor.person.full_name}, groupe {group.code}",
        session: f"Séance {session.number} du groupe {group.code}",
    }
    for instance, name in told.items():
        assert last(instance).object_repr == name
    assert tutor.person.full_name in last(absence).object_repr
    assert "reason" not in (last(absence).changes or {}), "why somebody is away is nobody else's business"


def test_what_is_written_in_bulk_is_named_in_as_many_queries(django_assert_num_queries):
    for size in (1, 4):
        group = make_group(size=size)
        members = list(Membership.objects.filter(group=group))
        ContentType.objects.get_for_model(Membership)
        with django_assert_num_queries(5):
            record_created(members, None)
    assert str(members[0]) in {entry.object_repr for entry in LogEntry.objects.all()}


def test_unavailabilities_painted_and_taken_back_are_journaled():
    tutor, semester = TutorFactory(), SemesterFactory()
    wishes = {
        "tutor": tutor,
        "semester": semester,
        "preferred_weekdays": [],
        "most_sessions_a_day": None,
        "town": "Loches",
        "driving_minutes": 45,
        "actor": tutor.person,
    }
    with time_machine.travel(paris(2026, 11, 23, 9), tick=False):
        (absence,) = tell_wishes(away=["2026-12-10.matin"], **wishes)
        tell_wishes(away=[], **wishes)
    acts = LogEntry.objects.filter(content_type__model="unavailability", object_id=absence.pk)
    assert [(act_of(entry), entry.actor) for entry in acts.order_by("pk")] == [
        ("Création", tutor.person),
        ("Suppression", tutor.person),
    ]
