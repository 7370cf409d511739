"""Who tutors whom: the tutor and the co-tutors of a group, an intern alone with a tutor, another cohort."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups.actions import (
    ChangeRefused,
    add_co_tutor,
    change_cohort,
    change_tutor,
    end_co_tutorship,
    entrust_alone,
)
from groups.models import Intern, TutorialGroup, Tutorship
from groups.queries import past_tutorships, with_people
from groups.tutoring_forms import ChangeForm, CoTutorForm, OtherCohortForm, TutorForm
from groups.views import visitor


@roles_required(Role.SECRETARY)
@require_safe
def group_tutors(request: HttpRequest, pk: int) -> HttpResponse:
    return _tutors_page(request, _group(pk))


@roles_required(Role.SECRETARY)
@require_POST
def tutor_change(request: HttpRequest, pk: int) -> HttpResponse:
    group = _group(pk)
    form = _tutor_form(group, request.POST)
    if form.is_valid():
        try:
            change_tutor(
                group=group,
                tutor=form.chosen,
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["on"],
                actor=visitor(request),
            )
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.chosen.person} suit désormais le {str(group).lower()}.")
            return redirect("groups:group-detail", pk)
    return _tutors_page(request, group, change=form)


@roles_required(Role.SECRETARY)
@require_POST
def co_tutor_add(request: HttpRequest, pk: int) -> HttpResponse:
    group = _group(pk)
    form = CoTutorForm(request.POST, prefix="co", policy=group.cohort.policy)
    if form.is_valid():
        try:
            add_co_tutor(
                group=group,
                tutor=form.chosen,
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["on"],
                actor=visitor(request),
            )
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.chosen.person} accompagne désormais le {str(group).lower()}.")
            return redirect("groups:group-tutors", pk)
    return _tutors_page(request, group, co_tutor=form)


@roles_required(Role.SECRETARY)
@require_POST
def co_tutor_end(request: HttpRequest, pk: int) -> HttpResponse:
    tutorship = get_object_or_404(
        Tutorship.objects.select_related("tutor__person"), pk=pk, part=Tutorship.Part.CO_TUTOR
    )
    form = ChangeForm(request.POST, prefix=f"fin-{pk}")
    if form.is_valid():
        try:
            end_co_tutorship(tutorship=tutorship, actor=visitor(request), **form.cleaned_data)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Le co-tutorat de {tutorship.tutor.person} est terminé.")
            return redirect("groups:group-tutors", tutorship.group_id)
    return _tutors_page(request, _group(tutorship.group_id), ending={pk: form})


def _group(pk: int) -> TutorialGroup:
    return get_object_or_404(with_people(TutorialGroup.objects.filter(closed_at=None)), pk=pk)


def _tutor_form(group: Any, data: Any = None) -> TutorForm:
    current = next((each.tutor for each in group.active_tutorships if each.part == "tutor"), None)
    return TutorForm(data, prefix="tuteur", policy=group.cohort.policy, without=current)


def _tutors_page(
    request: HttpRequest,
    group: Any,
    *,
    change: TutorForm | None = None,
    co_tutor: CoTutorForm | None = None,
    ending: dict[int, ChangeForm] | None = None,
) -> HttpResponse:
    ending = ending or {}
    return render(
        request,
        "groups/group_tutors.html",
        {
            "group": group,
            "tutor": next((each for each in group.active_tutorships if each.part == "tutor"), None),
            "co_tutors": [
                (each, ending.get(each.pk) or ChangeForm(prefix=f"fin-{each.pk}"))
                for each in group.active_tutorships
                if each.part == "co_tutor"
            ],
            "change": change or _tutor_form(group),
            "co_tutor": co_tutor or CoTutorForm(prefix="co", policy=group.cohort.policy),
            "past": past_tutorships(group),
            "crumbs": [
                ("Groupes", reverse("groups:group-list")),
                (str(group), reverse("groups:group-detail", args=[group.pk])),
                ("Tutorat", ""),
            ],
        },
        status=422 if request.method == "POST" else 200,
    )


def _intern(pk: int) -> Intern:
    return get_object_or_404(Intern.objects.select_related("person", "cohort__policy"), pk=pk)


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def intern_alone(request: HttpRequest, pk: int) -> HttpResponse:
    intern = _intern(pk)
    form = TutorForm(request.POST or None, policy=intern.cohort.policy)
    if form.is_valid():
        try:
            entrust_alone(
                intern=intern,
                tutor=form.chosen,
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["on"],
                actor=visitor(request),
            )
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.chosen.person} suit désormais {intern.person}, sans groupe.")
            return redirect("groups:intern-card", pk)
    return _change_page(request, intern, form, "groups/intern_alone.html", "Tutorat individuel")


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def intern_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    intern = _intern(pk)
    form = OtherCohortForm(request.POST or None, intern=intern)
    if form.is_valid():
        cohort = form.cleaned_data["cohort"]
        try:
            change_cohort(intern=intern, actor=visitor(request), **form.cleaned_data)
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{intern.person} rejoint la {str(cohort).lower()}.")
            return redirect("groups:intern-card", pk)
    return _change_page(request, intern, form, "groups/intern_cohort.html", "Changer de promotion")


def _change_page(
    request: HttpRequest, intern: Intern, form: ChangeForm, template: str, title: str
) -> HttpResponse:
    seat = (
        intern.memberships.filter(ends_on=None)
        .select_related("group__cohort", "tutor__person")
        .order_by("pk")
        .first()
    )
    return render(
        request,
        template,
        {
            "intern": intern,
            "seat": seat,
            "form": form,
            "crumbs": [
                ("Internes", reverse("groups:intern-list")),
                (intern.person.full_name, reverse("groups:intern-card", args=[intern.pk])),
                (title, ""),
            ],
        },
        status=422 if form.is_bound else 200,
    )
