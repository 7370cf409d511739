"""Who is asking, and what they may open: anything else is not found."""

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import roles_required
from accounts.models import Person, Role
from evaluations.queries.session import members_in, sessions_run_by
from groups.models import Intern
from meetings.models import TutorialSession

tutors_only = roles_required(Role.TUTOR, Role.CO_TUTOR)


def signed_in(request: HttpRequest) -> Person:
    """The person who asks; every page of this room needs one."""
    return cast(Person, request.user)


def get_session(request: HttpRequest, pk: int) -> TutorialSession:
    """The session, when the person signed in holds it; not found otherwise."""
    return get_object_or_404(sessions_run_by(signed_in(request)), pk=pk)


def get_member(session: TutorialSession, pk: int) -> Intern:
    """One of the members of the group on the day of the session; not found otherwise."""
    return get_object_or_404(members_in(session), pk=pk)
