"""The planner at work, as the board shows it: where it is, its curve, what can be done with what it found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.utils import timezone

from accounts.models import Person
from design.french import NBSP, clock, plural, plural_word
from meetings.models import PlanningRun, Semester

WIDTH, HEIGHT, MARGIN = 120, 36, 4
RECENT = timedelta(hours=12)
SILENT_AFTER = timedelta(seconds=15)
"""Past that, a worker that has given no sign of life is said to be silent."""
LONG_WAIT = timedelta(seconds=30)
"""Past that, a search that has not begun is said to be late."""
MOST_SAID = 4
"""So many facts are said beside a search that goes on; more are counted."""
State = PlanningRun.State


@dataclass(frozen=True)
class Curve:
    """Cost and bound over time, as the paths of a drawing of 120 × 36."""

    cost_path: str
    bound_path: str
    x: str
    y: str
    in_words: str


@dataclass(frozen=True)
class Search:
    """`draft_cost` is what the cost of the best plan is compared with; None when it says nothing."""

    run: PlanningRun
    title: str
    text: str
    curve: Curve | None
    draft_cost: int | None
    can_stop: bool
    can_adopt: bool


def search_shown(semester: Semester, actor: Person, closed: Collection[int] = ()) -> Search | None:
    """The last search, under way or with a result that waits; not one in `closed`. One query.

    Once it is adopted nothing is shown: the results of earlier ones are out of date.
    """
    run = (
        PlanningRun.objects.filter(semester=semester, requested_at__gte=timezone.now() - RECENT)
        .select_related("requested_by")
        .order_by("-requested_at", "-pk")
        .first()
    )
    if run is None or run.state == State.ADOPTED or run.pk in closed:
        return None
    return search_of(run, actor)


def search_of(run: PlanningRun, actor: Person) -> Search:
    return Search(
        run=run,
        title=_title(run),
        text=_text(run, actor),
        curve=curve_of(run.progress),
        draft_cost=None if more_placed(run) else run.base_cost,
        can_stop=run.state in (State.QUEUED, State.RUNNING),
        can_adopt=run.best is not None and run.state != State.ADOPTED,
    )


def more_placed(run: PlanningRun) -> int:
    """How many more sessions the best plan places than the draft it started from; less than 0 for fewer."""
    best = run.best or {}
    return sum((best[group] is not None) - (group in run.base) for group in best)


def curve_of(progress: Sequence[Sequence[float | None]]) -> Curve | None:
    """The curve of `[seconds, cost, bound]` rows, drawn as steps; None before the first cost."""
    points = [(float(row[0] or 0), float(row[1])) for row in progress if row[1] is not None]
    if not points:
        return None
    bounds = [(float(row[0] or 0), float(row[2])) for row in progress if row[2] is not None]
    longest = max(points[-1][0], 1.0)
    highest = max(cost for _, cost in points)
    lowest = min([cost for _, cost in points] + [bound for _, bound in bounds])
    spread = max(highest - lowest, 1.0)

    def at(seconds: float, value: float) -> tuple[float, float]:
        x = MARGIN + min(seconds / longest, 1) * (WIDTH - 2 * MARGIN)
        return round(x, 1), round(MARGIN + (highest - value) / spread * (HEIGHT - 2 * MARGIN), 1)

    x, y = at(*points[-1])
    return Curve(
        cost_path=_steps([at(*point) for point in points]),
        bound_path=_steps([at(*point) for point in [*bounds, (longest, bounds[-1][1])]]) if bounds else "",
        x=f"{x:g}",
        y=f"{y:g}",
        in_words=_in_words(points),
    )


def _in_words(points: Sequence[tuple[float, float]]) -> str:
    first, (seconds, last) = points[0][1], points[-1]
    return f"Le coût passe de {first:g} à {last:g} en {plural(round(seconds), 'seconde')}."


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """A path that keeps each level until the next point."""
    (x, y), *others = points
    return f"M{x:g} {y:g}" + "".join(f"H{ahead:g}V{level:g}" for ahead, level in others)


def gap_of(run: PlanningRun) -> int | None:
    """How far the cost is from the best possible, in percent rounded up; None while nothing is proved."""
    if run.cost is None or run.bound is None or not run.cost:
        return 0 if run.cost == 0 else None
    return max(0, ceil((run.cost - run.bound) / run.cost * 100))


def _title(run: PlanningRun) -> str:
    if run.state == State.FAILED:
        return "La recherche s’est interrompue"
    if run.state == State.STOPPING:
        return "La recherche s’arrête"
    if run.is_active and run.best and not run.base:
        return "Le planificateur place les séances"
    if run.is_active:
        return "Le planificateur cherche mieux que le brouillon"
    gap = gap_of(run)
    if gap == 0:
        return "Le meilleur planning possible est trouvé"
    near = f", à {gap}{NBSP}% du meilleur possible" if gap is not None and gap <= 30 else ""
    return f"Une proposition est prête{near}"


def _text(run: PlanningRun, actor: Person) -> str:
    if run.state == State.FAILED:
        failure = run.failure or "Le brouillon n’a pas changé ; vous pouvez relancer la recherche."
        return f"{failure} Ce qui était trouvé peut encore être adopté." if run.best else failure
    left_out = len(run.unplaced)
    stay = plural_word(left_out, "reste", "restent")
    waiting = f"{plural(left_out, 'groupe')} {stay} sans créneau. " if left_out else ""
    waiting = _conflict(run) + _beside_the_draft(run) + waiting
    if not run.is_active:
        return f"{waiting}Le brouillon ne change que si vous l’adoptez."
    asked_by = run.requested_by
    by = f"Recherche lancée par {asked_by}. " if asked_by and asked_by != actor else ""
    return f"{by}{waiting}{_remaining(run)}"


def _remaining(run: PlanningRun) -> str:
    """How long is left, or what is known when that cannot be said."""
    now = timezone.now()
    if run.started_at is None:
        if now - run.requested_at < LONG_WAIT:
            return "En attente de son tour. Vous pouvez continuer à travailler."
        return (
            f"En attente depuis {clock(run.requested_at)}. Si cela dure, le service de calcul est arrêté : "
            "prévenez la personne qui tient le serveur."
        )
    if run.heartbeat_at and now - run.heartbeat_at > SILENT_AFTER:
        return (
            f"Sans nouvelles du calcul depuis {_seconds(now - run.heartbeat_at)}. S’il ne revient pas, la "
            "recherche est close d’ici deux minutes, et le brouillon reste tel quel."
        )
    if run.state == State.STOPPING:
        return "Ce qu’elle a trouvé reste à adopter."
    left = timedelta(seconds=run.seconds) - (now - run.started_at)
    if left < timedelta(seconds=1):
        return "La recherche se termine."
    gap = gap_of(run)
    near = f"À {gap}{NBSP}% du meilleur possible, encore" if gap is not None and gap <= 30 else "Encore"
    return f"{near} {_seconds(left)} environ. Vous pouvez continuer à travailler."


def _seconds(span: timedelta) -> str:
    return f"{int(span.total_seconds())}{NBSP}s"


def _conflict(run: PlanningRun) -> str:
    """Why not everybody will find a place, while the search goes on; « Pourquoi ? » says it afterwards."""
    if not run.is_active or not run.conflict:
        return ""
    if len(run.conflict) > MOST_SAID:
        known = plural(len(run.conflict), "fait")
        return (
            f"{known}, ensemble, empêchent de placer tout le monde : « Pourquoi ? » dira lesquels à la fin. "
        )
    return f"Tout le monde ne peut pas être placé. {' '.join(run.conflict)} "


def _beside_the_draft(run: PlanningRun) -> str:
    """What adopting would do: `7 séances placées de plus que dans le brouillon, 2 séances déplacées. `."""
    best, base = run.best or {}, run.base
    told = []
    if more := sum(bool(at) and group not in base for group, at in best.items()):
        told.append(
            plural(more, "séance placée de plus", "séances placées de plus") + " que dans le brouillon"
        )
    if moved := sum(bool(at) and base.get(group, at) != at for group, at in best.items()):
        told.append(plural(moved, "séance déplacée"))
    if lost := sum(at is None and group in base for group, at in best.items()):
        told.append(plural(lost, "séance y perd sa place", "séances y perdent leur place"))
    return f"{', '.join(told)}. " if told else ""
