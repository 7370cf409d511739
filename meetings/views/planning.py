"""The planning of a semester: every group with its session or without, as a list or as a day of rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from design.french import PARIS, as_date, as_local
from groups.models import Cohort, TutorialGroup, Tutorship
from groups.queries import WHOLE_DEPARTMENT
from groups.rules import organises
from meetings.facts import bounds_of
from meetings.models import Room, RoomClosure, Semester, Seminar, TutorialSession
from meetings.overview import groups_of
from meetings.queries import semester_on, sessions_of_semester

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
OPENS_AT, CLOSES_AT = 8, 20
QUARTERS = (CLOSES_AT - OPENS_AT) * 4


@dataclass(frozen=True)
class Line:
    """A group of the semester and its session, if any."""

    group: TutorialGroup
    session: TutorialSession | None

    @property
    def state(self) -> str:
        return STATE_OF[self.session.state] if self.session else "a-placer"

    @property
    def day(self) -> date | None:
        return as_date(self.session.starts_at) if self.session else None


@dataclass(frozen=True)
class Block:
    """Something on the board, between two quarters of an hour counted from the opening (0…48)."""

    start: int
    span: int
    line: "Line | None" = None
    text: str = ""
    cohort: int | None = None


@dataclass(frozen=True)
class Lane:
    """A row of the board: a room, or the seminars of the day."""

    name: str
    detail: str
    blocks: list[Block]


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    semester = _semester(request)
    if semester is None:
        return redirect("meetings:semester-list")
    lines = _lines(semester)
    filters = _Filters(request, lines)
    shown = filters.keep(lines)
    board = request.GET.get("vue") == "salles" and filters.day
    drafts = [line for line in shown if line.state == "brouillon"]
    return render(
        request,
        "meetings/planning.html",
        {
            "semester": semester,
            "filters": filters,
            "lines": shown,
            "total": len(lines),
            "placed": sum(line.session is not None for line in lines),
            "drafts": drafts,
            "people": _people(drafts),
            "asked": [
                line.session
                for line in shown
                if line.session
                and line.session.room_id
                and line.session.room_state == TutorialSession.RoomState.REQUESTED
                and line.state in ("brouillon", "publiee")
            ],
            "confirming": request.GET.get("publier") == "1",
            "without": [line for line in lines if line.session is None],
            "lanes": _board(filters.day, [line for line in shown if line.session]) if board else None,  # type: ignore[arg-type]
            "hours": range(OPENS_AT, CLOSES_AT),
            "board": bool(board),
            "may_edit": organises(request.user),
        },
    )


def _semester(request: HttpRequest) -> Semester | None:
    asked = request.GET.get("semestre", "")
    if asked.isdecimal() and len(asked) < 16:
        return get_object_or_404(Semester, pk=int(asked))
    return semester_on(timezone.localdate())


def _lines(semester: Semester) -> list[Line]:
    """Every group that should meet, with tutor, size and session: three queries."""
    groups = (
        groups_of(semester)
        .select_related("cohort")
        .prefetch_related(
            Prefetch(
                "tutorships",
                queryset=Tutorship.objects.filter(ends_on=None)
                .select_related("tutor__person")
                .order_by("-part", "pk"),
                to_attr="active_tutorships",
            ),
        )
        .order_by("-cohort__year", "number")
    )
    sessions = {session.group_id: session for session in sessions_of_semester(semester)}
    return [Line(group, sessions.get(group.pk)) for group in groups]


def _people(lines: Iterable[Line]) -> int:
    """How many people are called to the sessions of these lines; a tutor of two groups counts once."""
    groups = [line.group for line in lines]
    tutors = {one.tutor_id for group in groups for one in group.active_tutorships}  # type: ignore[attr-defined]
    return sum(group.size for group in groups) + len(tutors)  # type: ignore[attr-defined]


class _Filters:
    """What is asked of the list, and the addresses of the other choices with how many lines each shows."""

    def __init__(self, request: HttpRequest, lines: list[Line]) -> None:
        self.query = {key: str(value) for key, value in request.GET.items() if value and key != "publier"}
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
        if self.query.get("vue") == "salles" and self.day is None and self.days:
            today = timezone.localdate()
            self.day = next((day for day in self.days if day >= today), self.days[-1])

    def keep(self, lines: Iterable[Line]) -> list[Line]:
        return [
            line
            for line in lines
            if (self.year is None or line.group.cohort.year == self.year)
            and (not self.state or line.state == self.state)
            and (self.day is None or line.day == self.day)
        ]

    def url(self, **changes: Any) -> str:
        query = {key: value for key, value in (self.query | changes).items() if value}
        return f"{reverse('meetings:planning')}?{urlencode(query)}" if query else reverse("meetings:planning")

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
        return self.url(jour="", vue="")

    @property
    def list_url(self) -> str:
        return self.url(vue="")

    @property
    def board_url(self) -> str:
        return self.url(vue="salles", etat="")

    @property
    def filtered(self) -> bool:
        return bool(self.year or self.state or self.day)


def _board(day: date, lines: list[Line]) -> list[Lane]:
    """The rooms of a day, with seminars above and closures hatched; sessions elsewhere come last."""
    first, last = bounds_of(day)
    opening = datetime(day.year, day.month, day.day, OPENS_AT, tzinfo=PARIS)

    def block(starts_at: datetime, ends_at: datetime, **fields: Any) -> Block:
        start = max(0, int((as_local(starts_at) - opening).total_seconds() // 900))  # type: ignore[operator]
        end = min(QUARTERS, -int((opening - as_local(ends_at)).total_seconds() // 900))  # type: ignore[operator]
        start = min(start, QUARTERS - 1)
        return Block(start=start, span=max(1, end - start), **fields)

    today = {"starts_at__lt": last, "ends_at__gt": first}
    closures = list(RoomClosure.objects.filter(**today))
    seminars = Seminar.objects.filter(**today).select_related("cohort")
    used = {line.session.room_id for line in lines if line.session}
    rooms = [room for room in Room.objects.order_by("code") if room.is_active or room.pk in used]
    lanes = []
    teaching = [
        block(seminar.starts_at, seminar.ends_at, text=seminar.title, cohort=seminar.cohort.year)
        for seminar in seminars
    ]
    if teaching:
        lanes.append(Lane("Séminaires", "", teaching))
    for room in rooms:
        blocks = [
            block(closure.starts_at, closure.ends_at, text=closure.reason or "Fermée")
            for closure in closures
            if closure.room_id == room.pk
        ]
        blocks += _blocks_of(lines, room.pk, block)
        lanes.append(Lane(room.code, f"{room.capacity} pl., {room.get_layout_display()}", blocks))
    elsewhere = _blocks_of(lines, None, block)
    if elsewhere:
        lanes.append(Lane("Ailleurs", "ou salle à trouver", elsewhere))
    return lanes


def _blocks_of(lines: list[Line], room: int | None, block: Any) -> list[Block]:
    return [
        block(line.session.starts_at, line.session.ends_at, line=line, cohort=line.group.cohort.year)
        for line in lines
        if line.session and line.session.room_id == room
    ]
