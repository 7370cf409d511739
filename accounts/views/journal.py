"""The journal: who changed what, who opened which file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.changes import act_of, changes_of
from accounts.models import Role
from accounts.queries import changes, openings

PAGE = 50


@roles_required(Role.ADMINISTRATOR, Role.COORDINATOR, Role.DIRECTOR)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    tab = "consultations" if request.GET.get("onglet") == "consultations" else "modifications"
    rows = openings() if tab == "consultations" else changes()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    tabs = [
        ("Modifications", "?onglet=modifications", tab == "modifications", None),
        ("Consultations de dossiers", "?onglet=consultations", tab == "consultations", None),
    ]
    lines = [
        {"entry": entry, "act": act_of(entry), "changes": changes_of(entry)}
        for entry in (page if tab == "modifications" else ())
    ]
    return render(request, "accounts/journal.html", {"tab": tab, "tabs": tabs, "page": page, "lines": lines})
