"""The rooms: what they are like, when they are closed, what they are booked for."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from meetings.forms import ClosureForm, RoomForm
from meetings.models import Room, RoomClosure, RoomComplaint, TutorialSession


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def room_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    coming = Q(sessions__starts_at__gte=now) & ~Q(sessions__state=TutorialSession.State.CANCELLED)
    asked = coming & Q(sessions__room_state=TutorialSession.RoomState.REQUESTED)
    rooms = Room.objects.annotate(
        coming=Count("sessions", filter=coming, distinct=True),
        asked=Count("sessions", filter=asked, distinct=True),
        closed_soon=Count("closures", filter=Q(closures__ends_at__gte=now), distinct=True),
    ).order_by("-is_active", "code")
    return render(request, "meetings/room_list.html", {"rooms": rooms, "may_edit": organises(request.user)})


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def room_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Room())


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def room_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Room, pk=pk))


def _edit(request: HttpRequest, room: Room) -> HttpResponse:
    form = RoomForm(request.POST or None, instance=room)
    if form.is_valid():
        form.save()
        messages.success(request, f"Salle {room.code} : fiche enregistrée.")
        return redirect("meetings:room-list")
    return _page(request, room, form, ClosureForm())


def _page(request: HttpRequest, room: Room, form: RoomForm, closure_form: ClosureForm) -> HttpResponse:
    title = f"Salle {room.code}" if room.pk else "Nouvelle salle"
    return render(
        request,
        "meetings/room_edit.html",
        {
            "room": room,
            "title": title,
            "form": form,
            "closure_form": closure_form,
            "complaints": _complaints(room) if room.pk else [],
            "closures": room.closures.filter(ends_at__gte=timezone.now()) if room.pk else [],
            "crumbs": [("Salles", reverse("meetings:room-list")), (title, "")],
        },
    )


def _complaints(room: Room) -> list[RoomComplaint]:
    """The complaints about a room, those to settle first, then the latest."""
    complaints = room.complaints.select_related("session__group__cohort", "made_by")
    return sorted(
        complaints.order_by("-made_at", "-pk"), key=lambda one: one.state != RoomComplaint.State.OPEN
    )


@roles_required(Role.SECRETARY)
@require_POST
def room_closure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a room for a time; the sessions that are there are counted in the answer."""
    room = get_object_or_404(Room, pk=pk)
    form = ClosureForm(request.POST, instance=RoomClosure(room=room))
    if not form.is_valid():
        return _page(request, room, RoomForm(instance=room), form)
    closure = form.save()
    hit = room.sessions.exclude(state=TutorialSession.State.CANCELLED).filter(
        starts_at__lt=closure.ends_at, ends_at__gt=closure.starts_at
    )
    messages.success(request, f"Fermeture de la salle {room.code} enregistrée.")
    if count := hit.count():
        messages.warning(
            request,
            "Une séance y est placée : déplacez-la."
            if count == 1
            else f"{count} séances y sont placées : déplacez-les.",
        )
    return redirect("meetings:room-edit", room.pk)


@roles_required(Role.SECRETARY)
@require_POST
def room_closure_delete(request: HttpRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(RoomClosure.objects.select_related("room"), pk=pk)
    closure.delete()
    messages.success(request, f"Salle {closure.room.code} : la fermeture est retirée.")
    return redirect("meetings:room-edit", closure.room_id)
