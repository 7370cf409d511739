"""The unavailabilities of a tutor, kept by the secretariat and by the tutor."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Person, Role
from design.french import list_words
from groups.rules import organises
from meetings.absences import (
    coming_unavailabilities,
    period_of,
    sessions_during,
    tutors_planned_by,
    unavailabilities_planned_by,
)
from meetings.actions.absences import add_unavailability, remove_unavailability
from meetings.forms import UnavailabilityForm
from meetings.models import Unavailability
from meetings.wishes.reading import semester_to_wish_for


@roles_required(Role.SECRETARY, Role.TUTOR, Role.CO_TUTOR)
@require_http_methods(["GET", "POST"])
def unavailability_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to come, and a form to add to it."""
    person = cast(Person, request.user)
    tutor = get_object_or_404(tutors_planned_by(person), pk=pk)
    form = UnavailabilityForm(request.POST or None)
    if form.is_valid():
        absence = add_unavailability(
            tutor=tutor,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, "Indisponibilité enregistrée.")
        _warn(request, absence)
        return redirect("meetings:unavailability-list", tutor.pk)
    is_oneself = tutor.person_id == person.pk
    name = tutor.person.full_name
    return render(
        request,
        "meetings/unavailability_list.html",
        {
            "tutor": tutor,
            "is_oneself": is_oneself,
            "semester": semester_to_wish_for(timezone.localdate()),
            "absences": [(absence, period_of(absence)) for absence in coming_unavailabilities(tutor)],
            "form": form,
            "crumbs": [
                *([("Tuteurs", reverse("groups:tutor-list"))] if organises(person) else []),
                (name, reverse("groups:tutor-detail", args=[tutor.pk])),
                ("Indisponibilités", ""),
            ],
        },
    )


def _warn(request: HttpRequest, absence: Unavailability) -> None:
    """Say which sessions are already placed then, and who moves them."""
    sessions = list(sessions_during(absence))
    if not sessions:
        return
    codes = list_words([session.group.code for session in sessions])
    falls, groups, them = "Une séance tombe", "groupe", "la"
    if len(sessions) > 1:
        falls, groups, them = f"{len(sessions)} séances tombent", "groupes", "les"
    follows = "Le secrétariat le voit sur la page du semestre."
    if organises(cast(Person, request.user)):
        follows = f"Déplacez-{them} depuis le planning."
    messages.warning(request, f"{falls} pendant cette période ({groups} {codes}). {follows}")


@roles_required(Role.SECRETARY, Role.TUTOR, Role.CO_TUTOR)
@require_POST
def unavailability_delete(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(unavailabilities_planned_by(cast(Person, request.user)), pk=pk)
    remove_unavailability(absence=absence)
    messages.success(request, "L’indisponibilité est retirée.")
    return redirect("meetings:unavailability-list", absence.tutor_id)
