"""Placement evaluations: asked by mail, given once on a telephone, read in the file (A-060…A-076)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import roles_required
from accounts.journal import note_opening
from accounts.models import Person, Role
from design.typed import number_in
from evaluations.actions.placement_evaluations import ask_placement_evaluation, submit_placement_evaluation
from evaluations.links import LINK_FOR
from evaluations.models import PlacementEvaluation
from evaluations.placement_form import PlacementEvaluationForm
from evaluations.queries.placements import (
    FILTERS,
    counts_of,
    evaluation_opened_by,
    evaluations_of_supervisor,
    evaluations_visible_to,
    placements_asked_about_by,
    with_what_they_say,
)
from evaluations.views.access import signed_in
from evaluations.views.returning import address_to_return_to, back
from groups.models import Intern
from meetings.models import Placement, Semester
from meetings.queries import semester_on
from portfolios.queries import competencies

A_PAGE = 50
PILLS = {
    "": ("Tous", ""),
    "a-demander": ("À demander", ""),
    "attendues": ("Attendues", "hourglass"),
    "rendues": ("Rendues", "check"),
    "sans-maitre-de-stage": ("Sans maître de stage", "triangle-alert"),
}


@roles_required(Role.COORDINATOR, Role.TUTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def placement_evaluation_ask(request: HttpRequest) -> HttpResponse:
    """The placements of a semester, or of `?interne=`, and where their evaluation stands.

    A POST of `placement` asks for one.
    """
    person = signed_in(request)
    if request.method == "POST":
        return _ask(request, person)
    semesters = list(Semester.objects.order_by("-starts_on"))
    placements = placements_asked_about_by(person)
    intern, semester = _whose(request, placements), None
    if intern is not None:
        placements, base = placements.filter(intern=intern), f"?interne={intern.pk}"
    else:
        semester = _semester(request, semesters)
        placements, base = placements.filter(semester=semester), f"?semestre={semester.pk}"
    state = request.GET.get("etat", "")
    if state not in PILLS:
        raise Http404
    counts = counts_of(placements)
    if state:
        placements = placements.filter(FILTERS[state])
    paginator = Paginator(
        placements.select_related(
            "intern__person", "intern__cohort", "supervisor__person", "semester"
        ).order_by("intern__person__last_name", "intern__person__first_name", "-semester__starts_on", "pk"),
        A_PAGE,
    )
    paginator.count = counts[state or "tous"]
    return render(
        request,
        "evaluations/placement_evaluation_ask.html",
        {
            "page": paginator.get_page(request.GET.get("page")),
            "intern": intern,
            "semester": semester,
            "semesters": semesters,
            "counts": counts,
            "asked": counts["attendues"] + counts["rendues"],
            "pills": [
                (label, f"{base}&etat={code}" if code else base, counts[code or "tous"], code == state, icon)
                for code, (label, icon) in PILLS.items()
            ],
            "late_before": timezone.now() - LINK_FOR,
        },
    )


def _whose(request: HttpRequest, placements: QuerySet[Placement]) -> Intern | None:
    """The one intern the page is narrowed to by `?interne=`; not found when nothing may be asked of it."""
    chosen = request.GET.get("interne", "")
    if not chosen:
        return None
    interns = Intern.objects.filter(pk__in=placements.values("intern")).select_related("person")
    return get_object_or_404(interns, pk=number_in(chosen))


def _semester(request: HttpRequest, semesters: list[Semester]) -> Semester:
    """The semester of the address, else the current one."""
    chosen = request.GET.get("semestre", "")
    current = semester_on(timezone.localdate())
    found = next((each for each in semesters if str(each.pk) == chosen), None) if chosen else current
    if found is None:
        raise Http404
    return found


def _ask(request: HttpRequest, person: Person) -> HttpResponse:
    placement = get_object_or_404(
        placements_asked_about_by(person).select_related("intern__person", "semester", "supervisor__person"),
        pk=number_in(request.POST.get("placement", "")),
    )
    try:
        ask_placement_evaluation(placement=placement, actor=person)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            f"Évaluation demandée à {placement.supervisor}. Le message part avec un lien personnel.",
        )
    return back(request, address_to_return_to(request, reverse("evaluations:placement-evaluation-ask")))


@roles_required(Role.SUPERVISOR)
@require_safe
def placement_evaluation_list(request: HttpRequest) -> HttpResponse:
    """A supervisor's own: to do, done."""
    evaluations = list(evaluations_of_supervisor(signed_in(request))[:200])
    return render(
        request,
        "evaluations/placement_evaluation_list.html",
        {
            "to_do": [each for each in evaluations if each.submitted_at is None],
            "done": [each for each in evaluations if each.submitted_at is not None],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def placement_evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for the supervisor until it is returned; then the same page, to be read."""
    person = signed_in(request)
    evaluation = get_object_or_404(with_what_they_say(evaluations_visible_to(person)), pk=pk)
    supervisor = evaluation.placement.supervisor
    if evaluation.submitted_at is not None:
        if supervisor is None or supervisor.person_id != person.pk:
            note_opening(actor=person, subject=evaluation.placement.intern.person, part="évaluation de stage")
        return _read(request, evaluation)
    form = _form(request)
    if form.is_valid() and (sent := _submit(form, evaluation, person)) is not None:
        if sent:
            messages.success(request, "Évaluation rendue. Merci.")
        else:
            messages.warning(request, "Cette évaluation était déjà rendue\u00a0: rien n’a changé.")
        return redirect("evaluations:placement-evaluation", pk)
    return render(
        request,
        "evaluations/placement_evaluation.html",
        {"evaluation": evaluation, "placement": evaluation.placement, "form": form},
        status=422 if form.is_bound else 200,
    )


def _read(request: HttpRequest, evaluation: PlacementEvaluation) -> HttpResponse:
    return render(
        request,
        "evaluations/placement_evaluation_read.html",
        {
            "evaluation": evaluation,
            "placement": evaluation.placement,
            "levels": list(evaluation.levels.all()),
            "is_supervisor": evaluation.placement.supervisor is not None
            and evaluation.placement.supervisor.person_id == request.user.pk,
        },
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def placement_evaluation_open(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind the link of the mail. A link that no longer opens anything says so (410)."""
    evaluation = evaluation_opened_by(token, timezone.now())
    if evaluation is None:
        return _over(request)
    supervisor = evaluation.placement.supervisor
    form = _form(request)
    person = supervisor.person  # type: ignore[union-attr]
    if form.is_valid() and (sent := _submit(form, evaluation, person)) is not None:
        return _private(redirect("evaluations:placement-evaluation-thanks")) if sent else _over(request)
    return _private(
        render(
            request,
            "evaluations/placement_evaluation_open.html",
            {
                "evaluation": evaluation,
                "placement": evaluation.placement,
                "supervisor": supervisor,
                "form": form,
                "until": timezone.localdate(evaluation.asked_at + LINK_FOR),
            },
            status=422 if form.is_bound else 200,
        )
    )


@login_not_required
@require_safe
def placement_evaluation_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluations/placement_evaluation_thanks.html")


def _over(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "evaluations/placement_evaluation_over.html", status=410))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # not no-referrer: Chrome would post a null Origin
    return response


def _form(request: HttpRequest) -> PlacementEvaluationForm:
    return PlacementEvaluationForm(
        request.POST if request.method == "POST" else None, competencies=competencies()
    )


def _submit(form: PlacementEvaluationForm, evaluation: PlacementEvaluation, actor: Person) -> bool | None:
    """Whether this request returned the evaluation; None when it says nothing: the form then explains."""
    try:
        return submit_placement_evaluation(
            evaluation=evaluation,
            levels=form.levels(),
            comment=form.cleaned_data["comment"],
            next_step=form.cleaned_data["next_step"],
            actor=actor,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
