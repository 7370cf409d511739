"""Individual interviews: asked for at any time by the intern (A-116), fixed, held or dropped by the tutor."""

from datetime import date, datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Person, Role
from design.addresses import page_of_ours
from design.french import PARIS, as_local, clock, of, weekday_date
from groups.models import Intern
from groups.queries import tutor_of
from meetings.actions.interviews import (
    ASKED_BY_INTERNS,
    ask_interview,
    drop_interview,
    hold_interview,
    schedule_interview,
)
from meetings.forms import YEARS, DateInput, TimeInput
from meetings.models import Interview
from meetings.queries import interviews_led_by

tutors_only = roles_required(Role.TUTOR, Role.CO_TUTOR)


class InterviewForm(forms.Form):
    reason = forms.ChoiceField(
        label="Motif",
        choices=[(reason.value, reason.label) for reason in ASKED_BY_INTERNS],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label="Ce que vous voulez en dire",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "voice"}),
        help_text="Facultatif. Restez dans le professionnel\u00a0: "
        "ce qui touche à la santé se dit de vive voix.",
    )


class DateForm(forms.Form):
    """When and where an interview is fixed, in Paris time."""

    day = forms.DateField(label="Jour", widget=DateInput)
    hour = forms.TimeField(label="Heure", widget=TimeInput)
    place = forms.CharField(
        label="Lieu ou moyen",
        required=False,
        max_length=120,
        help_text="Facultatif. Au cabinet, par téléphone… L’interne le lira dans son courriel.",
    )

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise ValidationError("Vérifiez l’année.")
        return day

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=PARIS)


class DropForm(forms.Form):
    words = forms.CharField(
        label="Votre mot",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "voice"}),
        help_text="L’interne le lira dans Tutorat, jamais par courriel.",
        error_messages={"required": "Écrivez un mot\u00a0: l’interne le lira."},
    )


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def interview_ask(request: HttpRequest) -> HttpResponse:
    """`?motif=` chooses the reason beforehand."""
    intern = get_object_or_404(Intern, person=request.user)
    form = InterviewForm(request.POST or None, initial={"reason": request.GET.get("motif", "")})
    if request.method == "POST" and form.is_valid():
        try:
            interview = ask_interview(intern=intern, actor=intern.person, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Votre demande est transmise à {interview.tutor.person.full_name}.")
            return redirect("home")
    waiting = Interview.objects.filter(
        intern=intern, state=Interview.State.REQUESTED, initiative=Interview.Initiative.INTERN
    )
    return render(
        request,
        "meetings/interview_ask.html",
        {"form": form, "tutor": tutor_of(intern), "waiting": waiting.order_by("requested_at", "pk")},
    )


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def interview_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the date of an interview, or change it."""
    interview = _get(request, pk)
    if not interview.is_waiting:
        return _is_settled(request)
    local = cast(datetime, as_local(interview.starts_at)) if interview.starts_at else None
    initial = {"day": local.date(), "hour": local.time(), "place": interview.place} if local else {}
    form = DateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        starts_at = form.starts_at
        try:
            schedule_interview(interview=interview, starts_at=starts_at, place=form.cleaned_data["place"])
        except ValidationError as refusal:
            form.add_error("day", refusal.messages)
        else:
            first_name = interview.intern.person.first_name
            when = f"{weekday_date(starts_at)}, {clock(starts_at)}"
            messages.success(request, f"Entretien fixé au {when}. Un courriel part pour {first_name}.")
            return redirect(_next(request))
    return _page(request, interview, form, "Fixer une date" if local is None else "Changer la date")


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def interview_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave it without result, with a word."""
    interview = _get(request, pk)
    if not interview.is_waiting:
        return _is_settled(request)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drop_interview(interview=interview, words=form.cleaned_data["words"])
        except ValidationError as refusal:
            form.add_error("words", refusal.messages)
        else:
            messages.success(request, "Entretien laissé sans suite. L’interne lira votre mot dans Tutorat.")
            return redirect(_next(request))
    return _page(request, interview, form, "Laisser sans suite")


@tutors_only
@require_POST
def interview_held(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it took place: a contact is logged at its date."""
    interview = _get(request, pk)
    try:
        hold_interview(interview=interview, actor=cast(Person, request.user))
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        first_name = interview.intern.person.first_name
        messages.success(request, f"Entretien tenu\u00a0: un contact est noté au dossier {of(first_name)}.")
    return redirect(_next(request))


def _get(request: HttpRequest, pk: int) -> Interview:
    """An interview asked of the person signed in; not found otherwise."""
    led = interviews_led_by(cast(Person, request.user))
    return get_object_or_404(led.select_related("intern__person", "tutor__person"), pk=pk)


def _next(request: HttpRequest) -> str:
    """The page of ours it was asked from, else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return page_of_ours(wanted, reverse("home"))


def _is_settled(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Cet entretien a déjà été tenu ou laissé sans suite.")
    return redirect(_next(request))


def _page(request: HttpRequest, interview: Interview, form: forms.Form, title: str) -> HttpResponse:
    context = {"interview": interview, "form": form, "title": title, "next": _next(request)}
    status = 422 if form.errors else 200
    return render(request, "meetings/interview_edit.html", context, status=status)
