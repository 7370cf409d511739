"""What each tutor carries, beside the two ceilings, and what the next cohort will ask (A-156, A-167, A-171).

Tours counts groups (three a tutor, one per cohort), the national job description counts tutees: « maximum
souhaitable 9 tutorés sur trois ans » (exercer 2024;202:184-90). Neither is averaged into the other.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from design.french import as_date
from evaluations.models import Contact
from evaluations.queries.followup import SEEN
from groups.models import Cohort, Membership, Policy, Tutor, TutorialGroup, Tutorship
from groups.tutor_loads import NATIONAL_TUTEES
from meetings.models import Semester, TutorialSession

NOBODY = (0, 0)
TAKES_GROUPS = (Tutor.Availability.ACTIVE, Tutor.Availability.REDUCED)


@dataclass(frozen=True)
class TutorLine:
    """One tutor today; of the `tutees`, `alone` are followed without a group (A-011).

    `road_minutes` is there and back, once for each day with a session at the faculty.
    """

    tutor: Tutor
    groups: list[TutorialGroup]
    co_tutored: list[TutorialGroup]
    alone: int
    tutees: int
    never_met: int
    sessions: int
    days: int
    group_ceiling: int

    @property
    def road_minutes(self) -> int:
        return 2 * self.tutor.driving_minutes * self.days

    @property
    def is_over_groups(self) -> bool:
        return len(self.groups) > self.group_ceiling

    @property
    def is_over_tutees(self) -> bool:
        return self.tutees > NATIONAL_TUTEES

    @property
    def free_groups(self) -> int:
        """Groups he or she could still take within the ceiling; none for who is leaving or away."""
        if self.tutor.availability not in TAKES_GROUPS:
            return 0
        return max(0, self.group_ceiling - len(self.groups))


@dataclass(frozen=True)
class Load:
    lines: list[TutorLine]
    group_ceiling: int
    cohorts: list[Cohort] = field(default_factory=list)

    @property
    def carrying(self) -> list[TutorLine]:
        return [line for line in self.lines if line.groups]

    @property
    def groups(self) -> int:
        return sum(len(line.groups) for line in self.lines)

    @property
    def tutees(self) -> int:
        return sum(line.tutees for line in self.lines)

    @property
    def never_met(self) -> int:
        return sum(line.never_met for line in self.lines)

    @property
    def sessions(self) -> int:
        return sum(line.sessions for line in self.lines)

    @property
    def road_minutes(self) -> int:
        return sum(line.road_minutes for line in self.lines)

    @property
    def free_groups(self) -> int:
        return sum(line.free_groups for line in self.lines)

    @property
    def tutees_per_tutor(self) -> float:
        """The ratio of A-167: tutees for each tutor who has a group; 0 without any."""
        return self.tutees / len(self.carrying) if self.carrying else 0

    @property
    def groups_per_tutor(self) -> float:
        return self.groups / len(self.carrying) if self.carrying else 0


def load_on(semester: Semester | None) -> Load:
    """Every tutor in activity, by name, with what he or she carries today; seven queries in all."""
    ceiling = _group_ceiling()
    tutored, co_tutored = _groups_by_tutor()
    sizes, alone = _sizes("group"), _sizes("tutor")
    days = _days_held(semester)
    lines = []
    for tutor in Tutor.objects.select_related("person").order_by(
        "person__last_name", "person__first_name", "pk"
    ):
        groups = tutored.get(tutor.pk, [])
        followed = [sizes.get(group.pk, NOBODY) for group in groups] + [alone.get(tutor.pk, NOBODY)]
        if not groups and (tutor.status == Tutor.Status.CO_TUTOR or not tutor.person.is_active):
            continue
        held = days.get(tutor.pk, [])
        lines.append(
            TutorLine(
                tutor=tutor,
                groups=groups,
                co_tutored=co_tutored.get(tutor.pk, []),
                alone=followed[-1][0],
                tutees=sum(size for size, _ in followed),
                never_met=sum(never_met for _, never_met in followed),
                sessions=len(held),
                days=len({day for day, is_at_faculty in held if is_at_faculty}),
                group_ceiling=tutor.max_groups or ceiling,
            )
        )
    cohorts = {group.cohort.pk: group.cohort for groups in tutored.values() for group in groups}
    return Load(lines, ceiling, sorted(cohorts.values(), key=lambda cohort: -cohort.year))


def _group_ceiling() -> int:
    """Groups per tutor in the policy of the latest cohort."""
    latest = Policy.objects.order_by("-cohort__year").values_list("groups_per_tutor", flat=True).first()
    return latest or Policy._meta.get_field("groups_per_tutor").default


def _groups_by_tutor() -> tuple[dict[int, list[TutorialGroup]], dict[int, list[TutorialGroup]]]:
    tutored: dict[int, list[TutorialGroup]] = defaultdict(list)
    co_tutored: dict[int, list[TutorialGroup]] = defaultdict(list)
    for tutorship in (
        Tutorship.objects.filter(ends_on=None, group__closed_at=None)
        .select_related("group__cohort")
        .order_by("-group__cohort__year", "group__number", "pk")
    ):
        into = tutored if tutorship.part == Tutorship.Part.TUTOR else co_tutored
        into[tutorship.tutor_id].append(tutorship.group)
    return tutored, co_tutored


def _sizes(owner: str) -> dict[int, tuple[int, int]]:
    """Group, or tutor alone (the field `owner` of a membership) → (interns today, of whom never met)."""
    seen = Contact.objects.filter(intern=OuterRef("intern"), channel__in=SEEN)
    rows = (
        Membership.objects.filter(**{"ends_on": None, f"{owner}__isnull": False})
        .annotate(is_met=Exists(seen))
        .order_by()
        .values(owner)
        .annotate(size=Count("pk"), never_met=Count("pk", filter=Q(is_met=False)))
        .values_list(owner, "size", "never_met")
    )
    return {pk: (size, never_met) for pk, size, never_met in rows}


def _days_held(semester: Semester | None) -> dict[int, list[tuple[date, bool]]]:
    """Tutor → the day of each session held this semester, and whether it was at the faculty.

    Whoever tutored the group on that day held it.
    """
    sessions = (
        TutorialSession.objects.filter(semester=semester, state=TutorialSession.State.CLOSED)
        .order_by("starts_at", "pk")
        .values_list("group", "starts_at", "place")
    )
    tutorships: dict[int, list[Tutorship]] = defaultdict(list)
    for tutorship in Tutorship.objects.filter(
        part=Tutorship.Part.TUTOR, group__sessions__semester=semester
    ).distinct():
        tutorships[tutorship.group_id].append(tutorship)
    found: dict[int, list[tuple[date, bool]]] = defaultdict(list)
    for group, starts_at, place in sessions:
        day = as_date(starts_at)
        for tutorship in tutorships[group]:
            if tutorship.starts_on <= day and (tutorship.ends_on is None or day < tutorship.ends_on):
                found[tutorship.tutor_id].append((day, not place))
    return found
