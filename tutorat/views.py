"""The home page of each role, and the pages every site owes its readers."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Role
from tutorat.homes.intern import intern_home
from tutorat.homes.secretary import secretary_home
from tutorat.homes.tutor import tutor_home

Home = Callable[[HttpRequest], HttpResponse]

HOMES: dict[Role, Home] = {
    Role.SECRETARY: secretary_home,
    Role.TUTOR: tutor_home,
    Role.CO_TUTOR: tutor_home,
    Role.INTERN: intern_home,
}
FIRST_PAGES: dict[Role, str] = {
    Role.COORDINATOR: "evaluations:cohort-followup",
    Role.DIRECTOR: "evaluations:cohort-followup",
    Role.SUPERVISOR: "evaluations:placement-evaluation-list",
    Role.COMMISSION: "evaluations:commission-list",
    Role.ADMINISTRATOR: "accounts:people",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page of the role worn at the moment: its own, or the first of its navigation."""
    role: Role | None = request.role  # type: ignore[attr-defined]
    if role is None:
        return render(request, "tutorat/no_role.html")
    if role in HOMES:
        return HOMES[role](request)
    return redirect(FIRST_PAGES[role])


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "tutorat/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "tutorat/accessibility.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "tutorat/help.html")


@login_not_required
def no_such_page(request: HttpRequest) -> HttpResponse:
    """In the place of allauth's page of addresses: nobody adds or changes one unchecked."""
    raise Http404
