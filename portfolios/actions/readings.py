"""What readers do: open, annotate, fill the grid, return the reading (A-045, D.1-11)."""

from collections.abc import Mapping

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from accounts.models import Person
from groups.rules import tutors
from portfolios.actions.writing import Frozen
from portfolios.mails import tell_returned
from portfolios.models import Annotation, Competency, Reading, ReadingMark, Trace, TraceVersion
from portfolios.structure import CRITERIA, has_grid

LONGEST_REPLY = 4000
OUTCOMES = {
    Reading.Decision.READ: Trace.State.SUBMITTED,
    Reading.Decision.VALIDATED: Trace.State.VALIDATED,
    Reading.Decision.REWORK: Trace.State.REWORK,
    Reading.Decision.REFUSED: Trace.State.REFUSED,
}
SENT_BACK = (Reading.Decision.REWORK, Reading.Decision.REFUSED)


def last_submitted(trace: Trace) -> TraceVersion:
    """The version readers have in hand."""
    return (
        trace.versions.filter(submitted_at__isnull=False)
        .select_related("trace__intern__person")
        .latest("number")
    )


@transaction.atomic
def open_reading(*, version: TraceVersion, reader: Person) -> Reading:
    """The read receipt of `reader` (A-045); the first opening counts. Raises `Frozen` once it was decided."""
    _hold(version)
    return Reading.objects.get_or_create(version=version, reader=reader)[0]


@transaction.atomic
def annotate(
    *,
    version: TraceVersion,
    author: Person,
    text: str,
    kind: str = Annotation.Kind.REMARK,
    section: str = "",
    quote: str = "",
    start: int | None = None,
    competency: Competency | None = None,
) -> Annotation:
    """Write a remark on a passage, or on the whole version without a quote.

    `start` is where the quote begins in its section (characters); without it, or when the quote is not there,
    its first occurrence is taken. Raises `ValidationError` with what to mend, `Frozen` once decided.
    """
    _hold(version)
    if not text.strip():
        raise ValidationError({"text": "Écrivez votre commentaire."})
    if kind == Annotation.Kind.EVIDENCE and competency is None:
        raise ValidationError({"competency": "Choisissez la compétence que ce passage illustre."})
    if kind != Annotation.Kind.EVIDENCE:
        competency = None
    begin = _place(version, section, quote, start) if quote else 0
    Reading.objects.get_or_create(version=version, reader=author)
    return Annotation.objects.create(
        version=version,
        author=author,
        kind=kind,
        competency=competency,
        section=section,
        quote=quote,
        start=begin,
        end=begin + len(quote),
        text=text.strip(),
    )


def _place(version: TraceVersion, section: str, quote: str, start: int | None) -> int:
    body = version.sections.get(section, "")
    if start is not None and body[start : start + len(quote)] == quote:
        return start
    found = body.find(quote)
    if found < 0:
        raise ValidationError(
            {"quote": "Ce passage n’est pas dans la section choisie. Copiez-le exactement depuis le texte."}
        )
    return found


@transaction.atomic
def reply(*, annotation: Annotation, author: Person, text: str) -> Annotation:
    """Answer a remark; raises `ValidationError` when empty, `Frozen` once the trace is decided for good."""
    version = annotation.version
    open_states = (Trace.State.SUBMITTED, Trace.State.REWORK)
    held = Trace.objects.filter(pk=version.trace_id, state__in=open_states).update(changed_at=F("changed_at"))
    if not held:
        raise Frozen
    if not text.strip():
        raise ValidationError("Écrivez votre réponse.")
    if len(text) > LONGEST_REPLY:
        raise ValidationError(f"Raccourcissez votre réponse\u00a0: {LONGEST_REPLY} signes au plus.")
    return Annotation.objects.create(
        version=version, author=author, parent=annotation.parent or annotation, text=text.strip()
    )


@transaction.atomic
def remove_annotation(*, annotation: Annotation, actor: Person) -> None:
    """Take back one's own remark before the reading is returned.

    Raises `Frozen` after that, `ValidationError` when it has replies or supports a level.
    """
    _hold(annotation.version)
    if annotation.author_id != actor.pk:
        raise ValidationError("Seul l’auteur d’un commentaire peut le retirer.")
    if annotation.replies.exists():
        raise ValidationError("Ce commentaire a reçu une réponse\u00a0: il reste au dossier.")
    try:
        annotation.delete()
    except ProtectedError as error:
        raise ValidationError(
            "Ce commentaire appuie un niveau\u00a0: retirez d’abord cette preuve du niveau."
        ) from error


@transaction.atomic
def save_reading(*, version: TraceVersion, reader: Person, marks: Mapping[int, str], word: str) -> Reading:
    """Keep the grid and the word while the reading goes on; the author sees nothing yet."""
    _hold(version)
    reading = Reading.objects.get_or_create(version=version, reader=reader)[0]
    Reading.objects.filter(pk=reading.pk, returned_at=None).update(word=word)
    if has_grid(version.trace.kind):
        _mark(reading, marks)
    return reading


@transaction.atomic
def return_reading(
    *, version: TraceVersion, reader: Person, decision: str, word: str, marks: Mapping[int, str]
) -> Reading:
    """Return the reading with its decision: the trace moves on, the author is told by mail.

    « Lu » returns the remarks and leaves the trace to whom decides. Raises `ValidationError` for an unknown
    decision, or without the word that « À retravailler » and « Non validé » need; `Frozen` when somebody
    decided before or the version is not the last one.
    """
    if decision not in OUTCOMES:
        raise ValidationError({"decision": "Choisissez ce que devient la trace avant de rendre la lecture."})
    if decision in SENT_BACK and not word.strip():
        raise ValidationError({"word": "Dites en quelques mots ce qui manque et le prochain pas."})
    reading = save_reading(version=version, reader=reader, marks=marks, word=word.strip())
    now = timezone.now()
    is_read = decision == Reading.Decision.READ
    decided = {} if is_read else {"decided_at": now, "decided_by": reader}
    moved = Trace.objects.filter(pk=version.trace_id, state=Trace.State.SUBMITTED).update(
        state=OUTCOMES[Reading.Decision(decision)], changed_at=now, **decided
    )
    returned = Reading.objects.filter(pk=reading.pk, returned_at=None).update(
        decision=decision, returned_at=now
    )
    if not moved or not returned:
        raise Frozen
    trace = Trace.objects.select_related("intern__person").get(pk=version.trace_id)
    if not is_read:
        _log(trace, reader, decision)
    reading.refresh_from_db()
    tell_returned(trace=trace, reading=reading, recipient=trace.intern.person)
    return reading


def _hold(version: TraceVersion) -> None:
    """Lock the trace while it is being read and this version is the one in hand; raises `Frozen`."""
    held = Trace.objects.filter(pk=version.trace_id, state=Trace.State.SUBMITTED).update(
        changed_at=F("changed_at")
    )
    is_last = not TraceVersion.objects.filter(trace=version.trace_id, number__gt=version.number).exists()
    if not held or not is_last or version.submitted_at is None:
        raise Frozen


def _mark(reading: Reading, marks: Mapping[int, str]) -> None:
    kept = {
        criterion: mark
        for criterion, mark in marks.items()
        if criterion in CRITERIA and mark in ReadingMark.Mark.values
    }
    ReadingMark.objects.bulk_create(
        [ReadingMark(reading=reading, criterion=criterion, mark=mark) for criterion, mark in kept.items()],
        update_conflicts=True,
        unique_fields=["reading", "criterion"],
        update_fields=["mark"],
    )


def _log(trace: Trace, reader: Person, decision: str) -> None:
    """A certifying act goes to the journal, and whether it was in the tutor's place (D.1-11, D.1-13)."""
    LogEntry.objects.log_create(
        trace,
        action=LogEntry.Action.UPDATE,
        actor=reader,
        object_repr=f"{trace.get_kind_display()}, {trace.intern}",
        changes={"state": [Trace.State.SUBMITTED.value, OUTCOMES[Reading.Decision(decision)].value]},
        additional_data={"in_place_of_tutor": not tutors(reader, trace.intern)},
    )
