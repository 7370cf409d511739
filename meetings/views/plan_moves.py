"""Changing the draft in one touch: take an alternative, take a session out, lock it or its day, undo."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import roles_required
from accounts.models import Role
from design.french import PARIS, weekday_date
from design.typed import number_in
from groups.views import visitor
from meetings.actions.plan_moves import place_together
from meetings.actions.plans import lock_day, lock_entry, remove_entry, undo
from meetings.plans.live import draft_of
from meetings.plans.positions import Position
from meetings.views.of_plan import draft_changed, group_planned, say, semester_planned, undo_url
from meetings.views.of_semester import back_to


@roles_required(Role.SECRETARY)
@require_POST
def plan_place(request: HttpRequest) -> HttpResponse:
    """Take an alternative with all that adapts around it: each `move` is a group, its times and a room."""
    semester = semester_planned(request)
    draft, seen = draft_changed(request, semester)
    moves = dict(filter(None, (_move(typed) for typed in request.POST.getlist("move"))))
    if not moves:
        messages.error(request, "Cette proposition n’a pas été comprise. Rechargez la page.")
        return redirect(back_to(request, semester))
    try:
        place_together(plan=draft, positions=moves, seen=seen, actor=visitor(request))
    except ValidationError as refusal:
        say(request, refusal)
    else:
        done = "Séance déplacée." if len(moves) == 1 else f"{len(moves)} séances déplacées ensemble."
        messages.success(request, done, extra_tags=undo_url(semester))
    return redirect(back_to(request, semester))


def _move(typed: str) -> tuple[int, Position] | None:
    """`12|2027-01-14T14:00|2027-01-14T16:00|3`, as the panel writes it."""
    try:
        group, start, end, room = typed.split("|")
        times = [datetime.fromisoformat(time).replace(tzinfo=PARIS) for time in (start, end)]
    except ValueError:
        return None
    group_key, room_key = number_in(group), number_in(room)
    if group_key is None or room_key is None:
        return None
    return group_key, Position(times[0], times[1], room_key)


@roles_required(Role.SECRETARY)
@require_POST
def plan_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a group without a session in the draft."""
    semester, group = semester_planned(request), group_planned(pk)
    draft, seen = draft_changed(request, semester)
    try:
        if remove_entry(plan=draft, group=group, seen=seen, actor=visitor(request)):
            messages.success(
                request, f"Séance {group.code} retirée du brouillon.", extra_tags=undo_url(semester)
            )
    except ValidationError as refusal:
        say(request, refusal)
    return redirect(back_to(request, semester))


@roles_required(Role.SECRETARY)
@require_POST
def plan_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a session where it is, or give it back to the planner."""
    semester, group = semester_planned(request), group_planned(pk)
    draft, _ = draft_changed(request, semester)
    locked = request.POST.get("locked") == "1"
    try:
        if lock_entry(plan=draft, group=group, locked=locked, actor=visitor(request)):
            word = "verrouillée : le planificateur n’y touche plus" if locked else "déverrouillée"
            messages.success(request, f"Séance {group.code} {word}.", extra_tags=undo_url(semester))
    except ValidationError as refusal:
        say(request, refusal)
    return redirect(back_to(request, semester))


@roles_required(Role.SECRETARY)
@require_POST
def plan_day_lock(request: HttpRequest) -> HttpResponse:
    """Keep a whole day as it is, or open it again."""
    semester = semester_planned(request)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise Http404 from error
    draft, _ = draft_changed(request, semester)
    locked = request.POST.get("locked") == "1"
    try:
        if lock_day(plan=draft, day=day, locked=locked, actor=visitor(request)):
            word = "verrouillé : rien n’y entre, rien n’en sort" if locked else "déverrouillé"
            messages.success(request, f"Le {weekday_date(day)} est {word}.", extra_tags=undo_url(semester))
    except ValidationError as refusal:
        say(request, refusal)
    return redirect(back_to(request, semester))


@roles_required(Role.SECRETARY)
@require_POST
def plan_undo(request: HttpRequest) -> HttpResponse:
    """Take back one's own last change of the draft."""
    semester = semester_planned(request)
    draft = draft_of(semester)
    if draft is None:
        messages.info(request, "Il n’y a pas de brouillon : rien à annuler.")
        return redirect(back_to(request, semester))
    try:
        edit = undo(plan=draft, actor=visitor(request))
    except ValidationError as refusal:
        say(request, refusal)
    else:
        messages.success(request, f"Annulé : {edit.get_kind_display().lower()}.")
    return redirect(back_to(request, semester))
