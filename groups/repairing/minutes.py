"""The minutes of a repair for people: what was drawn among what, from which seed, and lines to sign on."""

from typing import Any

from django.conf import settings

from design.french import moment
from design.pdf import pdf
from groups.drawing.minutes import TEMPLATES
from groups.drawing.sources import in_words
from groups.models import Repair
from groups.repairing.documents import chosen_of, document_sealed
from groups.repairing.proposals import Proposal, proposals_of


def minutes_pdf(repair: Repair) -> bytes:
    """The PDF; `repair` is drawn or applied. Neither the event nor its reason is in it."""
    document = document_sealed(repair)
    rank = (repair.chosen or 0) + 1
    [proposal] = proposals_of(repair.cohort, [chosen_of(repair)], first=rank)
    return pdf(
        TEMPLATES / "repair.typ",
        {
            "cohort": repair.cohort.year,
            "department": settings.DEPARTMENT["name"],
            "rank": rank,
            "count": len(document.repairs),
            "sealed": moment(repair.sealed_at),
            "by": repair.sealed_by.full_name if repair.sealed_by else "",
            "digest": repair.digest,
            "source": in_words(document.source) if repair.source else "",
            "values": list(repair.values),
            "provenance": repair.provenance,
            "drawn": moment(repair.drawn_at) if repair.drawn_at else "",
            "applied": moment(repair.settled_at)
            if repair.state == Repair.State.APPLIED and repair.settled_at
            else "",
            "present": repair.attendance.splitlines(),
            "sentence": proposal.sentence,
            "changes": _changes(proposal),
        },
    )


def _changes(proposal: Proposal) -> list[dict[str, Any]]:
    """Who, from where, to where; a tutor takes over from nowhere."""
    taken = [
        {"name": each.tutor.person.full_name, "before": "", "after": f"prend le groupe {each.code}"}
        for each in proposal.takeovers
    ]
    moved = [
        {"name": step.intern.person.full_name, "before": step.before or "—", "after": step.after or "—"}
        for step in proposal.steps
    ]
    return [*taken, *moved]
