"""Asking for an individual interview, at any time (A-116)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Role
from groups.models import Intern
from groups.queries import tutor_of
from meetings.actions.interviews import ASKED_BY_INTERNS, ask_interview
from meetings.models import Interview


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
        help_text="Facultatif. Restez dans le professionnel\u00a0: ce qui touche à la santé se dit de vive voix.",
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
