"""The semesters: their list, their dates, and how far one is (the secretariat's home page)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from meetings.actions.semesters import save_semester
from meetings.alerts import Kind, alerts_in
from meetings.forms import SemesterForm
from meetings.models import Semester
from meetings.overview import Overview

TOLD_BY_ALERTS = (Kind.ROOM_CLOSED, Kind.COMPLAINT, Kind.FEED)
"""The page tells the other kinds in its own words, many sessions at a time."""


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def semester_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "meetings/semester_list.html",
        {
            "semesters": Semester.objects.all(),
            "today": timezone.localdate(),
            "may_edit": organises(request.user),
        },
    )


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def semester_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return semester_page(request, get_object_or_404(Semester, pk=pk))


def semester_page(request: HttpRequest, semester: Semester) -> HttpResponse:
    """The page of a semester; also what the secretariat sees first."""
    today = timezone.localdate()
    overview = Overview(semester)
    stages = steps(overview)
    weeks = -(-((semester.ends_on - semester.starts_on) + timedelta(days=1)).days // 7)
    week = (today - semester.starts_on).days // 7 + 1
    return render(
        request,
        "meetings/semester_detail.html",
        {
            "semester": semester,
            "overview": overview,
            "steps": stages,
            "is_placing": any(one["current"] and one["name"] == "sessions" for one in stages),
            "alerts": [alert for alert in alerts_in(overview) if alert.kind in TOLD_BY_ALERTS],
            "dates": tuple(overview.dates_from(today)),
            "today": today,
            "week": week if 1 <= week <= weeks else None,
            "weeks": weeks,
            "may_edit": organises(request.user),
        },
    )


def steps(overview: Overview) -> list[dict[str, object]]:
    """The five steps of a semester: `done` out of `total`; the first unfinished one is `current`."""
    cohorts = overview.cohorts
    figures = [
        ("imported", sum(bool(line.interns) for line in cohorts), len(cohorts)),
        ("groups", sum(line.grouped for line in cohorts), sum(line.interns for line in cohorts)),
        ("sessions", len(overview.sessions), len(overview.groups)),
        ("convocations", sum(line.convened for line in cohorts), sum(line.grouped for line in cohorts)),
        ("held", sum(line.held for line in cohorts), len(overview.groups)),
    ]
    found: list[dict[str, object]] = []
    reached = False
    for number, (name, done, total) in enumerate(figures, start=1):
        complete = done >= total > 0
        current = not complete and not reached
        reached = reached or current
        found.append(
            {"number": number, "name": name, "done": done, "total": total, "ok": complete, "current": current}
        )
    return found


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def semester_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Semester())


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def semester_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Semester, pk=pk))


def _edit(request: HttpRequest, semester: Semester) -> HttpResponse:
    form = SemesterForm(request.POST or None, instance=semester)
    if form.is_valid():
        try:
            save_semester(semester=form.instance, actor=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{form.instance.label} : dates enregistrées.")
            return redirect("meetings:semester-detail", form.instance.pk)
    title = "Modifier les dates" if semester.pk else "Nouveau semestre"
    crumbs = [("Semestres", reverse("meetings:semester-list")), (title, "")]
    return render(
        request,
        "meetings/semester_edit.html",
        {"form": form, "semester": semester, "crumbs": crumbs, "title": title},
    )
