"""One session as everybody concerned sees it, and what the secretariat does with it besides moving it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.addresses import page_of_ours
from design.french import plural
from design.typed import number_in
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from meetings.actions.placing import cancel_session, confirm_rooms, remove_draft, set_room_state
from meetings.facts import examine
from meetings.forms import CancelForm
from meetings.models import Convocation, TutorialSession
from meetings.queries import convocations_of, programme_of, session_as_seen_by
from meetings.rules import led

STAFF = WHOLE_DEPARTMENT
GOERS = (*STAFF, Role.TUTOR, Role.CO_TUTOR, Role.INTERN)


@roles_required(*GOERS)
@require_safe
def session_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, with whom and about what."""
    person = request.user
    session = session_as_seen_by(person, pk)  # type: ignore[arg-type]
    if session is None:
        raise Http404
    convocations = convocations_of(session)
    open_states = (TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED)
    is_staff = person.has_role(*STAFF)  # type: ignore[union-attr]
    obstacles = []
    if is_staff and session.state in open_states:
        obstacles = examine(
            group=session.group,
            semester=session.semester,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room=session.room,
            place=session.place,
            session=session,
        ).obstacles
    answers = [convocation.answer for convocation in convocations]
    return render(
        request,
        "meetings/session_detail.html",
        {
            "session": session,
            "group": session.group,
            "items": programme_of(session),
            "obstacles": obstacles,
            "may_edit": organises(person) and session.state in open_states,
            "is_staff": is_staff,
            "may_complain": session.room_id is not None and led(person, session),
            "own": next((c for c in convocations if c.person_id == person.pk), None),
            "answered": {
                "present": answers.count(Convocation.Answer.PRESENT),
                "prevented": answers.count(Convocation.Answer.PREVENTED),
                "none": answers.count(Convocation.Answer.NONE),
                "total": len(answers),
            },
        },
    )


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a published session; everybody convened is told why."""
    session = get_object_or_404(
        TutorialSession.objects.filter(state=TutorialSession.State.PUBLISHED).select_related(
            "group__cohort", "semester", "room"
        ),
        pk=pk,
    )
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_session(session=session, reason=form.cleaned_data["reason"], actor=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request,
                f"Séance du groupe {session.group.code} annulée. Les personnes convoquées sont prévenues.",
            )
            return redirect(planning_of(session))
    convened = session.convocations.filter(withdrawn_at=None).count()
    crumbs = [
        ("Planning", planning_of(session)),
        (str(session.group), reverse("meetings:session-detail", args=[session.pk])),
        ("Annuler la séance", ""),
    ]
    return render(
        request,
        "meetings/session_cancel.html",
        {"form": form, "session": session, "convened": convened, "crumbs": crumbs},
    )


@roles_required(Role.SECRETARY)
@require_POST
def session_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft off the planning; nobody was told about it."""
    session = get_object_or_404(TutorialSession.objects.select_related("group__cohort"), pk=pk)
    code, back = session.group.code, planning_of(session)
    try:
        remove_draft(session=session, actor=request.user)  # type: ignore[arg-type]
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Séance du groupe {code} retirée du planning.")
    return redirect(back)


@roles_required(Role.SECRETARY)
@require_POST
def session_room(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the room of a session is confirmed, or asked for only."""
    session = get_object_or_404(
        TutorialSession.objects.exclude(state=TutorialSession.State.CANCELLED).select_related("room"), pk=pk
    )
    confirmed = request.POST.get("confirmed") == "1"
    if session.room is None:
        raise Http404
    set_room_state(session=session, confirmed=confirmed, actor=request.user)  # type: ignore[arg-type]
    state = "confirmée" if confirmed else "demandée, non confirmée"
    messages.success(request, f"Salle {session.room.code} : {state}.")
    return redirect("meetings:session-detail", session.pk)


@roles_required(Role.SECRETARY)
@require_POST
def rooms_confirm(request: HttpRequest) -> HttpResponse:
    """Note at once that the rooms of several sessions are granted."""
    chosen = {number for typed in request.POST.getlist("session") if (number := number_in(typed))}
    count = confirm_rooms(sessions=chosen, actor=request.user)  # type: ignore[arg-type]
    if count:
        messages.success(request, f"{plural(count, 'séance')} : salle confirmée.")
    else:
        messages.info(request, "Ces salles étaient déjà confirmées.")
    return redirect(page_of_ours(request.POST.get("next", ""), reverse("meetings:planning")))


def planning_of(session: TutorialSession) -> str:
    """Address of the planning of the session's semester, at its group."""
    return f"{reverse('meetings:planning')}?semestre={session.semester_id}#groupe-{session.group_id}"
