"""A moment comes back from the database as it went in."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Person
from tests.factories.people import make_person

MOMENTS = (
    datetime(2026, 12, 10, 13, tzinfo=UTC),
    datetime(2026, 12, 10, 13, 0, 0, 120_000, tzinfo=UTC),
    datetime(1900, 1, 1, tzinfo=UTC) + timedelta(microseconds=1),
    datetime(9999, 12, 31, 22, 59, 59, 999_999, tzinfo=UTC),
)


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_comes_back(moment):
    person = make_person()
    Person.objects.filter(pk=person.pk).update(last_login=moment)
    person.refresh_from_db()
    assert person.last_login == moment
    assert person.last_login.utcoffset() == timedelta(0)
