"""One intern's file, loaded piece by piece: a tab costs only the queries of what it shows."""

from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from accounts.models import Person, Role
from evaluations.dossier import reading
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
from portfolios.models import Trace
from portfolios.models.framework import Level

THREAD = 8
"""How many entries of the thread show before it is unrolled."""


class Record:
    """The file of `intern` as `reader` may read it on `today`, in the semester `current`."""

    def __init__(
        self,
        intern: Intern,
        *,
        reader: Person,
        today: date,
        current: Semester | None,
        with_authors: bool = False,
    ) -> None:
        """`intern` comes with its person and cohort, and `is_followed` (files_open_to).

        `with_authors` loads who gave each level.
        """
        self.intern = intern
        self.reader = reader
        self.today = today
        self.current = current
        self.with_authors = with_authors

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
        return reading.placements_of(intern=self.intern.pk)

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
        return reading.assessments_of(self.with_authors, intern=self.intern.pk)

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
        return reading.shifts_of(intern=self.intern.pk)

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
        return reading.contacts_of(intern=self.intern.pk)

    @cached_property
    def interviews(self) -> list[Interview]:
        """Those that wait, for the tutor they were asked of and nobody else (A-117)."""
        if not self.is_followed:
            return []
        return reading.interviews_awaited_by(tutor=self.reader.pk, intern=self.intern.pk)

    @cached_property
    def traces(self) -> list[Trace]:
        """What was submitted at least once; the author's drafts are on the portfolio, not here."""
        return reading.submitted_traces_of(None, intern=self.intern.pk)

    @cached_property
    def latest_traces(self) -> list[Trace]:
        """The first of `traces`: as many as the beginning of the thread may need, and one more."""
        return reading.submitted_traces_of(THREAD + 1, intern=self.intern.pk)

    @property
    def trace_count(self) -> int:
        return self.latest_traces[0].count if self.latest_traces else 0  # type: ignore[attr-defined]

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
        """Everything that passed."""
        return self._thread_with(self.traces)

    @cached_property
    def latest_of_thread(self) -> Thread:
        """The same for its THREAD first entries; there are more when it is longer."""
        return self._thread_with(self.latest_traces)

    def _thread_with(self, traces: list[Trace]) -> Thread:
        return thread(
            contacts=self.contacts,
            traces=traces,
            shifts=self.shifts,
            evaluations=self.evaluations,
            with_words=self.is_for_words,
            with_links=self.is_for_words,
        )

    @cached_property
    def objectives(self) -> list[Objective]:
        """Open ones first, by date; then those that were settled."""
        found = reading.objectives_of(intern=self.intern.pk)
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
