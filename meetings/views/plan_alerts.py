"""What no longer holds in a planning, and what it still waits for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups.queries import WHOLE_DEPARTMENT
from groups.views import visitor
from meetings.alerts import alerts_beside_plan
from meetings.overview import Overview
from meetings.plans.alerts import (
    announced_without_place,
    draft_alerts,
    entries_to_check,
    lines_by_cause,
    plan_alerts,
)
from meetings.plans.live import draft_of
from meetings.views.of_plan import semester_planned
from meetings.views.of_semester import planning_url


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    """The sessions broken since they were placed, then rooms to confirm, complaints and silent feeds."""
    semester = semester_planned(request)
    draft, overview = draft_of(semester), Overview(semester)
    entries = entries_to_check(draft) if draft else []
    alerts = draft_alerts(draft, entries) if draft else plan_alerts(semester)
    lost = announced_without_place(overview, entries) if draft else ()
    beside = alerts_beside_plan(overview)
    return render(
        request,
        "meetings/board/alerts.html",
        {
            "semester": semester,
            "lost": lost,
            "alerts": alerts,
            "lines": lines_by_cause(alerts),
            "by_hand": sum(alert.by_hand for alert in alerts),
            "unfolded": not request.htmx,  # type: ignore[attr-defined]
            "beside": beside,
            "holds": not lost and not alerts and not beside,
            "select": f"{planning_url(semester)}&groupe=",
            "may_edit": visitor(request).has_role(Role.SECRETARY),
            "crumbs": [("Planning", planning_url(semester)), ("À revoir", "")],
        },
    )
