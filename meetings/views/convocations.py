"""Following the convocations of a day: who was told what, who answered, what failed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from accounts.access import roles_required
from accounts.models import Role
from design.french import as_date
from design.typed import date_in, number_in
from groups.queries import WHOLE_DEPARTMENT
from meetings.convening import drafts
from meetings.convening.lines import Outcome, line_of, outcome_of
from meetings.convening.progress import (
    Convened,
    Journeys,
    Status,
    convened_between,
    convocations_shown,
    messages_about,
    nudging_is_due,
    standings,
    status_of,
    steps,
    whole,
)
from meetings.models import Convocation, Semester, TutorialSession
from meetings.queries import semester_on, starts_in
from meetings.views.csv_files import csv_file, day_and_hour
from outbox.composition import label_of
from outbox.forms import AddressForm
from outbox.letters import letter_of
from outbox.models import Message

PAGE = 12
PILLS = (
    ("Toutes", "", "", ""),
    ("Confirmées", Status.CONFIRMED, "check", "saule"),
    ("Sans réponse", Status.NO_ANSWER, "clock", "ambre"),
    ("Excusées", Status.EXCUSED, "hand", "bleue"),
    ("En échec", Status.FAILED, "mail-x", "brique"),
    ("Programmées", Status.SCHEDULED, "calendar-clock", ""),
)
SHOWN = ("person", "session__group__cohort", "session__room")


@dataclass(frozen=True)
class Row:
    """A convocation with its session and messages, and the address where they are seen."""

    convocation: Convocation
    session: Convened | TutorialSession
    status: Status
    messages: list[Message]
    url: str

    @cached_property
    def last(self) -> Message | None:
        """The last message that left or should have, else the first to come."""
        gone = [one for one in self.messages if one.state != Message.State.SCHEDULED]
        return gone[-1] if gone else self.messages[0] if self.messages else None

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.convocation, self.status, self.last)


@dataclass
class Scope:
    """The sessions of a semester, and the day or cohort looked at (asked for in the address or a form)."""

    asked: QueryDict

    @cached_property
    def semester(self) -> Semester | None:
        if asked := number_in(self.asked.get("semestre", "")):
            return get_object_or_404(Semester, pk=asked)
        return semester_on(timezone.localdate())

    @cached_property
    def _moments(self) -> list[datetime]:
        """When the sessions of the semester begin that are or may still be convened."""
        return starts_in(self.semester) if self.semester else []

    @cached_property
    def days(self) -> list[date]:
        return sorted({as_date(moment) for moment in self._moments})

    @cached_property
    def day(self) -> date | None:
        """The day asked for, else the next one, else the last."""
        asked = date_in(self.asked.get("jour", ""))
        if asked in self.days:
            return asked
        today = timezone.localdate()
        return next((day for day in self.days if day >= today), self.days[-1] if self.days else None)

    @cached_property
    def cohort(self) -> int | None:
        return number_in(self.asked.get("promotion", ""))

    @cached_property
    def cohorts(self) -> list[int]:
        return sorted({session.year for session in self._of_day}, reverse=True)

    @cached_property
    def _of_day(self) -> list[Convened]:
        moments = [moment for moment in self._moments if as_date(moment) == self.day]
        if not moments or self.semester is None:
            return []
        return convened_between(self.semester, moments[0], moments[-1])

    @cached_property
    def looked_at(self) -> list[Convened]:
        return [one for one in self._of_day if self.cohort in (None, one.year)]

    @cached_property
    def published(self) -> list[Convened]:
        return [one for one in self.looked_at if one.state != TutorialSession.State.DRAFT]

    @cached_property
    def drafts(self) -> list[Convened]:
        return [one for one in self.looked_at if one.state == TutorialSession.State.DRAFT]

    @property
    def is_to_come(self) -> bool:
        """One of the sessions at least has not begun."""
        return any(one.starts_at > timezone.now() for one in self.published)

    def query(self, **changes: object) -> str:
        """The filters as an address, with some changed; an empty value takes one away."""
        kept = {
            "semestre": self.asked.get("semestre", ""),
            "jour": self.day.isoformat() if self.day else "",
            "promotion": self.cohort or "",
            "etat": self.asked.get("etat", ""),
        } | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def convocation_list(request: HttpRequest) -> HttpResponse:
    scope = Scope(request.GET)
    convened = {one.pk: one for one in scope.published}
    sessions = list(convened)
    journeys = Journeys(sessions)
    standing = standings(sessions, journeys)
    counts: Counter[str] = Counter(one.status for one in standing)
    total = len(standing)
    interns = sum(one.part == Convocation.Part.INTERN for one in standing)
    status = request.GET.get("etat", "")
    if status in list(Status):
        standing = [one for one in standing if one.status == status]
    page = Paginator(standing, PAGE).get_page(request.GET.get("page"))
    where = {one.pk: one.status for one in page.object_list}
    kept_page = page.number if page.number > 1 else ""
    rows = [
        Row(one, convened[one.session_id], where[one.pk], about, scope.query(personne=one.pk, page=kept_page))
        for one, about in messages_about(convocations_shown(list(where)))
    ]
    chosen = request.GET.get("personne", "")
    selected = next((row for row in rows if str(row.convocation.pk) == chosen), rows[0] if rows else None)
    may_act = request.user.has_role(Role.SECRETARY)  # type: ignore[union-attr]
    today = timezone.localdate()
    campaign = steps(scope.published, journeys)
    context = {
        "scope": scope,
        "page": page,
        "lines": [
            (
                line_of(row.convocation, convened[row.convocation.session_id], row.outcome, row.url),
                row is selected,
            )
            for row in rows
        ],
        "total": total,
        "interns": interns,
        "tutors": total - interns,
        "pills": [
            (
                label,
                scope.query(etat=code),
                counts[code] if code else total,
                code == status,
                icon,
                tone,
            )
            for label, code, icon, tone in PILLS
            if not code or counts[code] or code == status
        ],
        "silent": counts[Status.NO_ANSWER] if scope.is_to_come else 0,
        "nudging_is_due": nudging_is_due(campaign, today),
        "steps": tuple(campaign),
        "today": today,
        "selected": selected.convocation if selected else None,
        "was_asked": bool(chosen),
        "days": [(day, scope.query(jour=day.isoformat(), etat="")) for day in scope.days],
        "cohorts": [(year, scope.query(promotion=year, etat="")) for year in scope.cohorts],
        "all_cohorts": scope.query(promotion="", etat=""),
        "proofs_query": scope.query(etat=""),
        "may_act": may_act,
        "here": request.get_full_path(),
    }
    if selected:
        context |= panel(selected, request.GET.get("message", ""))
    return render(request, "meetings/convocation_list.html", context)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def convocation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's messages and answer, on a page of their own."""
    convocation = get_object_or_404(Convocation.objects.select_related(*SHOWN), pk=pk)
    ((_, about),) = messages_about([convocation])
    gone = [one.state for one in about if one.state != Message.State.SCHEDULED]
    status = status_of(convocation.part, convocation.answer, gone[-1] if gone else None)
    row = Row(
        convocation,
        convocation.session,
        status,
        about,
        reverse("meetings:convocation-detail", args=[pk]) + "?",
    )
    context = panel(row, request.GET.get("message", "")) | {
        "outcome": row.outcome,
        "selected": convocation,
        "may_act": request.user.has_role(Role.SECRETARY),  # type: ignore[union-attr]
        "here": request.get_full_path(),
        "was_asked": False,
    }
    return render(request, "meetings/convocation_detail.html", context)


@roles_required(*WHOLE_DEPARTMENT)
@require_safe
def convocation_proofs(request: HttpRequest) -> HttpResponse:
    """Everything sent about the sessions of the day, as a table to keep."""
    scope = Scope(request.GET)
    sent = (
        Message.objects.filter(thread__in=[drafts.thread_of(one.pk) for one in scope.published])
        .exclude(sent_at=None)
        .select_related("recipient")
        .defer("payload", "text", "html", "attachments")
        .order_by("sent_at", "pk")
    )
    return csv_file(
        f"preuves-d-envoi-{scope.day.isoformat() if scope.day else 'aucune'}",
        ("Personne", "Adresse", "Nature", "Objet", "Envoyé le", "Réponse du serveur"),
        (
            (
                message.recipient.full_name if message.recipient else "",
                message.address,
                label_of(message.kind),
                message.subject,
                day_and_hour(message.sent_at),
                message.reply,
            )
            for message in sent
        ),
    )


def panel(row: Row, chosen: str) -> dict[str, object]:
    """What shows one message of a row: the one chosen, else the last that left."""
    shown = next((one for one in row.messages if str(one.pk) == chosen), row.last)
    message = whole(shown) if shown else None
    return {
        "status": row.status,
        "message": message,
        "letter": letter_of(message) if message else None,
        "neighbours": [
            (_step_label(one), f"{row.url}&message={one.pk}", one is shown) for one in row.messages
        ],
        "sender": settings.DEPARTMENT["secretariat"],
        "day": row.session.starts_at,
        "form": AddressForm(message=message) if message else None,
        "label": label_of(message.kind) if message else "",
    }


def _step_label(message: Message) -> str:
    if message.step.startswith("D-"):
        return f"J‑{message.step[2:]}"
    return label_of(message.kind)
