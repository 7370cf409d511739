"""Rooms that did not suit: said by the tutor after a session, settled by the secretariat (A-141)."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import roles_required
from accounts.models import Person, Role
from meetings.actions.complaints import complain_of_room, settle_complaint
from meetings.forms import ComplaintForm, SettlementForm
from meetings.models import RoomComplaint
from meetings.queries import sessions_visible_to
from meetings.rules import led


@roles_required(Role.TUTOR, Role.CO_TUTOR)
@require_http_methods(["GET", "POST"])
def complaint_new(request: HttpRequest, pk: int) -> HttpResponse:
    person = cast(Person, request.user)
    session = get_object_or_404(
        sessions_visible_to(person).select_related("room", "group__cohort").filter(room__isnull=False), pk=pk
    )
    if not led(person, session):
        raise Http404
    known = RoomComplaint.objects.filter(session=session, room=session.room).first()
    form = ComplaintForm(request.POST or None, initial={"reason": known.reason if known else ""})
    if form.is_valid():
        try:
            complain_of_room(session=session, reason=form.cleaned_data["reason"], actor=person)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Signalement transmis au secrétariat.")
            return redirect("meetings:session-detail", session.pk)
    page = reverse("meetings:session-detail", args=[session.pk])
    return render(
        request,
        "meetings/complaint_new.html",
        {
            "session": session,
            "form": form,
            "complaint": known,
            "crumbs": [(f"Séance du groupe {session.group.code}", page), ("Salle inadaptée", "")],
        },
    )


@roles_required(Role.SECRETARY)
@require_POST
def complaint_settle(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = get_object_or_404(RoomComplaint.objects.select_related("room"), pk=pk)
    form = SettlementForm(request.POST)
    if form.is_valid():
        try:
            settle_complaint(complaint=complaint, actor=cast(Person, request.user), **form.cleaned_data)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, f"Salle {complaint.room.code} : signalement traité.")
    else:
        messages.error(request, "Choisissez la suite donnée à ce signalement.")
    return redirect("meetings:room-edit", complaint.room_id)
