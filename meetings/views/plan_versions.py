"""The draft against what is in force, the versions that were published, and publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import capitalized, day_and_month, plural, plural_word
from groups.models import TutorialGroup
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from groups.views import visitor
from meetings.actions.plans import PlanChanged, discard_draft, restore_version
from meetings.actions.publishing import publish_plan
from meetings.models import Plan, Room, Semester
from meetings.plans.comparing import Changes, changes_of
from meetings.plans.differences import Change, Difference, counts_of, differences_between
from meetings.plans.live import draft_of, live_sessions, versions_of
from meetings.plans.positions import Position, positions_of
from meetings.plans.reading import groups_named, groups_to_meet
from meetings.views.of_plan import revision_seen, say
from meetings.views.of_semester import planning_url, semester_asked

VERSIONS_A_PAGE = 20
IN_WEEKS = 21
"""From so many days on, how far a session moved is said in weeks."""


@dataclass(frozen=True)
class Line:
    """One difference, with what a person reads of it."""

    group: int
    code: str
    year: int
    tutor: str
    change: Change
    before: Position | None
    after: Position | None
    before_room: str
    after_room: str
    words: str


def _plan(pk: int, **conditions: Any) -> Plan:
    plans = Plan.objects.filter(**conditions).select_related("semester", "modified_by", "published_by")
    return get_object_or_404(plans, pk=pk)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def plan_differences(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft beside what people know, or a published version beside what is in force or prepared."""
    plan = _plan(pk)
    draft = draft_of(plan.semester)
    groups = groups_to_meet(plan.semester)
    if plan.is_draft:
        changes = changes_of(plan)
        found, context = changes.differences, _told(plan, changes, groups)
    else:
        after = draft.entries.order_by("pk") if draft else live_sessions(plan.semester)
        found = differences_between(positions_of(plan.entries.order_by("pk")), positions_of(after))
        context = {"counts": counts_of(found)}
    return render(
        request,
        "meetings/board/differences.html",
        context
        | {
            "plan": plan,
            "lines": _lines(found, groups),
            "title": "Le brouillon et le planning en vigueur"
            if plan.is_draft
            else f"La version {plan.number}",
            "lede": _lede(plan, draft),
            "before_name": "Aujourd’hui" if plan.is_draft else f"Version {plan.number}",
            "after_name": "Brouillon" if draft else "Aujourd’hui",
            "nothing": _nothing(plan, draft),
            "revision": draft.revision if draft else "",
            "semester": plan.semester,
            "planning_url": planning_url(plan.semester),
            "may_edit": organises(request.user),
            "crumbs": _crumbs(plan.semester, "Différences" if plan.is_draft else f"Version {plan.number}"),
        },
    )


def _told(plan: Plan, changes: Changes, groups: Sequence[TutorialGroup]) -> dict[str, Any]:
    """What publishing the draft would do, in numbers."""
    published = versions_of(plan.semester).first()
    placed = set(plan.entries.values_list("group", flat=True))
    return {
        "counts": changes.counts,
        "people": len(changes.people),
        "number": (published.number or 0) + 1 if published else 1,
        "waiting": sum(group.pk not in placed for group in groups),
    }


def _lede(plan: Plan, draft: Plan | None) -> str:
    if plan.is_draft:
        return "À gauche ce que les personnes ont noté, à droite ce que la publication leur annoncerait."
    then = f"publiée le {day_and_month(plan.published_at)}" if plan.published_at else ""
    other = "le brouillon" if draft else "le planning d’aujourd’hui"
    return capitalized(f"{then}, à gauche ; {other}, à droite.")


def _nothing(plan: Plan, draft: Plan | None) -> str:
    if plan.is_draft:
        return "Le brouillon est identique à ce que les personnes connaissent."
    return f"Cette version est identique au {'brouillon' if draft else 'planning d’aujourd’hui'}."


def _lines(found: Sequence[Difference], groups: Sequence[TutorialGroup]) -> list[Line]:
    """A line for each difference; a group dissolved since has its line too."""
    known = {group.pk: group for group in groups}
    if missing := {one.group for one in found} - known.keys():
        known |= {group.pk: group for group in groups_named(missing)}
    rooms = dict(Room.objects.order_by("pk").values_list("pk", "code"))
    return [_line(one, known[one.group], rooms) for one in found]


def _line(one: Difference, group: TutorialGroup, rooms: Mapping[int, str]) -> Line:
    tutors = [tutorship.tutor.person.full_name for tutorship in group.active_tutorships]  # type: ignore[attr-defined]
    size = group.size + len(tutors)  # type: ignore[attr-defined]
    return Line(
        group=group.pk,
        code=group.code,
        year=group.cohort.year,
        tutor=tutors[0] if tutors else "",
        change=one.change,
        before=one.before,
        after=one.after,
        before_room=_where(one.before, rooms),
        after_room=_where(one.after, rooms),
        words=f"{_moved(one)}{plural(size, 'personne')}",
    )


def _moved(one: Difference) -> str:
    """`4 jours plus tôt, `, `17 semaines plus tard, `: how far a session moved, when it did."""
    if one.change is not Change.MOVED or not one.before or not one.after:
        return ""
    days = (one.after.day - one.before.day).days
    if days:
        far = abs(days) >= IN_WEEKS
        span = plural(round(abs(days) / 7), "semaine") if far else plural(abs(days), "jour")
        return f"{span} plus {'tard' if days > 0 else 'tôt'}, "
    minutes = int((one.after.starts_at - one.before.starts_at).total_seconds() // 60)
    return f"le même jour, plus {'tard' if minutes > 0 else 'tôt'}, " if minutes else "durée changée, "


def _where(position: Position | None, rooms: Mapping[int, str]) -> str:
    if position is None:
        return ""
    return rooms.get(position.room_id, "") if position.room_id else position.place


def _crumbs(semester: Semester, last: str) -> list[tuple[str, str]]:
    versions = f"{reverse('meetings:plan-list')}?semestre={semester.pk}"
    return [("Planning", planning_url(semester)), ("Versions", versions if last else ""), (last, "")]


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The published versions of a semester, the newest first."""
    semester = semester_asked(request)
    if semester is None:
        raise Http404
    versions = versions_of(semester).annotate(entry_count=Count("entries"))
    page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    draft = draft_of(semester)
    return render(
        request,
        "meetings/board/versions.html",
        {
            "semester": semester,
            "versions": page.object_list,
            "has_draft": draft is not None,
            "page": page,
            "revision": draft.revision if draft else "",
            "planning_url": planning_url(semester),
            "may_edit": organises(request.user),
            "crumbs": [("Planning", planning_url(semester)), ("Versions", "")],
        },
    )


@roles_required(Role.SECRETARY)
@require_POST
def plan_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the draft what a published version was."""
    version = _plan(pk, state=Plan.State.PUBLISHED)
    try:
        merged = restore_version(version=version, seen=revision_seen(request), actor=visitor(request))
    except ValidationError as refusal:
        say(request, refusal)
    else:
        kept = merged.kept | merged.left
        stayed = f" {plural(len(kept), 'séance')} sans changement possible." if kept else ""
        messages.success(request, f"La version {version.number} est reprise comme brouillon.{stayed}")
    return redirect(planning_url(version.semester))


@roles_required(Role.SECRETARY)
@require_POST
def plan_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the draft; what is in force stays."""
    plan = _plan(pk, state=Plan.State.DRAFT)
    try:
        discard_draft(plan=plan, seen=revision_seen(request) or 0, actor=visitor(request))
    except ValidationError as refusal:
        say(request, refusal)
    else:
        messages.success(request, "Brouillon abandonné. Le planning en vigueur n’a pas changé.")
    return redirect(planning_url(plan.semester))


@roles_required(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what publishing does, then do it: sessions, version, convocations, in one go."""
    plan = _plan(pk)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            version = publish_plan(
                plan=plan,
                seen=revision_seen(request) or 0,
                actor=visitor(request),
                cancel_reason=request.POST.get("reason", ""),
            )
        except PlanChanged as refusal:
            say(request, refusal)
            return redirect(planning_url(plan.semester))
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            messages.success(request, _published(version))
            return redirect(planning_url(plan.semester))
    if not plan.is_draft:
        raise Http404
    groups = groups_to_meet(plan.semester)
    return render(
        request,
        "meetings/board/publish.html",
        _told(plan, changes_of(plan), groups)
        | {
            "plan": plan,
            "refusals": refusals,
            "reason": request.POST.get("reason", ""),
            "back": planning_url(plan.semester),
            "crumbs": [("Planning", planning_url(plan.semester)), ("Publier et convoquer", "")],
        },
        status=422 if refusals else 200,
    )


def _published(version: Plan) -> str:
    told = version.people_told or 0
    people = (
        f"{plural(told, 'personne')} {plural_word(told, 'est prévenue', 'sont prévenues')}"
        if told
        else ("personne n’avait à être prévenu")
    )
    return f"Version {version.number} publiée : {people}."
