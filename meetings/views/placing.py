"""Choosing a time and a place for a session, with what stands in the way said before it is saved."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Role
from design.french import as_local, day_and_range
from design.typed import number_in
from groups.models import Policy, TutorialGroup
from groups.queries import with_people
from meetings.actions.placing import NotPlaced, move_session, place_session
from meetings.facts import Examination, examine
from meetings.forms import YEARS, SlotForm
from meetings.models import Room, Semester, TutorialSession
from meetings.obstacles import Obstacle
from meetings.overview import groups_of
from meetings.queries import semester_on, sessions_of_semester
from meetings.suggestions import days_for, first_free_slot

AFTERNOON = "14:00"


@dataclass(frozen=True)
class RoomChoice:
    """A room as it can be chosen: what speaks against it, and whether that is final."""

    room: Room
    obstacles: list[Obstacle]
    chosen: bool

    @property
    def refused(self) -> bool:
        return any(obstacle.refuses for obstacle in self.obstacles)


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def session_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Place the session of a group in a semester (`?semestre=`, today's by default)."""
    group = get_object_or_404(_groups(), pk=pk, closed_at=None)
    semester = _semester(request)
    if semester is None:
        messages.warning(request, "Créez d’abord le semestre : ses dates encadrent les séances.")
        return redirect("meetings:semester-new")
    return _choose(request, group, semester, None)


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def session_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a session that is not over."""
    session = get_object_or_404(
        TutorialSession.objects.filter(
            state__in=(TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED)
        ).select_related("semester", "room"),
        pk=pk,
    )
    group = _groups().get(pk=session.group_id)
    session.group = group
    return _choose(request, group, session.semester, session)


def _groups() -> Any:
    return with_people(TutorialGroup.objects.all()).select_related("cohort__policy")


def _semester(request: HttpRequest) -> Semester | None:
    asked = request.POST.get("semestre") or request.GET.get("semestre", "")
    if (key := number_in(asked)) is not None:
        return get_object_or_404(Semester, pk=key)
    return semester_on(timezone.localdate())


def _choose(
    request: HttpRequest, group: TutorialGroup, semester: Semester, session: TutorialSession | None
) -> HttpResponse:
    rooms = list(Room.objects.order_by("code"))
    suggested = days_for(group, semester, timezone.localdate())
    if request.method == "POST":
        typed: Any = request.POST
    elif session:
        typed = _where_it_is(session) | request.GET.dict()
    else:
        asked = request.GET.dict()
        days = [suggestion.day for suggestion in suggested]
        typed = asked if "minutes" in asked else _first_proposal(group, semester, days, rooms, asked) | asked
    form = SlotForm(typed, rooms=rooms, numbered=session is None)
    examination = _examined(form, group, semester, session)
    accepted = set(request.POST.getlist("accepted") or request.GET.getlist("accepted"))
    if request.method == "POST" and "check" not in request.POST and examination:
        try:
            placed = _save(request, form, group, semester, session, accepted)
        except NotPlaced:
            examination = _examined(form, group, semester, session)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(_next(request, placed))
    context = {
        "form": form,
        "group": group,
        "semester": semester,
        "session": session,
        "suggested": suggested,
        "day": form["day"].value() or "",
        "examination": examination,
        "accepted": accepted,
        "choices": _room_choices(form, rooms, examination),
        "submitted": request.method == "POST" and "check" not in request.POST,
        "crumbs": _crumbs(semester, group, session),
    }
    template = "meetings/_slot_checks.html" if request.htmx else "meetings/session_place.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _where_it_is(session: TutorialSession) -> dict[str, str]:
    start: Any = as_local(session.starts_at)
    return {
        "day": start.date().isoformat(),
        "start": f"{start:%H:%M}",
        "minutes": str(session.minutes),
        "room": str(session.room_id or ""),
        "place": session.place,
    }


def _first_proposal(
    group: TutorialGroup, semester: Semester, days: list[date], rooms: list[Room], asked: dict[str, str]
) -> dict[str, str]:
    """What the form says before anything is typed: the first free slot of the day asked for, or of any."""
    policy = getattr(group.cohort, "policy", None) or Policy(cohort=group.cohort)
    day = _day(asked.get("day", ""))
    looked_at = [day] if day else days
    free = None
    if not asked.get("start"):
        free = first_free_slot(group, semester, looked_at, policy.session_minutes, rooms)
    proposal = {
        "day": (looked_at[0] if looked_at else semester.starts_on).isoformat(),
        "start": AFTERNOON,
        "minutes": str(policy.session_minutes),
        "number": str(semester.rank_for(group.cohort.entered_on)),
    }
    if free:
        start, room = free
        proposal |= {"day": start.date().isoformat(), "start": f"{start:%H:%M}", "room": str(room.pk)}
    return proposal


def _day(typed: str) -> date | None:
    """The day asked for in the address, if it is a day of our time."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _examined(
    form: SlotForm, group: TutorialGroup, semester: Semester, session: TutorialSession | None
) -> Examination | None:
    if not form.is_valid():
        return None
    return examine(
        group=group,
        semester=semester,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        room=form.cleaned_data["room"],
        place=form.cleaned_data["place"],
        session=session,
    )


def _save(
    request: HttpRequest,
    form: SlotForm,
    group: TutorialGroup,
    semester: Semester,
    session: TutorialSession | None,
    accepted: set[str],
) -> TutorialSession:
    slot: dict[str, Any] = {
        "starts_at": form.starts_at,
        "ends_at": form.ends_at,
        "room": form.cleaned_data["room"],
        "place": form.cleaned_data["place"],
        "accepted": accepted,
        "reason": form.cleaned_data["reason"],
        "actor": request.user,
    }
    when = day_and_range(form.starts_at, form.ends_at)
    if session is None:
        number = form.cleaned_data["number"]
        session = place_session(group=group, semester=semester, number=number, **slot)
        messages.success(request, f"Séance du groupe {group.code} placée : {when}. C’est un brouillon.")
    elif not move_session(session=session, **slot):
        messages.info(request, f"La séance du groupe {group.code} reste où elle est.")
    elif session.state == TutorialSession.State.PUBLISHED:
        messages.success(
            request,
            f"Séance du groupe {group.code} déplacée : {when}. Les personnes convoquées sont prévenues.",
        )
    else:
        messages.success(request, f"Séance du groupe {group.code} déplacée : {when}.")
    return session


def _next(request: HttpRequest, session: TutorialSession) -> str:
    """The planning; when asked for, the next group of the cohort that waits, else the cohort’s drafts."""
    of_semester = f"?semestre={session.semester_id}"
    if "following" in request.POST:
        waiting = (
            groups_of(session.semester)
            .filter(cohort=session.group.cohort)
            .exclude(pk__in=sessions_of_semester(session.semester).values("group"))
            .order_by("number")
            .first()
        )
        if waiting:
            return reverse("meetings:session-place", args=[waiting.pk]) + of_semester
        of_cohort = f"{of_semester}&promotion={session.group.cohort.year}&etat=brouillon"
        return reverse("meetings:planning") + of_cohort
    return f"{reverse('meetings:planning')}{of_semester}#groupe-{session.group_id}"


def _room_choices(form: SlotForm, rooms: list[Room], examination: Examination | None) -> list[RoomChoice]:
    """Free and suited rooms first, then those with a warning, then the impossible ones; why with each."""
    chosen = form["room"].value()
    choices = [
        RoomChoice(
            room=room,
            obstacles=examination.obstacles_of_room(room) if examination else [],
            chosen=str(room.pk) == str(chosen),
        )
        for room in rooms
        if room.is_active or str(room.pk) == str(chosen)
    ]
    return sorted(choices, key=lambda choice: (choice.refused, len(choice.obstacles), choice.room.code))


def _crumbs(
    semester: Semester, group: TutorialGroup, session: TutorialSession | None
) -> list[tuple[str, str]]:
    planning = f"{reverse('meetings:planning')}?semestre={semester.pk}"
    act = "Déplacer la séance" if session else "Placer la séance"
    return [("Planning", planning), (f"Groupe {group.code}", ""), (act, "")]
