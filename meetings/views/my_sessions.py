"""« Mes séances », for who goes to them, their calendar entry, and the sheet for when the network is down."""

from typing import cast

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.models import Person, Role
from design.french import NBHYPHEN, as_date
from groups.models import Intern, Membership, TutorialGroup
from groups.queries import groups_followed_by, members_on, with_people
from meetings.convening.entries import entry_of
from meetings.models import Attendance, Convocation, Placement, TutorialSession
from meetings.queries import sessions_visible_to


@roles_required(Role.TUTOR, Role.CO_TUTOR, Role.INTERN)
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions of the groups one tutors, or of the group one belongs to: those to come, then the past."""
    person = cast(Person, request.user)
    tutoring = request.role != Role.INTERN  # type: ignore[attr-defined]
    groups = {group.pk: group for group in with_people(_groups_of(person, tutoring))}
    sessions = list(_sessions_of(groups, person, tutoring))
    for session in sessions:
        session.group = groups[session.group_id]
    today = timezone.localdate()
    coming = [session for session in sessions if session.is_open and as_date(session.ends_at) >= today]
    return render(
        request,
        "meetings/session_list.html",
        {
            "coming": coming,
            "to_close": [session for session in sessions if session.is_open and session not in coming],
            "past": [session for session in reversed(sessions) if not session.is_open],
            "tutoring": tutoring,
            "today": today,
        },
    )


def _groups_of(person: Person, tutoring: bool) -> QuerySet[TutorialGroup]:
    if tutoring:
        return groups_followed_by(person)
    joined = Membership.objects.filter(intern__person=person, ends_on=None)
    return TutorialGroup.objects.filter(pk__in=joined.values("group"))


def _sessions_of(
    groups: dict[int, TutorialGroup], person: Person, tutoring: bool
) -> QuerySet[TutorialSession]:
    interns = Q(convocations__part=Convocation.Part.INTERN, convocations__withdrawn_at=None)
    sessions = (
        TutorialSession.objects.filter(group__in=groups)
        .exclude(state=TutorialSession.State.DRAFT)
        .select_related("room", "semester")
        .order_by("starts_at", "pk")
    )
    if tutoring:
        return sessions.annotate(
            confirmed=Count("convocations", filter=interns & Q(convocations__answer="present")),
            prevented=Count("convocations", filter=interns & Q(convocations__answer="prevented")),
            convened=Count("convocations", filter=interns),
        )
    mine = Convocation.objects.filter(person=person, withdrawn_at=None)
    my_presence = Attendance.objects.filter(intern__person=person)
    return sessions.prefetch_related(
        Prefetch("convocations", queryset=mine, to_attr="my_convocations"),
        Prefetch("attendances", queryset=my_presence, to_attr="my_attendances"),
    )


@roles_required(Role.TUTOR, Role.CO_TUTOR, Role.SECRETARY, Role.COORDINATOR, Role.DIRECTOR)
@require_safe
def session_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper twin: faces, boxes for the presence, the programme, room to write."""
    session = get_object_or_404(
        sessions_visible_to(cast(Person, request.user)).select_related(
            "group__cohort__policy", "room", "semester"
        ),
        pk=pk,
    )
    group = with_people(TutorialGroup.objects.filter(pk=session.group_id)).get()
    members = list(members_on(session.group, as_date(session.starts_at)))
    placements = {
        placement.intern_id: placement
        for placement in Placement.objects.filter(intern__in=members, semester=session.semester_id)
    }
    return render(
        request,
        "meetings/session_sheet.html",
        {
            "session": session,
            "tutorships": group.active_tutorships,  # type: ignore[attr-defined]
            "lines": _lines(members, placements),
            "items": session.items.order_by("position", "pk"),
            "presences": Attendance.Status.labels,
        },
    )


def _lines(members: list[Intern], placements: dict[int, Placement]) -> list[tuple[Person, Placement | None]]:
    members = sorted(members, key=lambda intern: (intern.person.last_name, intern.person.first_name))
    return [(intern.person, placements.get(intern.pk)) for intern in members]


@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """One published session, to add to one's calendar: the same UID as in the convocation."""
    session = get_object_or_404(
        sessions_visible_to(cast(Person, request.user)).select_related("group__cohort", "room"), pk=pk
    )
    if session.state not in (TutorialSession.State.PUBLISHED, TutorialSession.State.CLOSED):
        raise Http404
    name = f"seance-{session.group.code}.ics".replace(NBHYPHEN, "-")
    return HttpResponse(
        entry_of(session),
        content_type="text/calendar; method=PUBLISH; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
