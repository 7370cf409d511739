"""The live session: its screen, its opening and its end (screen 05)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.journal import note_opening
from design.typed import number_in
from evaluations.actions.holding import begin_session, end_session
from evaluations.live import LiveSession, Row
from evaluations.models import Theme
from evaluations.queries.session import live_session
from evaluations.views.access import get_session, signed_in, tutors_only
from evaluations.views.returning import say_refusal
from groups.models import Intern
from meetings.models import Attendance, TutorialSession

VIEWS = ("notes", "traces", "objectifs")
PRESENCES = (
    (Attendance.Status.PRESENT, "Présence", "saule"),
    (Attendance.Status.LATE, "Retard", "ambre"),
    (Attendance.Status.EXCUSED, "Excuse", "ardoise"),
    (Attendance.Status.ABSENT, "Absence", "ardoise"),
    (Attendance.Status.EXEMPT, "Dispense", "ardoise"),
)


def address(session: TutorialSession, intern_pk: int | None = None, view: str = "") -> str:
    """The screen, with one intern opened when `intern_pk` is given."""
    url = reverse("evaluations:session", args=[session.pk])
    if intern_pk is None:
        return url
    return f"{url}?interne={intern_pk}" + (f"&vue={view}" if view in VIEWS[1:] else "")


@dataclass(frozen=True)
class Mistake:
    """What could not be kept: of which form, why, and what was typed, to be shown again in it."""

    form: str
    sentences: Sequence[str]
    typed: QueryDict
    item: int | None = None


@tutors_only
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    return screen(request, get_session(request, pk), request.GET)


def screen(
    request: HttpRequest, session: TutorialSession, asked: QueryDict, mistake: Mistake | None = None
) -> HttpResponse:
    """The screen as `asked` (`interne`, `vue`); a mistake comes back in its form, with status 422."""
    live = live_session(
        session,
        signed_in(request),
        opened_pk=number_in(asked.get("interne", "")),
        now=timezone.now(),
    )
    if live.opened:
        note_opening(actor=live.person, subject=live.opened.intern.person, part="notes de séance")
    view = asked.get("vue", "")
    view = view if view in VIEWS else VIEWS[0]
    context = {
        "live": live,
        "view": view,
        "presences": PRESENCES,
        "themes": Theme.choices,
        "page": secrets.token_hex(6),
        "here": address(session, live.opened.intern.pk if live.opened else None, view),
        "mistake": mistake,
    }
    return render(request, "evaluations/session.html", context, status=422 if mistake else 200)


@tutors_only
@require_POST
def session_open(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session(request, pk)
    try:
        begin_session(session=found, actor=signed_in(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    return redirect(address(found))


@tutors_only
@require_http_methods(["GET", "HEAD", "POST"])
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_session(request, pk)
    if found.state == TutorialSession.State.CLOSED:
        messages.info(request, "Cette séance est déjà close.")
        return redirect(address(found))
    live = live_session(found, signed_in(request), opened_pk=None, now=timezone.now())
    missing = [(row, request.POST.get(f"presence-{row.intern.pk}", _announced(row))) for row in live.unmarked]
    status = 200
    if request.method == "POST":
        given = {row.intern: chosen for row, chosen in missing if chosen}
        reasons = {row.intern: row.convocation.reason for row, _ in missing if row.convocation}
        try:
            end_session(session=found, attendances=given, reasons=reasons, actor=signed_in(request))
        except ValidationError as refusal:
            say_refusal(request, refusal)
            status = 422
        else:
            messages.success(request, _closed_sentence(live, given))
            return redirect(address(found))
    context = {"live": live, "missing": missing, "presences": PRESENCES}
    return render(request, "evaluations/session_close.html", context, status=status)


def _announced(row: Row) -> str:
    """What an answer to the convocation already told: an excuse, or nothing yet."""
    return Attendance.Status.EXCUSED if row.is_prevented else ""


def _closed_sentence(live: LiveSession, given: dict[Intern, str]) -> str:
    there = sum(1 for row in live.rows if row.was_there)
    there += sum(1 for status in given.values() if status in ("present", "late"))
    contacts = "un contact noté" if there == 1 else f"{there} contacts notés"
    return f"Séance close : {contacts if there else 'aucun contact à noter'} au dossier."
