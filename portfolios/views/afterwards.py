"""After a reading was returned: correcting the text as a new version, archiving the trace."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from portfolios.actions import Frozen, archive_trace, correct_trace, restore_trace
from portfolios.actions.corrections import DECIDED
from portfolios.models import Trace

CANNOT = "Cette trace a changé d’état entre-temps : voici où elle en est."


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def trace_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a correction does, then open the new version."""
    trace = _own(request, pk)
    if trace.state not in DECIDED:
        return redirect("portfolios:trace-detail", pk=pk)
    if request.method == "POST":
        try:
            correct_trace(trace=trace)
        except Frozen:
            messages.info(request, CANNOT)
            return redirect("portfolios:trace-detail", pk=pk)
        return redirect("portfolios:trace-edit", pk=pk)
    return render(request, "portfolios/trace_correct.html", {"trace": trace})


@roles_required(Role.INTERN)
@require_POST
def trace_archive(request: HttpRequest, pk: int) -> HttpResponse:
    undo = reverse("portfolios:trace-restore", args=[pk])
    return _after(
        request, pk, archive_trace, "Trace archivée. Elle est gardée, avec ses versions.", f"undo:{undo}"
    )


@roles_required(Role.INTERN)
@require_POST
def trace_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _after(request, pk, restore_trace, "La trace est sortie des archives.")


def _after(
    request: HttpRequest, pk: int, act: Callable[..., None], done: str, tags: str = ""
) -> HttpResponse:
    try:
        act(trace=_own(request, pk))
    except Frozen:
        messages.info(request, CANNOT)
    else:
        messages.success(request, done, extra_tags=tags)
    return redirect("portfolios:trace-detail", pk=pk)


def _own(request: HttpRequest, pk: int) -> Trace:
    return get_object_or_404(
        Trace.objects.select_related("intern__person"), pk=pk, intern__person=request.user
    )
