"""Lists and cards of tutors, stage supervisors and interns."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups import rules
from groups.actions import change_standing
from groups.filters import InternFilter, SupervisorFilter, TutorFilter
from groups.forms import StandingForm
from groups.models import Cohort, Intern, StageSupervisor, Tutor, TutorialGroup, Tutorship
from groups.queries import (
    WHOLE_DEPARTMENT,
    free_seats,
    groups_followed_by,
    memberships_of,
    with_current_group,
    with_invitation,
    with_people,
)
from groups.tutor_loads import NATIONAL_TUTEES, capacity, with_load
from groups.views import visitor

PAGE = 50
BY_NAME = ("person__last_name", "person__first_name", "pk")


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def intern_list(request: HttpRequest) -> HttpResponse:
    filters = InternFilter(request.GET, queryset=with_invitation(with_current_group(Intern.objects.all())))
    page = Paginator(filters.qs.order_by(*BY_NAME), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "groups/intern_list.html",
        {"page": page, "filters": filters, "may_organise": rules.organises(visitor(request))},
    )


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def intern_card(request: HttpRequest, pk: int) -> HttpResponse:
    return _card(request, _intern(pk))


def _intern(pk: int) -> Intern:
    return get_object_or_404(with_invitation(Intern.objects.select_related("person", "cohort")), pk=pk)


def _card(
    request: HttpRequest, intern: Intern, form: StandingForm | None = None, status: int = 200
) -> HttpResponse:
    memberships = list(memberships_of(intern))
    may_organise = rules.organises(visitor(request))
    return render(
        request,
        "groups/intern_card.html",
        {
            "intern": intern,
            "memberships": memberships,
            "cohort_changes": intern.cohort_changes.select_related("left", "joined", "decided_by").order_by(
                "-changed_on", "-pk"
            ),
            "current": next((each for each in memberships if each.ends_on is None), None),
            "form": form or (StandingForm(instance=intern) if may_organise else None),
            "may_organise": may_organise,
            "may_read_file": visitor(request).has_role(Role.COORDINATOR, Role.DIRECTOR),
            "crumbs": [
                ("Internes", reverse("groups:intern-list")),
                (intern.person.full_name, ""),
            ],
        },
        status=status,
    )


@roles_required(Role.SECRETARY)
@require_POST
def intern_standing(request: HttpRequest, pk: int) -> HttpResponse:
    intern = _intern(pk)
    form = StandingForm(request.POST, instance=copy(intern))
    if not form.is_valid():
        return _card(request, intern, form, status=422)
    if change_standing(intern=intern, **form.cleaned_data):
        messages.success(request, f"{intern.person} : situation enregistrée.")
        seated = intern.memberships.filter(ends_on=None).exists()
        if seated and form.cleaned_data["standing"] != Intern.Standing.ACTIVE:
            messages.warning(
                request, "Sa place dans le groupe est gardée. Déplacez la personne si elle doit être libérée."
            )
    else:
        messages.info(request, "Rien n’a changé.")
    return redirect("groups:intern-card", pk)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def tutor_list(request: HttpRequest) -> HttpResponse:
    tutors = with_invitation(with_load(Tutor.objects.select_related("person")))
    filters = TutorFilter(request.GET, queryset=tutors)
    page = Paginator(filters.qs.order_by(*BY_NAME), PAGE).get_page(request.GET.get("page"))
    cohort = Cohort.objects.select_related("policy").filter(archived_at=None).order_by("-year").first()
    policy = cohort.policy if cohort else None
    return render(
        request,
        "groups/tutor_list.html",
        {
            "page": page,
            "rows": [(tutor, capacity(tutor, policy) if policy else None) for tutor in page],
            "filters": filters,
            "policy": policy,
            "national": NATIONAL_TUTEES,
            "may_organise": rules.organises(visitor(request)),
        },
    )


@roles_required(*WHOLE_DEPARTMENT, Role.TUTOR, Role.CO_TUTOR)
@require_safe
def tutor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    tutor = get_object_or_404(with_invitation(with_load(Tutor.objects.select_related("person"))), pk=pk)
    is_staff = visitor(request).has_role(*WHOLE_DEPARTMENT)
    if not is_staff and tutor.person_id != visitor(request).pk:
        raise Http404
    groups = with_people(groups_followed_by(tutor.person).filter(closed_at=None))
    alone = tutor.alone_with.filter(ends_on=None).select_related("intern__person", "intern__cohort")
    past = tutor.tutorships.exclude(ends_on=None).select_related("group__cohort").order_by("-ends_on", "-pk")
    followed = list(groups.order_by("-cohort__year", "number"))
    led = [each for each in followed if tutor.pk in (one.tutor_id for one in _leading(each))]
    return render(
        request,
        "groups/tutor_detail.html",
        {
            "tutor": tutor,
            "cards": [(group, free_seats(group)) for group in followed],
            "leaves": sorted({group.cohort.year for group in led}, reverse=True),
            "alone": alone.order_by("intern__person__last_name", "intern__person__first_name", "pk"),
            "past": past,
            "is_staff": is_staff,
            "national": NATIONAL_TUTEES,
            "may_organise": rules.organises(visitor(request)),
            "crumbs": [("Tuteurs", reverse("groups:tutor-list")), (tutor.person.full_name, "")]
            if is_staff
            else [],
        },
    )


def _leading(group: TutorialGroup) -> list[Tutorship]:
    """The tutor of a group from `with_people`, if it has one."""
    return [each for each in group.active_tutorships if each.part == Tutorship.Part.TUTOR]  # type: ignore[attr-defined]


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def supervisor_list(request: HttpRequest) -> HttpResponse:
    filters = SupervisorFilter(request.GET, queryset=StageSupervisor.objects.select_related("person"))
    page = Paginator(filters.qs.order_by(*BY_NAME), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "groups/supervisor_list.html",
        {"page": page, "filters": filters, "may_organise": rules.organises(visitor(request))},
    )
