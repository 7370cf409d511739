"""HTTP only: who may come in, what was asked, what is shown."""

from typing import cast

from django.http import HttpRequest

from accounts.models import Person


def visitor(request: HttpRequest) -> Person:
    """Who asks: every page of this room is behind the sign-in."""
    return cast(Person, request.user)
