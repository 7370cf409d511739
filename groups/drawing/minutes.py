"""The minutes of a draw: JSON that anybody can check, and a PDF to read and sign."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from design.french import long_date, moment, plural
from design.pdf import pdf
from groups.draw import Attempt, Document, Result, minutes, written
from groups.draw.canonical import sha256
from groups.draw.sampling import Method
from groups.drawing.documents import interns_named, tutors_named
from groups.drawing.results import document_sealed, engine_swap, final_groups, result_of, swaps_of
from groups.drawing.satisfied import satisfied_by
from groups.drawing.sources import in_words
from groups.models import Draw, DrawAttempt, DrawSwap, TutorialGroup

TEMPLATES = Path(__file__).parent


def attempts_of(draw: Draw) -> list[DrawAttempt]:
    """Every document sealed for this draw, in order, those given up included."""
    return list(draw.attempts.select_related("sealed_by", "drawn_by", "closed_by").order_by("number"))


def minutes_json(draw: Draw, *, full: bool = False) -> bytes:
    """The minutes as verify_draw.py reads them: every sealed document up to the last drawn, then the swaps.

    `full` opens the confidential requests: for the secretariat and the coordination only.
    """
    attempts = attempts_of(draw)
    while not attempts[-1].drawn_at:
        attempts.pop()
    last = attempts[-1]
    return written(
        minutes(
            [
                Attempt(
                    document=document_sealed(attempt),
                    values=tuple(attempt.values),
                    result=result_of(attempt) if attempt.drawn_at else None,
                    sealed_at=attempt.sealed_at.isoformat(),
                    drawn_at=attempt.drawn_at.isoformat() if attempt.drawn_at else "",
                )
                for attempt in attempts
            ],
            swaps=[engine_swap(swap) for swap in swaps_of(last)],
            present=last.attendance.splitlines(),
            full=full,
        )
    )


def minutes_pdf(draw: Draw) -> bytes:
    """The same for people: names, dates, and lines to sign on."""
    attempts = attempts_of(draw)
    last = [attempt for attempt in attempts if attempt.drawn_at][-1]
    document, swaps = document_sealed(last), swaps_of(last)
    groups = final_groups(last, swaps)
    people = interns_named(person for group in groups for person in group.interns)
    tutors = tutors_named({group.tutor for group in groups})
    return pdf(
        TEMPLATES / "minutes.typ",
        {
            "cohort": draw.cohort.year,
            "department": settings.DEPARTMENT["name"],
            "validated": moment(draw.validated_at) if draw.validated_at else "",
            "drawn": long_date(last.drawn_at) if last.drawn_at else "",
            "listed": moment(draw.listed_at),
            "counts": f"{plural(len(document.people), 'interne')}, {plural(len(groups), 'groupe')}, "
            f"{plural(len(document.tutors), 'tuteur proposé', 'tuteurs proposés')}",
            "aside": [f"{each.reason}\u00a0: {each.count}" for each in document.aside],
            "roster": sha256([asdict(person) for person in document.people]),
            "attempts": [attempt_in_words(attempt) for attempt in attempts],
            "rules": [
                {"title": line.title, "text": line.text, "count": str(line.count)}
                for line in satisfied_by(document, groups)
            ],
            "swaps": [swap_in_words(swap) for swap in swaps],
            "groups": [
                {
                    "code": TutorialGroup(cohort=draw.cohort, number=group.number).code,
                    "tutor": tutors[group.tutor].person.full_name,
                    "interns": sorted(people[each].person.full_name for each in group.interns),
                }
                for group in groups
            ],
            "present": last.attendance.splitlines(),
        },
    )


def attempt_in_words(attempt: DrawAttempt) -> dict[str, Any]:
    """What the minutes say of one sealed document, drawn or not."""
    document = document_sealed(attempt)
    return {
        "number": attempt.number,
        "digest": attempt.digest,
        "sealed": moment(attempt.sealed_at),
        "by": attempt.sealed_by.full_name if attempt.sealed_by else "",
        "source": in_words(document.source),
        "drawn": moment(attempt.drawn_at) if attempt.drawn_at else "",
        "values": list(attempt.values),
        "provenance": attempt.provenance,
        "method": method_in_words(document, result_of(attempt)) if attempt.drawn_at else "",
        "closed": moment(attempt.closed_at) if attempt.closed_at else "",
        "reason": attempt.closed_reason,
    }


def method_in_words(document: Document, result: Result) -> str:
    """How the partition was found; the chain is said when it was needed."""
    kept = ""
    if document.rules.candidates > 1:
        kept = (
            f" Le tirage {result.chosen + 1} de {document.rules.candidates} est gardé\u00a0: le premier qui "
            "satisfait le plus de préférences."
        )
    if result.method != Method.REJECTION:
        return (
            "Chaîne de Markov\u00a0: les contraintes laissent trop peu de mélanges valables pour un rejet."
            + kept
        )
    return f"Rejet sur mélange uniforme, {plural(result.attempts, 'mélange')}.{kept}"


def swap_in_words(swap: DrawSwap) -> dict[str, str]:
    return {
        "first": swap.first.person.full_name,
        "second": swap.second.person.full_name,
        "reason": swap.reason,
        "by": swap.made_by.full_name if swap.made_by else "",
        "at": moment(swap.made_at),
    }
