"""The planning of a semester: every group with its session or without, as a list or as a day of rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from groups.models import Cohort, TutorialGroup
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from groups.views import visitor
from meetings.models import Semester, TutorialSession
from meetings.plans.board import Card, View
from meetings.plans.reading import people_of, read
from meetings.plans.version import version_of
from meetings.views.board import VIEW_LABELS, show_board, view_asked
from meetings.views.of_semester import semester_asked

STATES = {
    "a-placer": "Sans créneau",
    "brouillon": "Brouillons",
    "publiee": "Publiées",
    "tenue": "Tenues",
}
STATE_OF: dict[str, str] = {
    TutorialSession.State.DRAFT: "brouillon",
    TutorialSession.State.PUBLISHED: "publiee",
    TutorialSession.State.CLOSED: "tenue",
}
TABLE = "tableau"
NARROWED_BY = ("etat", "promotion", "jour", "publier")
"""What only the table answers to."""


@dataclass(frozen=True)
class Line:
    """A group of the semester: where the plan has it, and its session if there is one."""

    group: TutorialGroup
    card: Card
    session: TutorialSession | None

    @property
    def state(self) -> str:
        if self.card.starts_at is None:
            return "a-placer"
        if self.card.change or self.session is None:
            return "brouillon"
        return STATE_OF[self.session.state]

    @property
    def day(self) -> date | None:
        return self.card.day

    @property
    def waits_for_room(self) -> bool:
        """A room was asked for, and nobody has said yes yet."""
        return (
            self.session is not None
            and self.session.room_id is not None
            and self.session.room_state == TutorialSession.RoomState.REQUESTED
            and self.session.state in (TutorialSession.State.DRAFT, TutorialSession.State.PUBLISHED)
        )


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    semester = semester_asked(request)
    if semester is None:
        return redirect("meetings:semester-list")
    view = _view(request)
    return show_board(request, semester, view) if view else _show_table(request, semester)


def _show_table(request: HttpRequest, semester: Semester) -> HttpResponse:
    version = version_of(semester, visitor(request))
    reading = read(semester, version.draft)
    cards = {card.group: card for card in reading.material.cards}
    lines = [Line(group, cards[group.pk], reading.sessions.get(group.pk)) for group in reading.groups]
    filters = _Filters(request, lines)
    shown = filters.keep(lines)
    drafts = [line for line in shown if line.state == "brouillon"] if version.draft is None else []
    changes = reading.material.changes
    return render(
        request,
        "meetings/planning.html",
        {
            "semester": semester,
            "filters": filters,
            "lines": shown,
            "total": len(lines),
            "placed": sum(line.card.starts_at is not None for line in lines),
            "drafts": drafts,
            "convened": people_of(line.group for line in drafts),
            "asked": [line.session for line in shown if line.waits_for_room],
            "confirming": request.GET.get("publier") == "1",
            "waiting": sum(line.card.starts_at is None for line in lines),
            "version": version,
            "are_announced": bool(reading.sessions),
            "revision": version.revision,
            "changes": changes,
            "changed": sum(changes.values()),
            "people": reading.material.people_told,
            "number": version.next_number,
            "here": filters.here_url,
            "may_edit": organises(request.user),
        },
    )


def _view(request: HttpRequest) -> View | None:
    """The view of the board that is asked for; None for the table."""
    view = view_asked(request)
    if view:
        return view
    if request.GET.get("vue") == TABLE or any(request.GET.get(name) for name in NARROWED_BY):
        return None
    return View.ROOMS


class _Filters:
    """What is asked of the list, and the addresses of the other choices with how many lines each shows."""

    def __init__(self, request: HttpRequest, lines: list[Line]) -> None:
        self.query = {
            key: str(value) for key, value in request.GET.items() if value and key not in ("publier", "vue")
        }
        self.lines = lines
        self.cohorts: list[Cohort] = list(
            {line.group.cohort.pk: line.group.cohort for line in lines}.values()
        )
        self.days = sorted({line.day for line in lines if line.day})
        asked_year = self.query.get("promotion", "")
        self.year = int(asked_year) if asked_year.isdecimal() and len(asked_year) < 5 else None
        asked_state = self.query.get("etat", "")
        self.state = asked_state if asked_state in STATES else ""
        self.day = next((day for day in self.days if day.isoformat() == self.query.get("jour")), None)

    def keep(self, lines: Iterable[Line]) -> list[Line]:
        return [
            line
            for line in lines
            if (self.year is None or line.group.cohort.year == self.year)
            and (not self.state or line.state == self.state)
            and (self.day is None or line.day == self.day)
        ]

    def url(self, **changes: Any) -> str:
        query = {"vue": TABLE} | {key: value for key, value in (self.query | changes).items() if value}
        return f"{reverse('meetings:planning')}?{urlencode(query)}"

    @property
    def by_cohort(self) -> list[dict[str, Any]]:
        return [
            {
                "cohort": cohort,
                "url": self.url(promotion="" if cohort.year == self.year else cohort.year),
                "active": cohort.year == self.year,
                "count": sum(line.group.cohort_id == cohort.pk for line in self.lines),
            }
            for cohort in self.cohorts
        ]

    @property
    def by_state(self) -> list[dict[str, Any]]:
        counts = {code: sum(line.state == code for line in self.lines) for code in STATES}
        return [
            {
                "label": label,
                "url": self.url(etat="" if code == self.state else code),
                "active": code == self.state,
                "count": counts[code],
            }
            for code, label in STATES.items()
            if counts[code] or code == self.state
        ]

    @property
    def by_day(self) -> list[dict[str, Any]]:
        return [
            {
                "day": day,
                "url": self.url(jour=day.isoformat()),
                "active": day == self.day,
                "count": sum(line.day == day for line in self.lines),
            }
            for day in self.days
        ]

    @property
    def here_url(self) -> str:
        return self.url()

    @property
    def publish_url(self) -> str:
        return self.url(publier="1")

    @property
    def everything_url(self) -> str:
        return self.url(promotion="", etat="", jour="")

    @property
    def any_day_url(self) -> str:
        return self.url(jour="")

    @property
    def select(self) -> str:
        """The address of the board to which the id of a group is added to show its session."""
        semester = f"semestre={self.query['semestre']}&" if self.query.get("semestre") else ""
        return f"{reverse('meetings:planning')}?{semester}groupe="

    @property
    def board_urls(self) -> list[tuple[str, str]]:
        """The views of the board, on the day looked at."""
        kept = {"semestre": self.query.get("semestre", ""), "jours": self.query.get("jour", "")}
        query = {name: value for name, value in kept.items() if value}
        planning = reverse("meetings:planning")
        return [
            (label, f"{planning}?{urlencode({'vue': str(view)} | query)}")
            for view, label in VIEW_LABELS.items()
        ]

    @property
    def filtered(self) -> bool:
        return bool(self.year or self.state or self.day)
