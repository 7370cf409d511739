"""What is sealed when several repairs cost the same, read back, and its minutes."""

import json

from groups.draw import (
    Cost,
    DrawnGroup,
    Handover,
    Move,
    Repair,
    RepairDocument,
    Source,
    State,
    Witness,
    repair_minutes,
    written,
)
from groups.models import Cohort
from groups.models import Repair as RepairRecord


def document_of(cohort: Cohort, state: State, found: list[Repair], source: Source) -> RepairDocument:
    return RepairDocument(cohort=str(cohort.year), groups=state.groups, repairs=tuple(found), source=source)


def document_sealed(record: RepairRecord) -> RepairDocument:
    """The document as it was sealed."""
    plain = json.loads(record.document)
    source = dict(plain["source"])
    source["witnesses"] = tuple(Witness(**each) for each in source["witnesses"])
    return RepairDocument(
        cohort=plain["cohort"],
        groups=tuple(
            DrawnGroup(each["number"], each["tutor"], tuple(each["interns"])) for each in plain["groups"]
        ),
        repairs=tuple(
            Repair(
                moves=tuple(Move(**move) for move in each["moves"]),
                handovers=tuple(Handover(**handover) for handover in each["handovers"]),
                cost=Cost(**each["cost"]),
                sentence=each["sentence"],
            )
            for each in plain["repairs"]
        ),
        source=Source(**source),
    )


def chosen_of(record: RepairRecord) -> Repair:
    """The repair that was drawn, or the only one; `record` is drawn or applied."""
    return document_sealed(record).repairs[record.chosen or 0]


def minutes_json(record: RepairRecord) -> bytes:
    """The minutes as verify_draw.py reads them; `record` was drawn with a seed."""
    return written(
        repair_minutes(
            document_sealed(record),
            record.values,
            sealed_at=record.sealed_at.isoformat(),
            drawn_at=record.drawn_at.isoformat() if record.drawn_at else "",
            present=record.attendance.splitlines(),
        )
    )
