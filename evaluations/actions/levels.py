"""Giving a level: never without evidence (A-065)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Person
from evaluations.models import Assessment, Contact, Evidence, PlacementEvaluation
from groups.models import Intern
from meetings.models import Attendance, Semester, TutorialSession
from portfolios.models import Competency, Trace
from portfolios.models.framework import Level

WAS_THERE = (Attendance.Status.PRESENT, Attendance.Status.LATE)


@dataclass(frozen=True)
class Grounds:
    """What a level rests on; everything must be about the intern concerned."""

    traces: Iterable[Trace] = field(default=())
    sessions: Iterable[TutorialSession] = field(default=())
    contacts: Iterable[Contact] = field(default=())
    placement_evaluations: Iterable[PlacementEvaluation] = field(default=())


@transaction.atomic
def give_level(
    *,
    intern: Intern,
    competency: Competency,
    semester: Semester,
    level: int,
    grounds: Grounds,
    actor: Person,
    comment: str = "",
) -> Assessment:
    """Record a level for one competency and semester, with what it rests on; earlier ones are kept.

    Raises `ValidationError` without evidence (except for « Non évalué », which claims nothing), and when a
    piece of evidence is not the intern's: a draft, a session the intern missed, somebody else's trace.
    """
    pieces = [
        *(Evidence(trace=trace) for trace in grounds.traces),
        *(Evidence(session=session) for session in grounds.sessions),
        *(Evidence(contact=contact) for contact in grounds.contacts),
        *(Evidence(placement_evaluation=evaluation) for evaluation in grounds.placement_evaluations),
    ]
    if level != Level.NOT_ASSESSED and not pieces:
        raise ValidationError(
            "Un niveau s’appuie sur au moins une preuve : choisissez une trace, une séance, un contact "
            "ou une évaluation de stage."
        )
    if not all(_concerns(piece, intern) for piece in pieces):
        raise ValidationError("Une des preuves ne concerne pas cet interne. Rechargez la page.")
    assessment = Assessment.objects.create(
        intern=intern,
        competency=competency,
        semester=semester,
        level=level,
        comment=comment,
        assessed_by=actor,
    )
    for piece in pieces:
        piece.assessment = assessment
    Evidence.objects.bulk_create(pieces)
    return assessment


def _concerns(piece: Evidence, intern: Intern) -> bool:
    if piece.trace is not None:
        return piece.trace.intern_id == intern.pk and piece.trace.state != Trace.State.DRAFT
    if piece.contact is not None:
        return piece.contact.intern_id == intern.pk
    if piece.session is not None:
        return Attendance.objects.filter(session=piece.session, intern=intern, status__in=WAS_THERE).exists()
    evaluation = piece.placement_evaluation
    return (
        evaluation is not None
        and evaluation.submitted_at is not None
        and evaluation.placement.intern_id == intern.pk
    )
