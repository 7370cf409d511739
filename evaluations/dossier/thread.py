"""« Fil des contacts »: everything that passed between the intern and the department, latest first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from operator import itemgetter
from typing import overload

from django.urls import reverse
from django.utils import timezone

from design.french import capitalized, duration, medium_date, weekday_date
from evaluations.models import Contact, PlacementEvaluation, ReflectiveShift
from portfolios.models import Trace

ICONS = {
    Contact.Channel.SESSION: "users-round",
    Contact.Channel.INTERVIEW: "message-circle",
    Contact.Channel.MAIL: "mail",
    Contact.Channel.PHONE: "phone",
    Contact.Channel.VIDEO: "video",
    Contact.Channel.OTHER: "ellipsis",
}


@dataclass(frozen=True)
class Entry:
    """One event of the thread; `words` are a person's, `note` is the application's."""

    at: datetime
    icon: str
    when: str
    title: str
    words: str = ""
    note: str = ""
    url: str = ""
    is_shift: bool = False
    anchor: str = ""


class Thread(Sequence[Entry]):
    """Everything that passed, latest first; an entry is put into words when it is looked at."""

    def __init__(self, events: Iterable[tuple[datetime, Callable[[], Entry]]]) -> None:
        """`events`: when each happened, and what words it."""
        self._events = sorted(events, key=itemgetter(0), reverse=True)

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [entry() for _, entry in self._events[index]]
        return self._events[index][1]()


def thread(
    *,
    contacts: Iterable[Contact],
    traces: Iterable[Trace],
    shifts: Iterable[ReflectiveShift],
    evaluations: Iterable[PlacementEvaluation],
    with_words: bool,
    with_links: bool,
) -> Thread:
    """Merge what happened. Without `with_words` what was said stays out (the commission reads facts)."""
    return Thread(
        [
            *((each.occurred_at, partial(_of_contact, each, with_words)) for each in contacts),
            *(
                (each.submitted_at, partial(_of_trace, each, each.submitted_at, with_links))
                for each in traces
                if each.submitted_at
            ),
            *((_at_noon(each.occurred_on), partial(_of_shift, each)) for each in shifts),
            *(
                (each.submitted_at, partial(_of_evaluation, each, each.submitted_at))
                for each in evaluations
                if each.submitted_at
            ),
        ]
    )


def _day(at: datetime) -> str:
    return capitalized(weekday_date(timezone.localtime(at)))


def _of_contact(contact: Contact, with_words: bool) -> Entry:
    channel = Contact.Channel(contact.channel)
    parts = [_day(contact.occurred_at), channel.label.lower()]
    if contact.minutes:
        parts.append(
            f"{contact.minutes} min de parole" if channel == channel.SESSION else duration(contact.minutes)
        )
    asked = contact.initiative == Contact.Initiative.INTERN
    return Entry(
        at=contact.occurred_at,
        icon=ICONS[channel],
        when=", ".join(parts),
        title=f"Séance {contact.session.number} du groupe" if contact.session else str(channel.label),
        words=contact.summary if with_words else "",
        note="À la demande de l’interne." if asked else "",
        anchor=f"contact-{contact.pk}",
    )


def _of_trace(trace: Trace, at: datetime, with_links: bool) -> Entry:
    return Entry(
        at=at,
        icon="file-text",
        when=f"{_day(at)}, {trace.get_kind_display()}, {trace.get_state_display().lower()}",
        title=f"« {trace.title} »",
        url=reverse("portfolios:trace-read", args=[trace.pk]) if with_links else "",
        anchor=f"trace-{trace.pk}",
    )


def _of_shift(shift: ReflectiveShift) -> Entry:
    source = f"« {shift.trace.title} »." if shift.trace else ""
    return Entry(
        at=_at_noon(shift.occurred_on),
        icon="rotate-ccw",
        when=f"Basculement réflexif, {medium_date(shift.occurred_on)}",
        title="Basculement réflexif",
        words=shift.quote,
        note=f"{source} Repéré par {shift.marked_by.full_name}.".strip(),
        is_shift=True,
        anchor=f"basculement-{shift.pk}",
    )


def _of_evaluation(evaluation: PlacementEvaluation, at: datetime) -> Entry:
    placement = evaluation.placement
    return Entry(
        at=at,
        icon="stethoscope",
        when=f"{_day(at)}, évaluation de stage",
        title=f"{placement.get_kind_display()}, {placement.place}",
        url=reverse("evaluations:placement-evaluation", args=[evaluation.pk]),
        anchor=f"stage-{evaluation.pk}",
    )


def _at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
