"""Is anybody being lost? A cohort's interns with what was heard of them (A-147, A-148, A-165).

Counts and filters are computed by the database; a page of the list costs the same at 10 and 1,000 interns.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from evaluations.models import Contact
from evaluations.queries.contacts import with_last_contact
from evaluations.queries.levels import NO_LEVELS, current_levels
from groups.models import Cohort, Intern, Membership, Tutor, TutorialGroup
from groups.queries import tutors_by_group, with_current_group
from meetings.models import Semester
from portfolios.models import Trace

SEEN = (Contact.Channel.SESSION, Contact.Channel.INTERVIEW, Contact.Channel.VIDEO)
FOLLOWED = (Intern.Standing.ACTIVE, Intern.Standing.LEAVE, Intern.Standing.RESEARCH)
NOT_SHOWN = (Trace.State.DRAFT, Trace.State.ARCHIVED)


@dataclass(frozen=True)
class Figures:
    """The cohort in numbers. `median_contacts` is the contacts of the intern in the middle."""

    total: int
    never_met: int
    silent: int
    without_rsca: int
    without_group: int
    rsca: int
    median_contacts: float


@dataclass(frozen=True)
class RscaCell:
    """RSCA submitted in one semester of the DES; `count` is None for a semester still to come."""

    rank: int
    count: int | None


@dataclass(frozen=True)
class Line:
    intern: Intern
    group: TutorialGroup | None
    tutor: Tutor | None
    rank: int
    rsca: list[RscaCell] = field(default_factory=list)
    levels: tuple[int, ...] = NO_LEVELS


def cohorts_to_follow() -> QuerySet[Cohort]:
    """The cohorts not archived, latest first, with their policy; each says `has_groups` today."""
    groups = TutorialGroup.objects.filter(cohort=OuterRef("pk"), closed_at=None)
    return (
        Cohort.objects.filter(archived_at=None)
        .select_related("policy")
        .annotate(has_groups=Exists(groups))
        .order_by("-year")
    )


def submitted_rsca() -> QuerySet[Trace]:
    """RSCA that left their author at least once; archived ones no longer count."""
    return Trace.objects.filter(kind=Trace.Kind.RSCA).exclude(state__in=NOT_SHOWN)


def interns_to_follow(cohort: Cohort, semester: Semester | None) -> QuerySet[Intern]:
    """Who is still in the DES, with `last_contact_at`, `contact_count`, `is_met`, `has_group`, `rsca_now`.

    *Met* is seen or spoken to face to face: a session, an interview, a video call; a mail alone is not.
    """
    contacts = Contact.objects.filter(intern=OuterRef("pk"))
    rsca = submitted_rsca().filter(intern=OuterRef("pk"), semester=semester)
    return with_last_contact(Intern.objects.filter(cohort=cohort, standing__in=FOLLOWED)).annotate(
        contact_count=_counted(contacts, "intern"),
        is_met=Exists(contacts.filter(channel__in=SEEN)),
        has_group=Exists(Membership.objects.filter(intern=OuterRef("pk"), ends_on=None)),
        rsca_now=_counted(rsca, "intern"),
    )


def _counted(rows: QuerySet, path: str) -> Coalesce:
    counted = rows.order_by().values(path).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def filters_for(cohort: Cohort, today: date) -> dict[str, Q]:
    """What each filter of the page keeps. Nobody on leave is asked for a RSCA or a group.

    *Silent* is `is_silent`, in the database: no contact for `policy.no_contact_days`, counted from the entry
    when there never was one (A-148).
    """
    days = cohort.policy.no_contact_days
    limit = timezone.make_aware(datetime.combine(today - timedelta(days=days - 1), time()))
    silent = Q(last_contact_at__lt=limit)
    if (today - cohort.entered_on).days >= days:
        silent |= Q(last_contact_at=None)
    in_training = Q(standing=Intern.Standing.ACTIVE)
    return {
        "jamais-rencontres": Q(is_met=False),
        "sans-nouvelles": silent,
        "sans-rsca": in_training & Q(rsca_now=0),
        "sans-groupe": in_training & Q(has_group=False),
    }


def figures(interns: QuerySet[Intern], filters: dict[str, Q]) -> Figures:
    """The figures of `interns` (from `interns_to_follow`), in two queries."""
    found = interns.aggregate(
        total=Count("pk"),
        never_met=Count("pk", filter=filters["jamais-rencontres"]),
        silent=Count("pk", filter=filters["sans-nouvelles"]),
        without_rsca=Count("pk", filter=filters["sans-rsca"]),
        without_group=Count("pk", filter=filters["sans-groupe"]),
        rsca=Coalesce(Sum("rsca_now"), 0),
    )
    return Figures(**found, median_contacts=_median(interns, found["total"]))


def _median(interns: QuerySet[Intern], total: int) -> float:
    if not total:
        return 0
    middle = slice((total - 1) // 2, total // 2 + 1)
    in_order = interns.order_by("contact_count", "pk")  # type: ignore[misc]
    values = list(in_order.values_list("contact_count", flat=True)[middle])  # type: ignore[misc]
    median = sum(values) / len(values)
    return int(median) if median.is_integer() else median


def by_gap(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    """Longest silence first; never heard of before all others, then by name."""
    return interns.order_by(
        F("last_contact_at").asc(nulls_first=True), "person__last_name", "person__first_name", "pk"
    )


def by_name(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    return interns.order_by("person__last_name", "person__first_name", "pk")


def for_page(interns: QuerySet[Intern]) -> QuerySet[Intern]:
    """Load the people and the group of today, for `lines`."""
    return with_current_group(interns)


def lines(interns: Iterable[Intern], *, cohort: Cohort, semester: Semester | None) -> list[Line]:
    """One line per intern of a page, in the same order; three queries. `semester` is the current one."""
    interns = list(interns)
    ids = [intern.pk for intern in interns]
    seats: dict[int, Membership] = {
        intern.pk: intern.active_memberships[0]  # type: ignore[attr-defined]
        for intern in interns
        if intern.active_memberships  # type: ignore[attr-defined]
    }
    tutors = tutors_by_group({seat.group_id for seat in seats.values() if seat.group_id})
    produced = _rsca_by_rank(ids, cohort)
    levels = current_levels(ids)
    last = columns(cohort, semester)
    found = []
    for intern in interns:
        seat = seats.get(intern.pk)
        rank = max(1, last - intern.semester_lag)
        own = _own_ranks(produced.get(intern.pk, {}), intern.semester_lag)
        found.append(
            Line(
                intern=intern,
                group=seat.group if seat else None,
                tutor=seat.tutor or tutors.get(seat.group_id or 0) if seat else None,
                rank=rank,
                rsca=[
                    RscaCell(each, own.get(each, 0) if each <= rank else None) for each in range(1, last + 1)
                ],
                levels=levels.get(intern.pk, NO_LEVELS),
            )
        )
    return found


def _own_ranks(counts: dict[int, int], lag: int) -> dict[int, int]:
    """The same counts by the intern's own semesters, which come `lag` after the cohort's (B.2)."""
    found: dict[int, int] = {}
    for rank, count in counts.items():
        own = max(1, rank - lag)
        found[own] = found.get(own, 0) + count
    return found


def columns(cohort: Cohort, semester: Semester | None) -> int:
    """How many semesters the cohort has begun, the current one included."""
    return min(semester.rank_for(cohort.entered_on), cohort.semester_count) if semester else 1


def _rsca_by_rank(ids: list[int], cohort: Cohort) -> dict[int, dict[int, int]]:
    rows = (
        submitted_rsca()
        .filter(intern__in=ids)
        .order_by()
        .values_list("intern_id", "semester__starts_on")
        .annotate(n=Count("pk"))
    )
    found: dict[int, dict[int, int]] = {}
    for intern_id, starts_on, count in rows:
        rank = min(Semester(starts_on=starts_on).rank_for(cohort.entered_on), cohort.semester_count)
        by_rank = found.setdefault(intern_id, {})
        by_rank[rank] = by_rank.get(rank, 0) + count
    return found
