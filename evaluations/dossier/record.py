"""One intern's file, loaded piece by piece: a tab costs only the queries of what it shows."""

from datetime import date
from functools import cached_property

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import Person, Role
from evaluations.dossier.levels import PetalRow, SemesterCell, petal_rows, semester_cells
from evaluations.dossier.thread import Thread, thread
from evaluations.models import (
    Assessment,
    Contact,
    Evidence,
    Note,
    Objective,
    PlacementEvaluation,
    ReflectiveShift,
)
from evaluations.queries.notes import notes_visible_to
from groups.models import Intern, TutorialGroup
from meetings.models import Interview, Placement, Semester
from meetings.queries import interviews_led_by, interviews_waiting
from portfolios.models import Trace
from portfolios.models.framework import Level


class Record:
    """The file of `intern` as `reader` may read it on `today`, in the semester `current`."""

    def __init__(self, intern: Intern, *, reader: Person, today: date, current: Semester | None) -> None:
        """`intern` comes with its person, cohort and policy, and `is_followed` (files_open_to)."""
        self.intern = intern
        self.reader = reader
        self.today = today
        self.current = current

    @cached_property
    def rank(self) -> int:
        """Rank of the current semester for this intern, 1 at the least."""
        if self.current is None:
            return 1
        rank = self.current.rank_for(self.intern.cohort.entered_on) - self.intern.semester_lag
        return min(max(1, rank), self.intern.cohort.semester_count)

    @property
    def is_followed(self) -> bool:
        """The reader is today the tutor or the co-tutor."""
        return self.intern.is_followed  # type: ignore[attr-defined]

    @property
    def is_for_words(self) -> bool:
        """What was said may be read: not by the commission, which reads facts and evidence."""
        return (
            self.is_followed
            or self.intern.person_id == self.reader.pk
            or self.reader.has_role(Role.COORDINATOR, Role.DIRECTOR)
        )

    @cached_property
    def placements(self) -> list[Placement]:
        return list(
            Placement.objects.filter(intern=self.intern)
            .select_related("semester", "evaluation")
            .order_by("semester__starts_on")
        )

    @cached_property
    def placement(self) -> Placement | None:
        """Where the intern works this semester."""
        return next(
            (each for each in self.placements if self.current and each.semester_id == self.current.pk), None
        )

    @cached_property
    def placements_by_rank(self) -> dict[int, Placement]:
        return {self._rank_of(placement.semester): placement for placement in self.placements}

    def _rank_of(self, semester: Semester) -> int:
        return max(1, semester.rank_for(self.intern.cohort.entered_on) - self.intern.semester_lag)

    @cached_property
    def assessments(self) -> list[Assessment]:
        return list(
            Assessment.objects.filter(intern=self.intern)
            .select_related("competency", "semester", "assessed_by")
            .annotate(evidence_count=Count("evidence"))
            .order_by("-assessed_at", "-pk")
        )

    @cached_property
    def petals(self) -> list[PetalRow]:
        return petal_rows(self.assessments, self.current)

    @property
    def levels(self) -> list[int]:
        return [row.level for row in self.petals]

    @property
    def previous_levels(self) -> list[int]:
        return [row.previous for row in self.petals]

    @property
    def evidence_counts(self) -> list[int]:
        return [row.evidence_count for row in self.petals]

    @property
    def evidence_total(self) -> int:
        return sum(self.evidence_counts)

    @property
    def thin_petals(self) -> list[PetalRow]:
        """The competencies to work on first: lowest level, then least evidence; three at most."""
        weak = [row for row in self.petals if row.level < Level.COMPETENT]
        return sorted(weak, key=lambda row: (row.level, row.evidence_count))[:3]

    @cached_property
    def shifts(self) -> list[ReflectiveShift]:
        return list(
            ReflectiveShift.objects.filter(intern=self.intern)
            .select_related("trace", "marked_by")
            .order_by("occurred_on", "pk")
        )

    @cached_property
    def frise(self) -> list[SemesterCell]:
        rank_of = {each.semester_id: self._rank_of(each.semester) for each in self.assessments}
        return semester_cells(
            count=self.intern.cohort.semester_count,
            current_rank=self.rank,
            assessments=self.assessments,
            placements=self.placements_by_rank,
            shifts={self._rank_on(shift.occurred_on): shift for shift in self.shifts},
            rank_of=rank_of,
        )

    def _rank_on(self, day: date) -> int:
        entered = self.intern.cohort.entered_on
        months = (day.year - entered.year) * 12 + day.month - entered.month
        return max(1, months // 6 + 1 - self.intern.semester_lag)

    @cached_property
    def contacts(self) -> list[Contact]:
        return list(
            Contact.objects.filter(intern=self.intern)
            .select_related("session")
            .order_by("-occurred_at", "-pk")
        )

    @cached_property
    def interviews(self) -> list[Interview]:
        """Those that wait, for the tutor they were asked of and nobody else (A-117)."""
        if not self.is_followed:
            return []
        return list(interviews_waiting(interviews_led_by(self.reader)).filter(intern=self.intern))

    @cached_property
    def traces(self) -> list[Trace]:
        """What was submitted at least once; the author's drafts are on the portfolio, not here."""
        return list(
            Trace.objects.filter(intern=self.intern)
            .exclude(state__in=[Trace.State.DRAFT, Trace.State.ARCHIVED])
            .order_by("-submitted_at", "-pk")
        )

    @property
    def rsca_count(self) -> int:
        return sum(trace.kind == Trace.Kind.RSCA for trace in self.traces)

    @cached_property
    def evaluations(self) -> list[PlacementEvaluation]:
        found = []
        for placement in self.placements:
            evaluation = getattr(placement, "evaluation", None)
            if evaluation is not None:
                evaluation.placement = placement
                found.append(evaluation)
        return found

    @cached_property
    def thread(self) -> Thread:
        return thread(
            contacts=self.contacts,
            traces=self.traces,
            shifts=self.shifts,
            evaluations=self.evaluations,
            with_words=self.is_for_words,
            with_links=self.is_for_words,
        )

    @cached_property
    def objectives(self) -> list[Objective]:
        """Open ones first, by date; then those that were settled."""
        found = Objective.objects.filter(intern=self.intern).order_by("due_on", "pk")
        return sorted(found, key=lambda objective: objective.state != Objective.State.OPEN)

    @property
    def open_objectives(self) -> list[Objective]:
        return [each for each in self.objectives if each.state == Objective.State.OPEN]

    @cached_property
    def group(self) -> TutorialGroup | None:
        """The intern's group today; the intern comes from `with_group`."""
        pk, number = self.intern.group_id, self.intern.group_number  # type: ignore[attr-defined]
        return TutorialGroup(pk=pk, number=number, cohort=self.intern.cohort) if pk else None

    @cached_property
    def notes(self) -> list[Note]:
        return list(
            notes_visible_to(self.reader)
            .filter(intern=self.intern)
            .select_related("session", "author")
            .order_by("-session__starts_at", "audience", "pk")
        )

    @cached_property
    def assessments_with_evidence(self) -> "list[Assessment]":
        return list(self._with_evidence())

    def _with_evidence(self) -> "QuerySet[Assessment]":
        pieces = Evidence.objects.select_related(
            "trace", "session", "contact", "placement_evaluation__placement"
        ).order_by("pk")
        return (
            Assessment.objects.filter(intern=self.intern)
            .select_related("competency", "semester", "assessed_by")
            .prefetch_related(Prefetch("evidence", queryset=pieces))
            .order_by("-assessed_at", "-pk")
        )
