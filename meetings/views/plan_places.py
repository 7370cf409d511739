"""Where a session could be: each place with its change of cost, the one chosen, why it is where it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
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
from design.french import PARIS, as_date, clock, month_and_year, weekday_date
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
from meetings.views.board import view_asked
from meetings.views.of_plan import draft_changed, group_planned, say, semester_planned, undo_url
from meetings.views.of_semester import back_to, planning_url


@roles_required(Role.SECRETARY)
@require_POST
def plan_drop(request: HttpRequest) -> HttpResponse:
    """Put a group where it was dropped; what asks for a decision leads to the page where it is taken."""
    semester = semester_planned(request)
    typed = request.POST.get("group", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        raise Http404
    return _place(request, semester, group_planned(int(typed)))


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
    found = Room.objects.filter(pk=int(room)).first() if room.isascii() and room.isdecimal() else None
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
    rooms, refused_rooms = _rooms(that_day)
    session = live_sessions(semester).filter(group=group).first()
    return render(
        request,
        "meetings/board/move.html",
        {
            "semester": semester,
            "group": group,
            "session": session,
            "revision": draft.revision if draft else "",
            "months": _months(places),
            "nothing": "" if places else _nothing(semester, group, draft),
            "shown": shown,
            "rooms": rooms,
            "refused_rooms": refused_rooms,
            "rows": _rows(that_day, rooms),
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


@dataclass(frozen=True)
class Cell:
    """A place, or what refuses a room for that many starts in a row."""

    place: Place | None
    starts: int = 1


@dataclass(frozen=True)
class Row:
    """A start of the day, or several in a row that the same thing refuses in every room."""

    hours: str
    why: str
    cells: list[Cell]


def _months(places: list[Place]) -> list[tuple[str, list[tuple[date, int | None]]]]:
    """The days by month, each with its least change of cost; None when everything is refused."""
    best: dict[date, int | None] = {}
    for place in places:
        day = as_date(place.starts_at)
        known = best.setdefault(day, None)
        if place.delta is not None and (known is None or place.delta < known):
            best[day] = place.delta
    return [
        (month, list(days))
        for month, days in groupby(sorted(best.items()), lambda one: month_and_year(one[0]))
    ]


def _day_shown(request: HttpRequest, places: list[Place], slot: tuple[datetime, Room] | None) -> date | None:
    """The day asked for, else the one with the cheapest place."""
    asked = as_date(slot[0]).isoformat() if slot else request.GET.get("jour", "")
    days = {as_date(place.starts_at) for place in places}
    free = [place for place in places if place.delta is not None]
    best = min(free or places, key=lambda place: place.delta or 0, default=None)
    usual = as_date(best.starts_at) if best else None
    return next((day for day in days if day.isoformat() == asked), usual)


def _rooms(places: list[Place]) -> tuple[list[str], list[tuple[str, str]]]:
    """The rooms of a day that have a place, and the others with what refuses them all day."""
    by_room: dict[str, list[Place]] = {}
    for place in places:
        by_room.setdefault(place.room_code, []).append(place)
    always = {
        room: set.intersection(*(set(place.reasons) for place in found)) for room, found in by_room.items()
    }
    own = {room: shared - _of_everywhere(always) for room, shared in always.items()}
    refused = [(room, sorted(own[room])[0]) for room in sorted(by_room) if own[room]]
    return [room for room in sorted(by_room) if not own[room]], refused


def _of_everywhere(reasons: dict[str, set[str]]) -> set[str]:
    """What refuses every room alike: the tutor's absence, a seminar."""
    return set.intersection(*reasons.values()) if reasons else set()


def _rows(places: list[Place], rooms: list[str]) -> list[Row]:
    rows: list[tuple[datetime, str, list[Place | None]]] = []
    for starts_at, found in groupby(places, key=lambda place: place.starts_at):
        by_room = {place.room_code: place for place in found if place.room_code in rooms}
        shared = set.intersection(*(set(place.reasons) for place in by_room.values())) if by_room else set()
        rows.append((starts_at, min(shared, default=""), [by_room.get(room) for room in rooms]))
    shown = []
    for why, run in groupby(rows, key=lambda row: row[1]):
        if not why:
            shown += _open_rows([(starts_at, found) for starts_at, _, found in run])
            continue
        starts = [starts_at for starts_at, _, _ in run]
        hours = clock(starts[0]) if len(starts) == 1 else f"{clock(starts[0])} à {clock(starts[-1])}"
        shown.append(Row(hours, why, []))
    return shown


def _open_rows(run: list[tuple[datetime, list[Place | None]]]) -> list[Row]:
    """Starts in a row, each with the cells that begin there: what refuses a room stands once beside them."""
    rows = [Row(clock(starts_at), "", []) for starts_at, _ in run]
    for column in zip(*(places for _, places in run), strict=True):
        rank = 0
        for why, cells in groupby(column, key=_refusal):
            places = list(cells)
            if why:
                rows[rank].cells.append(Cell(places[0], len(places)))
            else:
                for offset, place in enumerate(places):
                    rows[rank + offset].cells.append(Cell(place))
            rank += len(places)
    return rows


def _refusal(place: Place | None) -> str:
    return place.reasons[0] if place and place.delta is None else ""


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
