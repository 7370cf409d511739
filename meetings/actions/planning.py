"""Asking for a better plan, following the search, stopping it, adopting what it found.

A search never touches the draft: it writes what it finds in its own row, and somebody adopts it, or not.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from design.french import clock, long_date
from meetings.actions.plan_edits import take_draft
from meetings.actions.plans import frozen_groups, open_draft, rewrite
from meetings.actions.searching import search
from meetings.facts import tutors_of
from meetings.models import PlanEdit, PlanningRun, Semester
from meetings.planner import InvalidInstance
from meetings.plans.merging import Merged, merge
from meetings.plans.policy import planning_policy
from meetings.plans.positions import Position, positions_in, positions_of
from meetings.tasks import run_planning

State = PlanningRun.State
LOST_AFTER = timedelta(seconds=45)
"""A worker that has given no sign of life for so long is dead."""
INTERRUPTED = "Le calcul s’est interrompu. Le brouillon n’a pas changé : vous pouvez planifier à nouveau."


class AlreadyPlanning(ValidationError):
    """Somebody is planning this semester; `run` is that search."""

    def __init__(self, run: PlanningRun) -> None:
        self.run = run
        who = str(run.requested_by) if run.requested_by else "Quelqu’un"
        super().__init__(
            f"{who} planifie déjà ce semestre depuis {clock(run.requested_at)}. Suivez sa recherche : "
            "vous pouvez l’arrêter, ou adopter ce qu’elle a trouvé."
        )


class SemesterOver(ValidationError):
    """Nothing of this semester is to be planned any more."""

    def __init__(self, semester: Semester) -> None:
        ended = long_date(semester.ends_on)
        super().__init__(f"Ce semestre est terminé depuis le {ended} : il n’y a plus rien à planifier.")


@transaction.atomic
def request_run(
    *,
    semester: Semester,
    actor: Person | None,
    seconds: int = 20,
    seed: int = 0,
    keeps_published: bool = False,
    change_weight: int | None = None,
) -> PlanningRun:
    """Ask for a better plan of a semester, opening its draft if need be; a worker searches for `seconds`.

    With `keeps_published` each published session that moves costs `change_weight` points (those of the
    settings by default) and as many for each person to tell. Raises `AlreadyPlanning` when a search is under
    way, `SemesterOver` once the last day is past.
    """
    if semester.is_over:
        raise SemesterOver(semester)
    settle_lost_runs(semester=semester)
    open_draft(semester=semester, actor=actor)
    if change_weight is None:
        change_weight = planning_policy().change_weight
    try:
        with transaction.atomic():
            run = PlanningRun.objects.create(
                semester=semester,
                requested_by=actor,
                seconds=seconds,
                seed=seed,
                keeps_published=keeps_published,
                change_weight=change_weight if keeps_published else 0,
            )
    except IntegrityError:
        active = PlanningRun.objects.select_related("requested_by").get(
            semester=semester, state__in=PlanningRun.ACTIVE
        )
        raise AlreadyPlanning(active) from None
    transaction.on_commit(lambda: run_planning.delay(run.pk), robust=True)
    return run


def carry_out(*, run: int) -> bool:
    """Search, as the run of this id asks; return False when it is not waiting any more.

    Outside of any transaction: what is found is written as it comes. An error ends the run as interrupted,
    and is raised again for the log.
    """
    now = timezone.now()
    claimed = PlanningRun.objects.filter(pk=run, state=State.QUEUED).update(
        state=State.RUNNING, started_at=now, heartbeat_at=now
    )
    if not claimed:
        return False
    try:
        search(PlanningRun.objects.select_related("semester").get(pk=run))
    except Exception as error:
        sentence = str(error) if isinstance(error, InvalidInstance) else INTERRUPTED
        _end(PlanningRun.objects.filter(pk=run), State.FAILED, failure=sentence[:300])
        raise
    return True


def stop_run(*, run: PlanningRun, actor: Person) -> bool:
    """Have the search stop soon, keeping what it found; return False when it was over."""
    runs = PlanningRun.objects.filter(pk=run.pk)
    if _end(runs.filter(state=State.QUEUED), State.STOPPED):
        return True
    return bool(runs.filter(state=State.RUNNING).update(state=State.STOPPING))


@transaction.atomic
def adopt_run(*, run: PlanningRun, actor: Person | None) -> Merged:
    """Bring the best plan found so far into the draft; a search under way ends there.

    What somebody changed by hand since the search began stays, and so does what could not follow without a
    double booking: the result says which. Raises `ValidationError` when the search has found nothing, or was
    adopted before.
    """
    draft = take_draft(open_draft(semester=run.semester, actor=actor))
    adopted = _end(
        PlanningRun.objects.filter(pk=run.pk, best__isnull=False).exclude(state=State.ADOPTED), State.ADOPTED
    )
    if not adopted:
        raise ValidationError("Cette recherche n’a rien trouvé à adopter, ou l’a déjà été.")
    run.refresh_from_db()
    merged = adoption(run, positions_of(draft.entries.order_by("pk")), frozen_groups(draft))
    if merged.taken:
        rewrite(draft, merged, PlanEdit.Kind.ADOPTED, actor)
    return merged


def adoption(run: PlanningRun, current: Mapping[int, Position], frozen: set[int]) -> Merged:
    """What adopting the best plan of `run` would make of a draft that is at `current`."""
    base, best = positions_in(run.base), run.best or {}
    proposed = {group: position for group, position in base.items() if str(group) not in best}
    proposed |= positions_in(best)
    return merge(
        base=base,
        current=current,
        proposed=proposed,
        tutors=tutors_of(current.keys() | proposed.keys()),
        frozen=frozen,
    )


def settle_lost_runs(*, semester: Semester | None = None) -> int:
    """End the searches whose worker died; what they had found can still be adopted. Return how many."""
    runs = PlanningRun.objects.filter(
        state__in=(State.RUNNING, State.STOPPING), heartbeat_at__lt=timezone.now() - LOST_AFTER
    )
    if semester is not None:
        runs = runs.filter(semester=semester)
    return _end(runs, State.FAILED, failure=INTERRUPTED)


def sweep_runs() -> None:
    """End the searches whose worker died, and wake a worker for those still waiting."""
    settle_lost_runs()
    for pk in PlanningRun.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True):
        run_planning.delay(pk)


def _end(runs: QuerySet[PlanningRun], state: PlanningRun.State, **fields: str) -> int:
    return runs.update(state=state, finished_at=timezone.now(), **fields)
