"""Asking the planner for a better draft, watching it, stopping it, taking what it found."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import plural, plural_word
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from groups.views import visitor
from meetings.actions.planning import AlreadyPlanning, SemesterOver, adopt_run, request_run, stop_run
from meetings.models import PlanningRun, Semester
from meetings.overview import groups_of
from meetings.plans.live import draft_of, live_sessions, versions_of
from meetings.plans.merging import Merged
from meetings.plans.policy import planning_policy
from meetings.plans.search import search_of
from meetings.views.of_semester import back_to, planning_url, semester_asked

CLOSED = "searches_closed"
"""Key of the session: the searches whose result this person has put away."""
DURATIONS = (
    (10, "10 secondes", "une première idée"),
    (30, "30 secondes", "le plus souvent assez"),
    (120, "2 minutes", "un grand semestre"),
    (300, "5 minutes", "le meilleur possible"),
)
USUAL_SECONDS = 30


@dataclass(frozen=True)
class Keeping:
    """A point of the scale from keeping what is published to looking for the best: times the usual weight."""

    value: str
    label: str
    times: float


SCALE = (
    Keeping("rien", "Presque rien ne bouge", 5),
    Keeping("peu", "Peu de séances bougent", 2),
    Keeping("juste", "Si le gain est net", 1),
    Keeping("volontiers", "Volontiers", 0.3),
    Keeping("tout", "Tout peut bouger", 0),
)


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def run_new(request: HttpRequest) -> HttpResponse:
    """How long to search and what to keep; then the search begins."""
    semester = semester_asked(request)
    if semester is None:
        raise Http404
    published = versions_of(semester).first()
    seconds = request.POST.get("seconds", str(USUAL_SECONDS))
    usual = "juste" if _is_known(semester) else "tout"
    kept = request.POST.get("change") or request.GET.get("change") or usual
    error = ""
    if request.method == "POST":
        keeping = next((one for one in SCALE if one.value == kept), None)
        if keeping is None or seconds not in {str(value) for value, _, _ in DURATIONS}:
            error = "Choisissez une durée et ce qui compte le plus."
        else:
            try:
                _request(request, semester, int(seconds), keeping)
            except (AlreadyPlanning, SemesterOver) as refusal:
                error = " ".join(refusal.messages)
            else:
                return redirect(planning_url(semester))
    return render(
        request,
        "meetings/board/run_new.html",
        _form(semester, published, seconds, kept, error),
        status=422 if error else 200,
    )


def _is_known(semester: Semester) -> bool:
    return live_sessions(semester).filter(state="published").exists()


def _request(request: HttpRequest, semester: Semester, seconds: int, keeping: Keeping) -> None:
    weight = round(planning_policy().change_weight * keeping.times)
    request_run(
        semester=semester,
        actor=visitor(request),
        seconds=seconds,
        keeps_published=bool(weight),
        change_weight=weight,
    )
    messages.success(
        request, "La recherche commence. Vous pouvez continuer à travailler, ou revenir plus tard."
    )


def _form(semester: Semester, published: Any, seconds: str, kept: str, error: str) -> dict[str, Any]:
    draft = draft_of(semester)
    entries = draft.entries if draft else None
    placed = entries.count() if entries else live_sessions(semester).count()
    total = groups_of(semester).count()
    active = PlanningRun.objects.filter(semester=semester, state__in=PlanningRun.ACTIVE)
    return {
        "semester": semester,
        "published": published,
        "known": _is_known(semester),
        "total": total,
        "waiting": max(0, total - placed),
        "locked": entries.filter(is_locked=True).count() if entries else 0,
        "active": active.select_related("requested_by").first(),
        "durations": [(str(value), label, note) for value, label, note in DURATIONS],
        "seconds": seconds,
        "scale": SCALE,
        "kept": kept,
        "error": error,
        "planning_url": planning_url(semester),
        "crumbs": [("Planning", planning_url(semester)), ("Planifier", "")],
    }


def _run(pk: int) -> PlanningRun:
    return get_object_or_404(PlanningRun.objects.select_related("semester", "requested_by"), pk=pk)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The band of a search, asked for every other second; on its own it is a page that leads back."""
    run = _run(pk)
    return render(
        request,
        "meetings/board/run.html",
        {
            "search": search_of(run, visitor(request)),
            "here": planning_url(run.semester),
            "may_edit": organises(request.user),
            "crumbs": [("Planning", planning_url(run.semester)), ("Recherche", "")],
        },
    )


@roles_required(Role.SECRETARY)
@require_POST
def run_stop(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(pk)
    if stop_run(run=run, actor=visitor(request)):
        messages.success(request, "La recherche s’arrête. Ce qu’elle a trouvé reste à adopter.")
    else:
        messages.info(request, "Cette recherche était déjà finie.")
    return redirect(back_to(request, run.semester))


@roles_required(Role.SECRETARY)
@require_POST
def run_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the best plan found into the draft."""
    run = _run(pk)
    try:
        merged = adopt_run(run=run, actor=visitor(request))
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _adopted(merged))
    return redirect(back_to(request, run.semester))


def _adopted(merged: Merged) -> str:
    lost = len(merged.taken - merged.positions.keys())
    moved = len(merged.taken) - lost
    done = plural(moved, "séance placée", "séances placées") if moved else "rien à changer"
    sentences = [f"Proposition adoptée : {done}."]
    if lost:
        has = plural_word(lost, "n’a plus de place", "n’ont plus de place")
        sentences.append(f"{plural(lost, 'séance')} {has} : voyez « Sans créneau ».")
    if merged.kept:
        kept = len(merged.kept)
        hand = plural(kept, "séance changée à la main reste", "séances changées à la main restent")
        sentences.append(f"{hand} où vous {plural_word(kept, 'l’avez mise', 'les avez mises')}.")
    if merged.left:
        left = plural(len(merged.left), "séance")
        sentences.append(f"{left} sans suite : la place a été prise entre-temps.")
    return " ".join(sentences)


@roles_required(Role.SECRETARY)
@require_POST
def run_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the result of a search away, for oneself."""
    run = _run(pk)
    closed = request.session.get(CLOSED, [])
    request.session[CLOSED] = [*closed[-20:], run.pk]
    return redirect(back_to(request, run.semester))
