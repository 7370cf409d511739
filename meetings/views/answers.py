"""Answering a convocation, from a mail without signing in or from home."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from design.addresses import page_of_ours
from meetings.actions.answers import AnswerClosed, Closed, answer_convocation, why_closed
from meetings.convening.facts import where
from meetings.convening.links import convocation_named_by
from meetings.models import Convocation

Answer = Convocation.Answer


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the links of a mail: it asks to confirm, since machines open links too."""
    pk = convocation_named_by(token)
    convocation = _convocations().filter(pk=pk).first() if pk else None
    if convocation is None:
        return render(request, "meetings/answer_unknown.html", status=404)
    here = reverse("meetings:answer", args=[token])
    response = _answer(request, convocation, here=here, done=here)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # not no-referrer: Chrome would post a null Origin
    return response


def convocation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same answer by the person signed in; `?choix=excuse` asks for the reason at once."""
    convocation = get_object_or_404(_convocations(), pk=pk, person=request.user)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    back = page_of_ours(request.POST.get("next", ""), reverse("home"))
    here = reverse("meetings:convocation-answer", args=[pk])
    return _answer(request, convocation, here=here, done=back)


def _convocations():
    return Convocation.objects.select_related("person", "session__group__cohort__policy", "session__room")


def _answer(request: HttpRequest, convocation: Convocation, *, here: str, done: str) -> HttpResponse:
    """Take an answer given `here`, then go to `done`; otherwise ask for it."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            answer_convocation(
                convocation=convocation,
                answer=request.POST.get("answer", ""),
                reason=request.POST.get("reason", ""),
            )
        except ValidationError as error:
            errors = error.message_dict
        except AnswerClosed:
            return _page(request, convocation, errors, here)
        else:
            messages.success(request, _thanks(convocation))
            return redirect(done)
    return _page(request, convocation, errors, here)


def _thanks(convocation: Convocation) -> str:
    if convocation.answer == Answer.PRESENT:
        return "Votre présence est notée."
    return "Votre empêchement est noté. Le secrétariat et votre tuteur ou tutrice le voient."


def _page(
    request: HttpRequest, convocation: Convocation, errors: dict[str, list[str]], here: str
) -> HttpResponse:
    session = convocation.session
    closed = why_closed(convocation)
    room, site = where(session)
    excuses = request.GET.get("choix") == "excuse" or convocation.answer == Answer.PREVENTED
    return render(
        request,
        "meetings/answer_closed.html" if closed else "meetings/answer.html",
        {
            "convocation": convocation,
            "session": session,
            "room": room,
            "site": site,
            "closed": closed.value if closed else "",
            "is_over": closed is Closed.OVER,
            "errors": errors,
            "reason": request.POST.get("reason", convocation.reason),
            "excuses": excuses or "reason" in errors,
            "action": here,
        },
        status=422 if errors else 200,
    )
