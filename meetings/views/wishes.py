"""Wishes before a semester is planned: asked by the secretariat, told by tutors and interns."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Person, Role
from design.french import long_date, plural, uncapitalized
from groups.models import Intern, Tutor
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from meetings.absences import tutors_planned_by
from meetings.actions.wishes import ask_for_wishes, declare_unavailability, takes_wishes, tell_wishes
from meetings.models import InternUnavailability, Semester, TutorWishes, WishCall
from meetings.wishes.forms import DutiesForm, WishCallForm, WishesForm
from meetings.wishes.half_days import AFTERNOON, MORNING
from meetings.wishes.mails import reminder_due
from meetings.wishes.painting import Column, months_of
from meetings.wishes.reading import answers_for, days_taken, days_to_paint, half_days_taken

HALVES = (Column(MORNING, "matin"), Column(AFTERNOON, "après-midi"))
DUTIES = (
    Column(InternUnavailability.Kind.NIGHT_DUTY, "lendemain de garde"),
    Column(InternUnavailability.Kind.LEAVE, "congé"),
)


@roles_required(*WHOLE_DEPARTMENT)
@require_http_methods(["GET", "POST"])
def wish_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the wishes of a semester, and see who answered."""
    person = cast(Person, request.user)
    semester = get_object_or_404(Semester, pk=pk)
    call = WishCall.objects.filter(semester=semester).first()
    form = WishCallForm.of(call, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not organises(person):
        raise Http404
    if form.is_valid():
        try:
            asked = ask_for_wishes(semester=semester, actor=person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sent = plural(asked, "demande envoyée", "demandes envoyées")
            messages.success(request, f"{sent}." if asked else "Chacun a déjà reçu cette demande.")
            return redirect("meetings:wish-call", semester.pk)
    answers = answers_for(semester)
    answered = sum(answer.wishes is not None for answer in answers)
    return render(
        request,
        "meetings/wish_call.html",
        {
            "semester": semester,
            "call": call,
            "reminder": reminder_due(call) if call else None,
            "form": form,
            "answers": answers,
            "answered": answered,
            "waiting": len(answers) - answered,
            "is_over": call is not None and call.deadline < timezone.localdate(),
            "may_edit": organises(person),
            "crumbs": [
                (semester.label, reverse("meetings:semester-detail", args=[semester.pk])),
                ("Souhaits", ""),
            ],
        },
    )


@roles_required(Role.SECRETARY, Role.TUTOR, Role.CO_TUTOR)
@require_http_methods(["GET", "POST"])
def wishes_edit(request: HttpRequest, semester: int, pk: int) -> HttpResponse:
    """A tutor's wishes for a semester on one page; the secretariat may fill it in as well."""
    person = cast(Person, request.user)
    tutor = get_object_or_404(tutors_planned_by(person), pk=pk)
    asked = get_object_or_404(Semester.objects.select_related("wish_call"), pk=semester)
    call = getattr(asked, "wish_call", None)
    wishes = TutorWishes.objects.filter(tutor=tutor, semester=asked).first()
    days = days_to_paint(asked, timezone.localdate())
    form = WishesForm.of(
        tutor, wishes, request.POST or None, weekdays=sorted({day.weekday() for day in days})
    )
    is_open = takes_wishes(call, person)
    if form.is_valid():
        try:
            tell_wishes(tutor=tutor, semester=asked, actor=person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Souhaits enregistrés. Le secrétariat en tient compte.")
            return redirect("meetings:wishes-edit", asked.pk, tutor.pk)
    taken = half_days_taken(tutor, days)
    painted = request.POST.getlist("away") if form.is_bound else [half.code for half in taken.painted]
    return render(
        request,
        "meetings/wishes_edit.html",
        {
            "tutor": tutor,
            "semester": asked,
            "call": call,
            "wishes": wishes,
            "form": form,
            "is_open": is_open,
            "is_oneself": tutor.person_id == person.pk,
            "months": months_of(days, HALVES, on=painted, fixed={half.code for half in taken.noted}),
            "has_noted": bool(taken.noted),
            "crumbs": _crumbs(person, asked, tutor),
        },
    )


def _crumbs(person: Person, semester: Semester, tutor: Tutor) -> list[tuple[str, str]]:
    if organises(person):
        asked = (
            f"Souhaits, {uncapitalized(semester.label)}",
            reverse("meetings:wish-call", args=[semester.pk]),
        )
        return [asked, (tutor.person.full_name, "")]
    return [("Accueil", reverse("home")), ("Mes souhaits", "")]


@roles_required(Role.INTERN)
@require_http_methods(["GET", "POST"])
def duties_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An intern's days after a night duty and days of leave, on one page."""
    intern = get_object_or_404(Intern, person=cast(Person, request.user))
    semester = get_object_or_404(Semester, pk=pk)
    days = days_to_paint(semester, timezone.localdate())
    form = DutiesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        count = declare_unavailability(intern=intern, semester=semester, away=form.cleaned_data["away"])
        messages.success(
            request,
            f"{plural(count, 'jour déclaré', 'jours déclarés')}. Le planning en tiendra compte s’il le peut."
            if count
            else "Aucun jour déclaré : vous êtes disponible tout le semestre.",
        )
        return redirect("meetings:duties-edit", semester.pk)
    taken = days_taken(intern, days)
    painted = {f"{day.isoformat()}.{kind}" for kind, chosen in taken.items() for day in chosen}
    return render(
        request,
        "meetings/duties_edit.html",
        {
            "semester": semester,
            "months": months_of(days, DUTIES, on=painted),
            "last_day": long_date(semester.ends_on),
            "crumbs": [("Accueil", reverse("home")), ("Gardes et congés", "")],
        },
    )
