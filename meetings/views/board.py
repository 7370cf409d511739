"""The board of a semester, by room, tutor or cohort."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from groups.models import TutorialGroup
from groups.queries import with_people
from groups.rules import organises
from groups.views import visitor
from meetings.models import Semester
from meetings.plans.board import Board, Card, View, draw
from meetings.plans.reading import read
from meetings.plans.search import search_shown
from meetings.plans.version import version_of
from meetings.views.plan_runs import CLOSED

VIEW_LABELS = {View.ROOMS: "Salles", View.TUTORS: "Tuteurs", View.COHORTS: "Promotions"}
DAYS_ASKED = 6


def view_asked(request: HttpRequest) -> View | None:
    """The view of the board that the address names, if it names one."""
    asked = request.GET.get("vue", "")
    return View(asked) if asked in set(View) else None


class Address:
    """The address of the board as it stands, and of its neighbours."""

    def __init__(self, query: dict[str, str]) -> None:
        self.query = query

    def url(self, **changes: Any) -> str:
        query = {key: value for key, value in (self.query | changes).items() if value}
        return f"{reverse('meetings:planning')}?{urlencode(query, safe=',')}"

    @property
    def here(self) -> str:
        return self.url()

    @property
    def select(self) -> str:
        """Where a group's id is to be added, to show its panel."""
        address = self.url(groupe="")
        return f"{address}{'' if address.endswith('?') else '&'}groupe="


@dataclass(frozen=True)
class Selected:
    """The session whose panel stands open."""

    card: Card
    group: TutorialGroup
    why_url: str
    move_url: str

    @property
    def faces(self) -> list[Person]:
        return [membership.intern.person for membership in self.group.active_memberships]  # type: ignore[attr-defined]


def show_board(request: HttpRequest, semester: Semester, view: View) -> HttpResponse:
    actor, today = visitor(request), timezone.localdate()
    version = version_of(semester, actor)
    reading = read(semester, version.draft)
    material = reading.material
    board = draw(material, view, asked=_days_asked(request, semester), today=today)
    address = Address({key: str(value) for key, value in request.GET.items() if value})
    standing = [day.day for day in board.days if day.is_open]
    return render(
        request,
        "meetings/board/board.html",
        {
            "semester": semester,
            "board": board,
            "view": view,
            "view_label": VIEW_LABELS[view],
            "views": [(label, address.url(vue=each), each == view) for each, label in VIEW_LABELS.items()],
            "table_url": address.url(vue="tableau", jours="", groupe=""),
            "here": address.here,
            "select": address.select,
            "close_url": address.url(groupe=""),
            "cohorts": material.cohorts,
            "columns": [(day, address.url(jours=_toggled(standing, day.day), jour="")) for day in board.days],
            "selected": _selected(request, semester, board),
            "version": version,
            "revision": version.revision,
            "changes": material.changes,
            "changed": sum(material.changes.values()),
            "people": material.people_told,
            "number": version.next_number,
            "waiting": len(board.waiting),
            "are_announced": bool(reading.sessions),
            "places_url": f"{reverse('meetings:plan-places', args=[0])}?semestre={semester.pk}&vue={view}",
            "drop_url": f"{reverse('meetings:plan-drop')}?semestre={semester.pk}",
            "search": search_shown(semester, actor, request.session.get(CLOSED, ())),
            "others": version.others,
            "may_edit": organises(request.user),
        },
    )


def _selected(request: HttpRequest, semester: Semester, board: Board) -> Selected | None:
    asked = request.GET.get("groupe", "")
    card = next((card for card in [*board.cards, *board.waiting] if str(card.group) == asked), None)
    if card is None:
        return None
    group = with_people(TutorialGroup.objects.filter(pk=card.group)).get()
    of_semester = f"?semestre={semester.pk}"
    return Selected(
        card,
        group,
        why_url=reverse("meetings:plan-why", args=[group.pk]) + of_semester,
        move_url=reverse("meetings:plan-move", args=[group.pk]) + of_semester,
    )


def _days_asked(request: HttpRequest, semester: Semester) -> Collection[date]:
    asked = f"{request.GET.get('jours', '')},{request.GET.get('jour', '')}".split(",")
    days = set()
    for typed in asked[: DAYS_ASKED + 1]:
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            continue
        if semester.starts_on <= day <= semester.ends_on:
            days.add(day)
    return days


def _toggled(standing: Sequence[date], day: date) -> str:
    """The days open after a touch on `day`: it folds, or opens beside the next one."""
    if day in standing:
        left = [each for each in standing if each != day]
        return ",".join(each.isoformat() for each in left or [day])
    kept = [each for each in standing if each > day][:1] or list(standing[-1:])
    return ",".join(sorted(each.isoformat() for each in {*kept, day}))
