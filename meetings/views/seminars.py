"""The seminars of each cohort, on which no session should fall (A-135)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from meetings.forms import SeminarForm
from meetings.models import Seminar, TutorialSession

PAGE = 50


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def seminar_list(request: HttpRequest) -> HttpResponse:
    """The coming seminars, or all with `?passes=1`, each with the sessions that fall on it."""
    seminars = Seminar.objects.select_related("cohort")
    all_of_them = request.GET.get("passes") == "1"
    if not all_of_them:
        seminars = seminars.filter(ends_at__gte=timezone.now())
    page = Paginator(seminars, PAGE).get_page(request.GET.get("page"))
    clashes: dict[int, list[TutorialSession]] = {}
    rows = (
        TutorialSession.objects.filter(
            group__cohort__seminars__in=[seminar.pk for seminar in page],
            starts_at__lt=F("group__cohort__seminars__ends_at"),
            ends_at__gt=F("group__cohort__seminars__starts_at"),
        )
        .filter(~Q(state=TutorialSession.State.CANCELLED))
        .annotate(seminar=F("group__cohort__seminars"))
        .select_related("group__cohort")
        .order_by("group__number")
    )
    for session in rows:
        clashes.setdefault(session.seminar, []).append(session)
    return render(
        request,
        "meetings/seminar_list.html",
        {
            "page": page,
            "lines": [(seminar, clashes.get(seminar.pk, [])) for seminar in page],
            "all_of_them": all_of_them,
            "may_edit": organises(request.user),
        },
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def seminar_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Seminar())


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def seminar_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Seminar, pk=pk))


def _edit(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    form = SeminarForm(request.POST or None, instance=seminar)
    if form.is_valid():
        form.save()
        messages.success(request, f"Séminaire « {seminar.title} » enregistré.")
        return redirect("meetings:seminar-list")
    title = "Modifier le séminaire" if seminar.pk else "Nouveau séminaire"
    return render(
        request,
        "meetings/seminar_edit.html",
        {
            "form": form,
            "seminar": seminar,
            "title": title,
            "crumbs": [("Séminaires", reverse("meetings:seminar-list")), (title, "")],
        },
    )


@roles_required(Role.SECRETARY)
@require_POST
def seminar_delete(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = get_object_or_404(Seminar, pk=pk)
    seminar.delete()
    messages.success(request, f"Séminaire « {seminar.title} » retiré.")
    return redirect("meetings:seminar-list")
