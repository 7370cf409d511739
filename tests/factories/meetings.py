"""Semesters, rooms and sessions. The usual semester of the tests is the winter of 2026-2027."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory

from meetings.models import (
    Attendance,
    Convocation,
    Placement,
    Room,
    Semester,
    Seminar,
    TutorialSession,
)
from tests.factories.groups import CohortFactory, InternFactory, TutorialGroupFactory
from tests.factories.people import PersonFactory

PARIS = ZoneInfo("Europe/Paris")


def paris(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of Europe/Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


class SemesterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Semester
        django_get_or_create = ("starts_on",)

    season = Semester.Season.WINTER
    starts_on = date(2026, 11, 2)
    ends_on = date(2027, 5, 2)


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    code = factory.Sequence(lambda n: f"TON‑{n:03d}")
    layout = Room.Layout.CIRCLE
    capacity = 24


class SeminarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seminar

    cohort = factory.SubFactory(CohortFactory)
    title = factory.Sequence(lambda n: f"Gestes techniques {n}")
    starts_at = paris(2027, 1, 14, 14)
    ends_at = paris(2027, 1, 14, 17)


class SessionFactory(factory.django.DjangoModelFactory):
    """A draft session; its bookings and convocations are made by the actions, not here."""

    class Meta:
        model = TutorialSession

    group = factory.SubFactory(TutorialGroupFactory)
    semester = factory.SubFactory(SemesterFactory)
    number = 3
    starts_at = paris(2027, 1, 14, 14)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=2))
    room = factory.SubFactory(RoomFactory)


class PublishedSessionFactory(SessionFactory):
    state = TutorialSession.State.PUBLISHED
    published_at = paris(2026, 12, 1, 9)
    sequence = 0


class ConvocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Convocation

    session = factory.SubFactory(PublishedSessionFactory)
    person = factory.SubFactory(PersonFactory)
    part = Convocation.Part.INTERN


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(PublishedSessionFactory)
    intern = factory.SubFactory(InternFactory)
    status = Attendance.Status.PRESENT


class PlacementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Placement

    intern = factory.SubFactory(InternFactory)
    semester = factory.SubFactory(SemesterFactory)
    kind = Placement.Kind.N1
    place = "Chinon"
