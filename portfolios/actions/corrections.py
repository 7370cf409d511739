"""After a decision: taking a text up again as a new version, putting a trace away (D.1-10, D.2)."""

from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone

from portfolios.actions.readings import OUTCOMES
from portfolios.actions.writing import Frozen, continue_trace
from portfolios.models import Reading, Trace, TraceVersion

DECIDED = (Trace.State.VALIDATED, Trace.State.REFUSED)
ARCHIVABLE = (*DECIDED, Trace.State.REWORK)


@transaction.atomic
def correct_trace(*, trace: Trace) -> TraceVersion:
    """Open a new version of a decided trace; what was decided stays as it was, with its reading.

    Raises `Frozen` when the trace is not decided.
    """
    before = trace.state
    _move(trace, DECIDED, Trace.State.REWORK, decided_at=None, decided_by=None)
    LogEntry.objects.log_create(
        trace,
        action=LogEntry.Action.UPDATE,
        actor=trace.intern.person,
        object_repr=f"{trace.get_kind_display()}, {trace.intern}",
        changes={"state": [before, Trace.State.REWORK.value]},
    )
    return continue_trace(trace=trace)


@transaction.atomic
def archive_trace(*, trace: Trace) -> None:
    """Put away what was read: kept with all its versions, counted no more. Raises `Frozen` for the rest."""
    _move(trace, ARCHIVABLE, Trace.State.ARCHIVED)


@transaction.atomic
def restore_trace(*, trace: Trace) -> None:
    """Take a trace out of the archives, as it stood before; raises `Frozen` when it is not there."""
    _move(trace, (Trace.State.ARCHIVED,), _state_before(trace))


def _state_before(trace: Trace) -> Trace.State:
    """What the last version calls for: being written again, or what its reading decided."""
    last = trace.versions.order_by("-number").first()
    if last is None or last.submitted_at is None:
        return Trace.State.REWORK
    reading = last.readings.exclude(decision__in=(Reading.Decision.PENDING, Reading.Decision.READ)).first()
    return OUTCOMES[Reading.Decision(reading.decision)] if reading else Trace.State.SUBMITTED


def _move(trace: Trace, before: tuple[Trace.State, ...], after: Trace.State, **fields: object) -> None:
    moved = Trace.objects.filter(pk=trace.pk, state__in=before).update(
        state=after, changed_at=timezone.now(), **fields
    )
    if not moved:
        raise Frozen
    trace.state = after
