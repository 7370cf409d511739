"""What proves a repair: the seal for those concerned, the minutes as JSON and as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups.drawing.sources import drand_address, in_words
from groups.models import Repair
from groups.queries import WHOLE_DEPARTMENT, repairs_visible_to
from groups.repairing import document_sealed, minutes_json, proposals_of
from groups.repairing.minutes import minutes_pdf
from groups.views import visitor
from groups.views.draws.sealing import blocks_of

CONCERNED = (*WHOLE_DEPARTMENT, Role.TUTOR, Role.CO_TUTOR, Role.INTERN)


def _repair(request: HttpRequest, pk: int) -> Repair:
    told = repairs_visible_to(visitor(request)).select_related("cohort__policy", "sealed_by")
    return get_object_or_404(told, pk=pk)


def _proof(request: HttpRequest, pk: int) -> Repair:
    """Those concerned read the minutes once the repair is applied, the staff at any time."""
    repair = _repair(request, pk)
    if repair.state != Repair.State.APPLIED and not visitor(request).has_role(*WHOLE_DEPARTMENT):
        raise Http404
    return repair


@roles_required(*CONCERNED)
@require_safe
def repair_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the seed: the hash and the source. Once it is applied: what was drawn, and its minutes."""
    repair = _repair(request, pk)
    document = document_sealed(repair)
    is_applied = repair.state == Repair.State.APPLIED
    chosen = repair.chosen or 0
    return render(
        request,
        "groups/repair_seal.html",
        {
            "repair": repair,
            "cohort": repair.cohort,
            "count": len(document.repairs),
            "digest": blocks_of(repair.digest),
            "source_in_words": in_words(document.source) if repair.source else "",
            "drand_address": drand_address(document.source) if repair.source == "drand" else "",
            "is_applied": is_applied,
            "proposals": proposals_of(repair.cohort, [document.repairs[chosen]], first=chosen + 1)
            if is_applied
            else [],
            "leads_on": visitor(request).has_role(*WHOLE_DEPARTMENT),
        },
    )


@roles_required(*CONCERNED)
@require_safe
def repair_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes for verify_draw.py once a seed has chosen; before, the sealed document itself."""
    repair = _proof(request, pk)
    content = minutes_json(repair) if repair.drawn_at else repair.document.encode()
    return _file(content, "application/json", f"reparation-{repair.pk}.json")


@roles_required(*CONCERNED)
@require_safe
def repair_minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    repair = _proof(request, pk)
    if repair.chosen is None:
        raise Http404
    return _file(minutes_pdf(repair), "application/pdf", f"proces-verbal-reparation-{repair.pk}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
