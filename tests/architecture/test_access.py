"""Every URL × every role × own and other’s object: a 404 for whom the table does not name."""

from collections.abc import Iterator
from importlib import import_module
from operator import attrgetter
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.table import ROLES, Row
from tests.access.world import TODAY, build_world

TABLES = ("roof", "accounts", "outbox", "groups", "meetings", "portfolios", "evaluations")
PACKAGES = ("admin", "account_", "mfa_", "socialaccount_", "openid_connect_", "reauthenticate")
ROWS: list[Row] = [row for table in TABLES for row in import_module(f"tests.access.{table}").ROWS]


def route_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from route_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def test_every_route_stands_in_the_table_once():
    routes = {name for name in route_names(get_resolver()) if not name.startswith(PACKAGES)}
    listed = [row.name for row in ROWS]
    assert sorted(set(listed)) == sorted(routes)
    assert not {name for name in listed if listed.count(name) > 1}


@pytest.fixture
def world() -> Iterator[SimpleNamespace]:
    with time_machine.travel(TODAY, tick=False):
        yield build_world()


def address(row: Row, world: SimpleNamespace, whose: str) -> str:
    half = getattr(world, whose)
    kwargs = {
        key: path[1:] if path.startswith("=") else attrgetter(path)(half) for key, path in row.kwargs.items()
    }
    return reverse(row.name, kwargs=kwargs) + row.query


def outcomes(row: Row, world: SimpleNamespace, whose: str) -> dict[str, int]:
    """Role → status of a GET."""
    url = address(row, world, whose)
    found = {}
    for role in ROLES:
        client = Client()
        client.force_login(world.people[role])
        found[role] = client.get(url).status_code
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "whose"),
    [
        pytest.param(row, whose, id=f"{row.name}-{whose}")
        for row in ROWS
        for whose in (("own", "other") if row.other is not None else ("own",))
    ],
)
def test_access(row: Row, whose: str, world: SimpleNamespace):
    entitled = row.entitled(whose)
    answer = 405 if row.method == "post" else row.status
    expected = {role: answer if role in entitled else 404 for role in ROLES}
    expected |= dict.fromkeys(row.sent_on.split(), 302)
    assert outcomes(row, world, whose) == expected

    anonymous = Client().get(address(row, world, whose))
    if row.public:
        assert anonymous.status_code == answer
    else:
        assert anonymous.status_code == 302
        assert anonymous.url.startswith(reverse("account_login"))
