"""Levels over the semesters: the frise of marguerites and the rows of the assessment table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from design.marguerite import PETALS
from evaluations.models import Assessment, ReflectiveShift
from meetings.models import Placement, Semester


@dataclass
class SemesterCell:
    """One semester of the frise. `levels` is None for a semester still to come."""

    rank: int
    levels: tuple[int, ...] | None = None
    placement: Placement | None = None
    is_current: bool = False
    shift: ReflectiveShift | None = None


@dataclass
class PetalRow:
    """One competency: the level that stands, the one before this semester, and every assessment of it."""

    code: str
    level: int = 0
    previous: int = 0
    evidence_count: int = 0
    assessments: list[Assessment] = field(default_factory=list)

    @property
    def latest(self) -> Assessment | None:
        return self.assessments[0] if self.assessments else None


def petal_rows(assessments: Iterable[Assessment], current: Semester | None) -> list[PetalRow]:
    """The six competencies in the order of the petals.

    `assessments` come latest first, with `competency`, `semester` and `evidence_count` loaded; `current` is
    the semester we are in: what was given before it is the previous level.
    """
    rows = {code: PetalRow(code) for code in PETALS}
    for assessment in assessments:
        row = rows[assessment.competency.code]
        if not row.assessments:
            row.level = assessment.level
        row.assessments.append(assessment)
        row.evidence_count += assessment.evidence_count  # type: ignore[attr-defined]
        if current and not row.previous and assessment.semester.starts_on < current.starts_on:
            row.previous = assessment.level
    return list(rows.values())


def semester_cells(
    *,
    count: int,
    current_rank: int,
    assessments: Iterable[Assessment],
    placements: dict[int, Placement],
    shifts: dict[int, ReflectiveShift],
    rank_of: dict[int, int],
) -> list[SemesterCell]:
    """The frise: levels as they stood at the end of each semester, carried over where none was given.

    `rank_of` maps a semester's id to its rank for this intern; `placements` and `shifts` are by rank.
    """
    given: dict[int, dict[str, int]] = {}
    for assessment in assessments:
        by_code = given.setdefault(rank_of[assessment.semester_id], {})
        by_code.setdefault(assessment.competency.code, assessment.level)
    cells, levels = [], dict.fromkeys(PETALS, 0)
    for rank in range(1, count + 1):
        levels.update(given.get(rank, {}))
        cells.append(
            SemesterCell(
                rank=rank,
                levels=tuple(levels[code] for code in PETALS) if rank <= current_rank else None,
                placement=placements.get(rank),
                is_current=rank == current_rank,
                shift=shifts.get(rank),
            )
        )
    return cells
