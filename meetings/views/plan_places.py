"""Where a session could be: each place with its change of cost, the one chosen, why it is where it is."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import roles_required
from accounts.models import Role
from design.french import PARIS, as_date, clock, weekday_date
from design.typed import number_in
from groups.models import TutorialGroup
from groups.queries import WHOLE_DEPARTMENT
from groups.views import visitor
from meetings.actions.placing import NotPlaced
from meetings.actions.plans import place_entry
from meetings.facts import examine
from meetings.forms import YEARS
from meetings.models import Plan, Room, Semester
from meetings.obstacles import Obstacle
from meetings.plans.board import View
from meetings.plans.lanes import places_by_lane, refusal_elsewhere
from meetings.plans.live import draft_of, live_sessions
from meetings.plans.places import Place, minutes_of, places_of, why_of
from meetings.plans.places_table import by_month, rooms_of, rows_of
from meetings.views.board import view_asked
from meetings.views.of_plan import draft_changed, group_planned, say, semester_planned, undo_url
from meetings.views.of_semester import back_to, planning_url


@roles_required(Role.SECRETARY)
@require_POST
def plan_drop(request: HttpRequest) -> HttpResponse:
    """Put a group where it was dropped; what asks for a decision leads to the page where it is taken."""
    semester = semester_planned(request)
    group = number_in(request.POST.get("group", ""))
    if group is None:
        raise Http404
    return _place(request, semester, group_planned(group))


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def plan_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Every place a group could have, with its change of cost; the same as dragging, without a pointer."""
    semester, group = semester_planned(request), group_planned(pk)
    if request.method == "POST":
        return _place(request, semester, group)
    return _choose(request, semester, group)


def _place(request: HttpRequest, semester: Semester, group: TutorialGroup) -> HttpResponse:
    slot = _slot(request)
    if slot is None:
        messages.error(request, "Ce créneau n’a pas été compris. Choisissez-en un dans le tableau.")
        return redirect(f"{reverse('meetings:plan-move', args=[group.pk])}?semestre={semester.pk}")
    starts_at, room = slot
    draft, seen = draft_changed(request, semester)
    reason = request.POST.get("reason", "")
    try:
        changed = place_entry(
            plan=draft,
            group=group,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes_of(group, draft)),
            room=room,
            seen=seen,
            accepted=set(request.POST.getlist("accepted")),
            reason=reason,
            actor=visitor(request),
        )
    except NotPlaced as refusal:
        if request.resolver_match.view_name == "meetings:plan-drop":  # type: ignore[union-attr]
            return _to_decide(request, semester, group, slot)
        return _choose(request, semester, group, slot=slot, obstacles=refusal.obstacles)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            return _choose(request, semester, group, slot=slot, refusal=refusal)
        say(request, refusal)
        return redirect(back_to(request, semester))
    if changed:
        where = f"{weekday_date(starts_at)} à {clock(starts_at)}, salle {room.code}"
        messages.success(request, f"Séance {group.code} : {where}.", extra_tags=undo_url(semester))
    return redirect(back_to(request, semester))


def _slot(request: HttpRequest) -> tuple[datetime, Room] | None:
    """The time and the room asked for, when both make sense."""
    typed = request.POST if request.method == "POST" else request.GET
    chosen = typed.get("slot") or f"{typed.get('at', '')}|{typed.get('room', '')}"
    at, _, room = chosen.partition("|")
    try:
        starts_at = datetime.fromisoformat(at).replace(tzinfo=PARIS)
    except ValueError:
        return None
    if starts_at.year not in YEARS:
        return None
    key = number_in(room)
    found = Room.objects.filter(pk=key).first() if key is not None else None
    return (starts_at, found) if found else None


def _to_decide(
    request: HttpRequest, semester: Semester, group: TutorialGroup, slot: tuple[datetime, Room]
) -> HttpResponse:
    """Lead to the page where what stands in the way of a drop is accepted, or another place chosen."""
    starts_at, room = slot
    query = urlencode({"semestre": str(semester.pk), "slot": f"{starts_at:%Y-%m-%dT%H:%M}|{room.pk}"})
    address = f"{reverse('meetings:plan-move', args=[group.pk])}?{query}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]


def _obstacles(
    semester: Semester, group: TutorialGroup, draft: Plan | None, slot: tuple[datetime, Room]
) -> list[Obstacle]:
    starts_at, room = slot
    minutes = minutes_of(group, draft)
    return examine(
        group=group,
        semester=semester,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        room=room,
        plan=draft,
    ).obstacles


def _choose(request: HttpRequest, semester: Semester, group: TutorialGroup, **decision: Any) -> HttpResponse:
    """The page of the places; with `obstacles`, what has to be accepted or given up first."""
    draft = draft_of(semester)
    places = places_of(semester, group, draft)
    slot = decision.get("slot") or _slot(request)
    obstacles = decision.get("obstacles", ())
    if slot and not obstacles:
        obstacles = _obstacles(semester, group, draft, slot)
    shown = _day_shown(request, places, slot)
    that_day = [place for place in places if as_date(place.starts_at) == shown]
    rooms, refused_rooms = rooms_of(that_day)
    session = live_sessions(semester).filter(group=group).first()
    return render(
        request,
        "meetings/board/move.html",
        {
            "semester": semester,
            "group": group,
            "session": session,
            "revision": draft.revision if draft else "",
            "months": by_month(places),
            "nothing": "" if places else _nothing(semester, group, draft),
            "shown": shown,
            "rooms": rooms,
            "refused_rooms": refused_rooms,
            "rows": rows_of(that_day, rooms),
            "slot": slot,
            "obstacles": obstacles,
            "can_accept": slot is not None and not any(one.refuses for one in obstacles),
            "refusal": decision.get("refusal"),
            "reason": request.POST.get("reason", ""),
            "accepted": set(request.POST.getlist("accepted")),
            "next": request.POST.get("next") or planning_url(semester, groupe=str(group.pk)),
            "crumbs": [
                ("Planning", planning_url(semester)),
                (f"Groupe {group.code}", planning_url(semester, groupe=str(group.pk))),
                ("Déplacer la séance", ""),
            ],
        },
        status=422 if request.method == "POST" else 200,
    )


def _nothing(semester: Semester, group: TutorialGroup, draft: Plan | None) -> str:
    """Why no place can be shown at all."""
    why = why_of(semester, group, draft)
    return why.failure or " ".join(line.sentence for line in why.lines)


def _day_shown(request: HttpRequest, places: list[Place], slot: tuple[datetime, Room] | None) -> date | None:
    """The day asked for, else the one with the cheapest place."""
    asked = as_date(slot[0]).isoformat() if slot else request.GET.get("jour", "")
    days = {as_date(place.starts_at) for place in places}
    free = [place for place in places if place.delta is not None]
    best = min(free or places, key=lambda place: place.delta or 0, default=None)
    usual = as_date(best.starts_at) if best else None
    return next((day for day in days if day.isoformat() == asked), usual)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def plan_places(request: HttpRequest, pk: int) -> HttpResponse:
    """The places of a group for the script that drags: those of the open days, the best of the others."""
    semester, group = semester_planned(request), group_planned(pk, with_tutors=True)
    view = view_asked(request) or View.ROOMS
    opened = set(request.GET.get("jours", "").split(","))
    places = places_of(semester, group, draft_of(semester))
    lanes: dict[str, list[dict[str, Any]]] = {}
    days: dict[str, int] = {}
    for (lane, day), found in places_by_lane(places, view, group).items():
        key = f"{lane}|{day.isoformat()}"
        free = [place.delta for place in found if place.delta is not None]
        if day.isoformat() in opened:
            lanes[key] = [_for_script(place) for place in found]
        elif free:
            days[key] = min(free)
    span = int((places[0].ends_at - places[0].starts_at).total_seconds() // 60) if places else 0
    elsewhere = refusal_elsewhere(view, group)
    return JsonResponse({"span": span, "lanes": lanes, "days": days, "elsewhere": elsewhere})


def _for_script(place: Place) -> dict[str, Any]:
    local = timezone.localtime(place.starts_at, PARIS)
    return {
        "from": local.hour * 60 + local.minute,
        "at": f"{local:%Y-%m-%dT%H:%M}",
        "room": place.room,
        "delta": place.delta,
        "why": " ".join(place.reasons),
        "label": f"{clock(place.starts_at)}, {place.room_code}",
    }


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def plan_why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a session is where it is, and its three best alternatives; or what keeps a group from any slot."""
    semester, group = semester_planned(request), group_planned(pk)
    draft = draft_of(semester)
    return render(
        request,
        "meetings/board/why.html",
        {
            "semester": semester,
            "group": group,
            "why": why_of(semester, group, draft),
            "revision": draft.revision if draft else "",
            "here": planning_url(semester, groupe=str(group.pk)),
            "may_edit": visitor(request).has_role(Role.SECRETARY),
            "crumbs": [
                ("Planning", planning_url(semester)),
                (f"Groupe {group.code}", planning_url(semester, groupe=str(group.pk))),
                ("Pourquoi", ""),
            ],
        },
    )
