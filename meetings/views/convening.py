"""What the secretariat does about convocations: publish, remind, send again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import roles_required
from accounts.models import Role
from design.addresses import page_of_ours
from design.french import plural
from design.typed import date_in, number_in
from meetings.actions.convening import publish_sessions, remind_unanswered, send_failed_again
from meetings.convening.progress import Journeys, Status, standings
from meetings.models import Convocation, TutorialSession
from meetings.views.convocations import Scope

NOBODY_TICKED = "Cochez d’abord les personnes concernées."


@roles_required(Role.SECRETARY)
@require_POST
def convocation_remind(request: HttpRequest) -> HttpResponse:
    """Write again to those who have not answered: the people ticked, or everybody of the day."""
    chosen = _numbers(request, "convocation")
    if not chosen and "jour" not in request.POST:
        messages.info(request, NOBODY_TICKED)
        return redirect(_back(request))
    silent = Convocation.objects.filter(withdrawn_at=None, answer=Convocation.Answer.NONE)
    if chosen:
        silent = silent.filter(pk__in=chosen)
    else:
        sessions = [one.pk for one in Scope(request.POST).published]
        standing = standings(sessions, Journeys(sessions))
        silent = silent.filter(pk__in=[one.pk for one in standing if one.status == Status.NO_ANSWER])
    count = remind_unanswered(convocations=silent, actor=request.user)  # type: ignore[arg-type]
    if count:
        messages.success(request, f"{plural(count, 'relance')} : une seule part par personne et par jour.")
    if chosen and count < len(chosen):
        others = plural(len(chosen) - count, "personne cochée", "personnes cochées")
        messages.info(request, f"{others} sans relance : seuls les internes sans réponse en reçoivent une.")
    elif not count:
        messages.info(request, "Personne n’attend de relance.")
    return redirect(_back(request))


@roles_required(Role.SECRETARY)
@require_POST
def convocation_resend(request: HttpRequest) -> HttpResponse:
    """Send the last message again to the people ticked whose last message failed."""
    chosen = _numbers(request, "convocation")
    count = send_failed_again(convocations=Convocation.objects.filter(pk__in=chosen, withdrawn_at=None))
    if not chosen:
        messages.info(request, NOBODY_TICKED)
    elif count:
        messages.success(request, f"{plural(count, 'message repart', 'messages repartent')}.")
    else:
        messages.info(request, "Aucune des personnes cochées n’a de message en échec.")
    return redirect(_back(request))


@roles_required(Role.SECRETARY)
@require_POST
def session_publish(request: HttpRequest) -> HttpResponse:
    """Publish sessions by their ids, or the drafts of a `semestre`, or of one `jour` of it."""
    chosen = TutorialSession.objects.filter(state=TutorialSession.State.DRAFT)
    ids = _numbers(request, "session")
    semester, day = number_in(request.POST.get("semestre", "")), date_in(request.POST.get("jour", ""))
    if ids:
        chosen = chosen.filter(pk__in=ids)
    elif semester:
        chosen = chosen.filter(semester=semester)
        if day:
            chosen = chosen.filter(starts_at__date=day)
    else:
        chosen = chosen.none()
    convened = publish_sessions(
        sessions=chosen.order_by("pk").values_list("pk", flat=True),
        actor=request.user,  # type: ignore[arg-type]
    )
    if convened.sessions:
        messages.success(
            request,
            f"{plural(convened.sessions, 'séance publiée', 'séances publiées')}, "
            f"{plural(convened.called, 'personne convoquée', 'personnes convoquées')}.",
        )
    else:
        messages.info(request, "Rien à publier : ces séances le sont déjà.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page the form was on, else the list."""
    return page_of_ours(request.POST.get("next", ""), reverse("meetings:convocation-list"))


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [number for text in request.POST.getlist(name) if (number := number_in(text))]
