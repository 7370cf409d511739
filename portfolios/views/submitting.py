"""A draft's file, its submission, and taking it up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Role
from groups.queries import tutors_of
from portfolios.actions import (
    Frozen,
    Identified,
    Incomplete,
    NewerSave,
    attach_file,
    continue_trace,
    remove_file,
    submit_trace,
)
from portfolios.files import LARGEST_FILE, RefusedFile
from portfolios.gate import blocking, flags_of, waiting
from portfolios.models import Trace, TraceVersion
from portfolios.structure import sections_of
from portfolios.views.writing import FROZEN, own_draft


@roles_required(Role.INTERN)
@require_POST
def trace_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file in one's draft, or take it out (`retirer`)."""
    version = own_draft(request, pk)
    if version is None:
        get_object_or_404(Trace, pk=pk, intern__person=request.user)
        messages.error(request, FROZEN)
        return redirect("portfolios:trace-detail", pk=pk)
    upload = request.FILES.get("fichier")
    try:
        if "retirer" in request.POST:
            remove_file(version=version)
            messages.success(request, "Le fichier est retiré.")
        elif upload is None:
            messages.error(request, "Choisissez d’abord un fichier PDF, DOCX ou ODT.")
        else:
            saved = attach_file(
                version=version, content=upload.read(LARGEST_FILE + 1), name=upload.name or ""
            )
            messages.success(request, "Le fichier est déposé.")
            if saved.file_unread:
                messages.warning(
                    request, "Son texte n’a pas pu être lu\u00a0: vérifiez vous-même qu’il ne nomme personne."
                )
    except RefusedFile as refusal:
        kept = " Le fichier précédent reste en place." if version.file else ""
        messages.error(request, f"{refusal}{kept}")
    except Frozen:
        messages.error(request, FROZEN)
        return redirect("portfolios:trace-detail", pk=pk)
    return redirect("portfolios:trace-edit", pk=pk)


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def trace_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who will read and what remains, then submit."""
    version = own_draft(request, pk)
    if version is None:
        get_object_or_404(Trace, pk=pk, intern__person=request.user)
        return redirect("portfolios:trace-detail", pk=pk)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            trace = submit_trace(version=version)
        except Incomplete as incomplete:
            refusal, status = str(incomplete), 422
        except Identified:
            refusal, status = (
                "Un identifiant reste dans votre trace\u00a0: retirez-le avant de soumettre.",
                422,
            )
        except NewerSave:
            refusal, status = (
                "Un autre onglet vient d’enregistrer cette trace. Relisez-la avant de soumettre.",
                409,
            )
        except Frozen:
            return redirect("portfolios:trace-detail", pk=pk)
        else:
            messages.success(
                request, "Votre trace est soumise. Un courriel vous dira quand la lecture vous est rendue."
            )
            return redirect("portfolios:trace-detail", pk=trace.pk)
    return _submission(request, version, refusal, status)


def _submission(request: HttpRequest, version: TraceVersion, refusal: str, status: int) -> HttpResponse:
    trace = version.trace
    flags = flags_of(version, title=trace.title, kind=trace.kind)
    tutors = list(tutors_of(trace.intern))
    return render(
        request,
        "portfolios/trace_submit.html",
        {
            "trace": trace,
            "version": version,
            "refusal": refusal,
            "blocking": blocking(flags),
            "waiting": waiting(flags),
            "kept": [flag for flag in flags if flag.reason],
            "missing": [
                section.label
                for section in sections_of(trace.kind)
                if not version.sections.get(section.code, "").strip()
            ]
            if not version.file
            else [],
            "tutors": tutors,
        },
        status=status,
    )


@roles_required(Role.INTERN)
@require_POST
def trace_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next version of a trace to rework."""
    trace = get_object_or_404(Trace, pk=pk, intern__person=request.user)
    try:
        continue_trace(trace=trace)
    except Frozen:
        messages.error(request, FROZEN)
        return redirect("portfolios:trace-detail", pk=pk)
    return redirect("portfolios:trace-edit", pk=pk)
