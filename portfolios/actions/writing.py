"""What the author does: start, write, attach, submit, take up again. Every version is kept."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from groups.models import Intern
from groups.queries import tutor_of
from meetings.models import Placement
from meetings.queries import semester_on
from portfolios.files import inspect
from portfolios.gate import FILE, TITLE, Flag, blocking, findings_in_file, flags_of
from portfolios.mails import tell_submitted
from portfolios.models import Competency, Mobilisation, SituationFamily, Trace, TraceVersion
from portfolios.structure import LONGEST_SECTION, sections_of

WITH_AUTHOR = (Trace.State.DRAFT, Trace.State.REWORK)
LONGEST_REPLACEMENT = 200
AMBULATORY = {Placement.Kind.N1, Placement.Kind.SASPAS, Placement.Kind.N3A, Placement.Kind.N3B}


class Frozen(Exception):
    """The version was submitted or the trace decided: its text cannot change any more (D.1-10)."""


class NewerSave(Exception):
    """Another tab saved this version since it was opened here. `current` is what that tab saved."""

    def __init__(self, current: TraceVersion) -> None:
        super().__init__("saved elsewhere")
        self.current = current


class Identified(Exception):
    """A blocking identifier is still there. `flags` are those that block."""

    def __init__(self, flags: list[Flag]) -> None:
        super().__init__("identifiers")
        self.flags = flags


class Incomplete(Exception):
    """Nothing to read yet. The message is for the author."""


@dataclass(frozen=True)
class Mobilised:
    competency: Competency
    level: int
    reason: str = ""


@dataclass(frozen=True)
class Details:
    """What is known of a trace around its text. `lived_on` is cut to its month."""

    title: str
    setting: str = ""
    lived_on: date | None = None
    placement: Placement | None = None
    families: Iterable[SituationFamily] = ()
    recognisable: bool = False
    mobilised: Iterable[Mobilised] = field(default=())


@transaction.atomic
def start_trace(*, intern: Intern, kind: str, title: str = "", today: date | None = None) -> Trace:
    """Open a draft of `kind` in the current semester, with its first version.

    Raises `ValidationError` while no semester is known.
    """
    semester = semester_on(today or timezone.localdate())
    if semester is None:
        raise ValidationError("Aucun semestre n’est encore ouvert. Prévenez le secrétariat du DUMG.")
    placement = Placement.objects.filter(intern=intern, semester=semester).first()
    setting = ""
    if placement:
        is_ambulatory = placement.kind in AMBULATORY
        setting = Trace.Setting.AMBULATORY if is_ambulatory else Trace.Setting.HOSPITAL
    trace = Trace.objects.create(
        intern=intern, kind=kind, title=title, semester=semester, placement=placement, setting=setting
    )
    TraceVersion.objects.create(trace=trace, number=1)
    return trace


@transaction.atomic
def save_draft(
    *, version: TraceVersion, revision: int, sections: Mapping[str, str], details: Details
) -> TraceVersion:
    """Save the sections given, the others stay as they are, and the details; return the version as saved.

    `revision` is the one the author was shown. Raises `NewerSave` when another tab saved another text in
    between and `Frozen` when the version is no longer a draft; nothing is written then. The same text saved
    twice (a button pressed while the page saves by itself) is no conflict.
    """
    trace = version.trace
    known = {section.code for section in sections_of(trace.kind)}
    stored = TraceVersion.objects.get(pk=version.pk)
    merged = stored.sections | {code: text for code, text in sections.items() if code in known}
    _write(version, stored.revision if merged == stored.sections else revision, sections=merged)
    now = timezone.now()
    Trace.objects.filter(pk=trace.pk, state__in=WITH_AUTHOR).update(
        title=details.title,
        setting=details.setting,
        lived_on=details.lived_on.replace(day=1) if details.lived_on else None,
        placement=details.placement,
        recognisable=details.recognisable,
        changed_at=now,
    )
    trace.families.set(details.families)
    _mobilise(trace, details.mobilised)
    trace.refresh_from_db()
    return TraceVersion.objects.select_related("trace__intern").get(pk=version.pk)


def _write(version: TraceVersion, revision: int, **fields: object) -> None:
    """Write `fields` on the draft if nobody did since `revision`; raises `NewerSave` or `Frozen`.

    The revision is compared on the row itself, without a join: PostgreSQL looks at it again after waiting for
    another writer, which it does not do inside a subquery.
    """
    written = TraceVersion.objects.filter(
        pk=version.pk,
        revision=revision,
        submitted_at=None,
        trace__in=Trace.objects.filter(state__in=WITH_AUTHOR),
    ).update(revision=F("revision") + 1, saved_at=timezone.now(), **fields)
    if not written:
        current = TraceVersion.objects.select_related("trace").get(pk=version.pk)
        if current.submitted_at or not current.trace.is_with_author:
            raise Frozen
        raise NewerSave(current)


def _mobilise(trace: Trace, mobilised: Iterable[Mobilised]) -> None:
    wanted = {choice.competency.pk: choice for choice in mobilised}
    trace.mobilisations.exclude(competency__in=wanted).delete()
    Mobilisation.objects.bulk_create(
        [
            Mobilisation(trace=trace, competency_id=pk, level=choice.level, reason=choice.reason)
            for pk, choice in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["trace", "competency"],
        update_fields=["level", "reason"],
    )


def attach_file(*, version: TraceVersion, content: bytes, name: str) -> TraceVersion:
    """Put a file in the draft, in place of the one before; returns the version as saved.

    Raises `files.RefusedFile` (the old file stays) or `Frozen`. The name on disk is random.
    """
    inspected = inspect(content, name)
    stored = default_storage.save(f"traces/{uuid.uuid4().hex}.{inspected.kind}", ContentFile(content))
    try:
        with transaction.atomic():
            _replace_file(
                version,
                file=stored,
                file_name=inspected.name,
                file_kind=inspected.kind,
                file_sha256=inspected.sha256,
                file_findings=findings_in_file(inspected),
                file_unread=not inspected.is_read,
            )
    except Frozen:
        default_storage.delete(stored)
        raise
    return TraceVersion.objects.select_related("trace__intern").get(pk=version.pk)


@transaction.atomic
def remove_file(*, version: TraceVersion) -> None:
    """Take the file out of the draft; raises `Frozen` once it was submitted."""
    _replace_file(
        version, file="", file_name="", file_kind="", file_sha256="", file_findings=[], file_unread=False
    )


def _replace_file(version: TraceVersion, **fields: object) -> None:
    before = TraceVersion.objects.get(pk=version.pk).file.name
    written = TraceVersion.objects.filter(
        pk=version.pk, submitted_at=None, trace__state__in=WITH_AUTHOR
    ).update(saved_at=timezone.now(), **fields)
    if not written:
        raise Frozen
    Trace.objects.filter(pk=version.trace_id).update(changed_at=timezone.now())
    if before and not TraceVersion.objects.filter(file=before).exists():
        transaction.on_commit(lambda: default_storage.delete(before))


@transaction.atomic
def replace_identifier(*, version: TraceVersion, flag: Flag, replacement: str) -> None:
    """Put `replacement` wherever the flagged passage stands in its section; empty removes it.

    Raises `ValidationError` when the text would become too long, `NewerSave` or `Frozen` like a save. A
    passage of a file is replaced by depositing another file.
    """
    if len(replacement) > LONGEST_REPLACEMENT:
        raise ValidationError(f"Remplacez ce passage par {LONGEST_REPLACEMENT} signes au plus.")
    if flag.section == FILE:
        raise ValueError("A file is mended by its author, outside")
    trace = version.trace
    spans = [
        other.finding
        for other in flags_of(version, title=trace.title, kind=trace.kind)
        if other.section == flag.section and other.finding.text == flag.finding.text
    ]
    text = trace.title if flag.section == TITLE else version.sections.get(flag.section, "")
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + replacement + text[span.end :]
        if not replacement:
            text = text[: span.start].rstrip(" ") + text[span.start :]
    if len(text) > LONGEST_SECTION:
        raise ValidationError("Cette partie deviendrait trop longue. Remplacez le passage par moins de mots.")
    if flag.section == TITLE:
        _write(version, version.revision, sections=version.sections)
        Trace.objects.filter(pk=trace.pk, state__in=WITH_AUTHOR).update(title=text[:160])
    else:
        _write(version, version.revision, sections=version.sections | {flag.section: text})


@transaction.atomic
def keep_identifier(*, version: TraceVersion, flag: Flag, reason: str) -> None:
    """Keep a passage that only looks like an identifier, and say why; recorded on the version.

    Raises `ValidationError` without a reason or for a blocking one, `NewerSave` or `Frozen` like a save.
    """
    if flag.is_blocking:
        raise ValidationError("Ce repère bloque la soumission\u00a0: remplacez ou supprimez le passage.")
    if not reason.strip():
        raise ValidationError("Dites en quelques mots pourquoi ce passage ne permet de reconnaître personne.")
    kept = [
        entry
        for entry in version.kept
        if (entry["section"], entry["kind"], entry["text"])
        != (flag.section, flag.finding.kind.value, flag.finding.text)
    ]
    kept.append(
        {
            "section": flag.section,
            "kind": flag.finding.kind.value,
            "text": flag.finding.text,
            "reason": reason.strip()[:300],
        }
    )
    _write(version, version.revision, kept=kept)


@transaction.atomic
def submit_trace(*, version: TraceVersion) -> Trace:
    """Freeze the draft and give it to the tutor to read, who is told by mail.

    Raises `Incomplete` without title or content, `Identified` while the gate blocks, `NewerSave` when the
    text changed since `version` was read and `Frozen` when it was submitted already.
    """
    trace = version.trace
    has_text = any(text.strip() for text in version.sections.values())
    if not trace.title.strip():
        raise Incomplete("Donnez un titre à votre trace avant de la soumettre.")
    if not has_text and not version.file:
        raise Incomplete("Écrivez votre texte ou déposez un fichier avant de soumettre.")
    if flags := blocking(flags_of(version, title=trace.title, kind=trace.kind)):
        raise Identified(flags)
    now = timezone.now()
    _write(version, version.revision, submitted_at=now)
    moved = Trace.objects.filter(pk=trace.pk, state__in=WITH_AUTHOR).update(
        state=Trace.State.SUBMITTED, submitted_at=now, changed_at=now, decided_at=None, decided_by=None
    )
    if not moved:
        raise Frozen
    tutor = tutor_of(trace.intern)
    if tutor is not None:
        tell_submitted(trace=trace, number=version.number, recipient=tutor.person)
    trace.refresh_from_db()
    return trace


@transaction.atomic
def continue_trace(*, trace: Trace) -> TraceVersion:
    """The draft to write in: for a trace to rework, a new version copied from the last; raises `Frozen`."""
    held = Trace.objects.filter(pk=trace.pk, state__in=WITH_AUTHOR).update(changed_at=F("changed_at"))
    if not held:
        raise Frozen
    last = trace.versions.select_related("trace").order_by("-number").first()
    if last is None or last.submitted_at is None:
        return last or TraceVersion.objects.create(trace=trace, number=1)
    return TraceVersion.objects.create(
        trace=trace,
        number=last.number + 1,
        sections=last.sections,
        kept=last.kept,
        file=last.file.name,
        file_name=last.file_name,
        file_kind=last.file_kind,
        file_sha256=last.file_sha256,
        file_findings=last.file_findings,
        file_unread=last.file_unread,
    )
