"""An environment that forgives nothing: what production would swallow or do by luck fails here."""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template.base import FilterExpression, Node, Variable, VariableDoesNotExist
from django.template.defaultfilters import default
from django.template.defaulttags import ForNode

PROJECT = Path(settings.BASE_DIR)
VENV = PROJECT / ".venv"


class UndefinedTemplateVariable(AssertionError):
    """One of our templates prints, passes on or walks over something that does not exist."""


class ForbiddenConnection(AssertionError):
    """A test tried to reach another machine."""


def _node_of(frame: FrameType | None) -> Node | None:
    while frame is not None:
        candidate = frame.f_locals.get("self")
        if isinstance(candidate, Node) and getattr(candidate, "origin", None):
            return candidate
        frame = frame.f_back
    return None


def _is_ours(template_name: str) -> bool:
    path = Path(template_name)
    return path.is_relative_to(PROJECT) and not path.is_relative_to(VENV)


@contextmanager
def undefined_variables_fail() -> Iterator[None]:
    """Raise for `{{ missing }}`, a tag given a missing variable, and `{% for … in missing %}`.

    `{% if missing %}` and `{{ missing|default:… }}` say themselves what should happen, and pass. Templates of
    other packages keep Django's leniency.
    """
    original = Variable.resolve

    def resolve(self, context):
        try:
            return original(self, context)
        except VariableDoesNotExist as error:
            expression_frame = sys._getframe(1)
            expression = expression_frame.f_locals.get("self")
            if not isinstance(expression, FilterExpression):
                raise
            node = _node_of(expression_frame.f_back)
            lenient = (
                expression_frame.f_locals.get("ignore_failures") and not isinstance(node, ForNode)
            ) or any(function is default for function, _ in expression.filters)
            if node is None or lenient or not _is_ours(node.origin.name):
                raise
            raise UndefinedTemplateVariable(
                f"{self.var!r} is not defined in {node.origin.name}, line {node.token.lineno}"
            ) from error

    Variable.resolve = resolve
    try:
        yield
    finally:
        Variable.resolve = original


@contextmanager
def unordered_querysets_are_shuffled() -> Iterator[None]:
    """Give a query that asks for no order a random one, as a database is free to do."""
    original = SQLCompiler._order_by_pairs

    def order_by_pairs(self):
        query = self.query
        pairs = list(original(self))
        if (
            not pairs
            and query.default_ordering
            and not (query.order_by or query.extra_order_by or query.distinct)
            and not (query.combinator or query.subquery or query.group_by)
        ):
            pairs = [(OrderBy(Random()), False)]
        yield from pairs

    SQLCompiler._order_by_pairs = order_by_pairs
    try:
        yield
    finally:
        SQLCompiler._order_by_pairs = original


def _is_this_machine(address) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    if address[0] in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@contextmanager
def only_this_machine_answers() -> Iterator[None]:
    """Refuse connections and look-ups of names beyond the loopback interface."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guard(address):
        if not _is_this_machine(address):
            raise ForbiddenConnection(f"A test may not reach {address!r}")

    def guarded_connect(self, address):
        guard(address)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        guard(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host, *args, **kwargs):
        if host is not None:
            guard((host.decode() if isinstance(host, bytes) else host, 0))
        return getaddrinfo(host, *args, **kwargs)

    socket.socket.connect, socket.socket.connect_ex = guarded_connect, guarded_connect_ex
    socket.getaddrinfo = guarded_getaddrinfo
    try:
        yield
    finally:
        socket.socket.connect, socket.socket.connect_ex = connect, connect_ex
        socket.getaddrinfo = getaddrinfo
