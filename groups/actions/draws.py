"""A draw, once its list and rules are ready: sealed, drawn, drawn again, corrected by hand, validated."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from groups.actions.constitution import hold_cohort, write_groups
from groups.actions.draw_lists import DrawRefused, claim
from groups.constitution import DealtGroup
from groups.draw import Contradictory, Source, WrongValue, canonical, prepare, seal, seed_from
from groups.draw import draw as draw_groups
from groups.drawing.documents import document_of, facts_of, pk_of
from groups.drawing.mails import drafts_of_groups, drafts_of_seal
from groups.drawing.results import as_json, document_sealed, final_groups, fingerprint, swaps_of
from groups.models import Constitution, Draw, DrawAttempt, DrawSwap, Intern, TutorialGroup
from outbox.actions import enqueue

State = Draw.State


def open_attempt(draw: Draw) -> DrawAttempt:
    """The sealed document in force; raises DrawRefused."""
    attempt = draw.attempts.filter(closed_at=None).first()
    if attempt is None:
        raise DrawRefused("Rien n’est scellé : quelqu’un a recommencé le tirage. Relisez la page.")
    attempt.draw = draw
    return attempt


def seal_draw(
    *, draw: Draw, source: Source, expected_at: datetime | None, actor: Person | None
) -> DrawAttempt:
    """Write the document, publish its SHA-256, and tell those concerned; the seed does not exist yet.

    `expected_at`: when the source gives its value. Raises DrawRefused, with why the rules contradict.
    """
    before = draw.attempts.order_by("-number").first()
    document = document_of(
        draw,
        source,
        attempt=before.number + 1 if before else 1,
        reason=before.closed_reason if before else "",
        previous=before.digest if before else "",
    )
    try:
        prepared = prepare(document)
    except Contradictory as problem:
        raise DrawRefused(
            "Ces contraintes ne peuvent pas tenir ensemble, rien n’est scellé. "
            + " ".join(each.sentence for each in problem.contradictions)
        ) from problem
    with transaction.atomic():
        claim(draw, State.PREPARING, to=State.SEALED)
        if facts_of(document_of(draw, source)) != facts_of(document):
            raise DrawRefused(
                "La liste ou une demande a changé pendant la vérification, rien n’est scellé. "
                "Relisez la liste, puis scellez de nouveau."
            )
        attempt = DrawAttempt.objects.create(
            draw=draw,
            number=prepared.attempt,
            document=canonical(prepared).decode(),
            digest=seal(prepared),
            openings=prepared.openings(),
            source=source.kind,
            expected_at=expected_at,
            sealed_at=timezone.now(),
            sealed_by=actor,
        )
        enqueue(drafts_of_seal(draw, attempt))
    return attempt


def give_seed(
    *, draw: Draw, values: Sequence[str], provenance: str, attendance: str, actor: Person | None
) -> DrawAttempt:
    """Draw with the values the source gave; raises DrawRefused, or WrongValue when they cannot be its own."""
    attempt = open_attempt(draw)
    now = timezone.now()
    if attempt.expected_at and now < attempt.expected_at:
        raise WrongValue("La source n’a pas encore donné sa valeur. Attendez le moment annoncé.")
    document = document_sealed(attempt)
    result = draw_groups(document, seed_from(document.source, values))
    with transaction.atomic():
        claim(draw, State.SEALED, to=State.DRAWN)
        attempt.values = [value.strip() for value in values]
        attempt.provenance, attempt.attendance = provenance, attendance
        attempt.result = as_json(result)
        attempt.drawn_at, attempt.drawn_by = now, actor
        attempt.save(update_fields=["values", "provenance", "attendance", "result", "drawn_at", "drawn_by"])
    return attempt


@transaction.atomic
def start_again(*, draw: Draw, reason: str, actor: Person | None) -> DrawAttempt:
    """Give up what is sealed or drawn and go back to the list; the reason and the attempt are kept for ever.

    Raises DrawRefused without a reason, or once the draw is validated.
    """
    if not reason.strip():
        raise DrawRefused("Donnez le motif : il reste au procès-verbal.")
    if draw.state not in (State.SEALED, State.DRAWN):
        raise DrawRefused("Il n’y a pas de tirage à recommencer. Relisez la page.")
    claim(draw, draw.state, to=State.PREPARING)
    attempt = open_attempt(draw)
    attempt.closed_at, attempt.closed_by, attempt.closed_reason = timezone.now(), actor, reason.strip()
    attempt.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    return attempt


@transaction.atomic
def swap_interns(*, draw: Draw, first: Intern, second: Intern, reason: str, actor: Person | None) -> DrawSwap:
    """Exchange two interns of two groups by hand; raises DrawRefused."""
    if not reason.strip():
        raise DrawRefused("Donnez le motif : il reste au procès-verbal.")
    claim(draw, State.DRAWN)
    attempt = open_attempt(draw)
    swaps = swaps_of(attempt)
    swap = DrawSwap.objects.create(
        attempt=attempt,
        number=len(swaps) + 1,
        first=first,
        second=second,
        reason=reason.strip(),
        made_by=actor,
        made_at=timezone.now(),
    )
    try:
        final_groups(attempt, [*swaps, swap])
    except ValueError as error:
        raise DrawRefused(
            "Ces deux personnes ne sont pas dans deux groupes de ce tirage. Choisissez-en d’autres."
        ) from error
    return swap


def validate_draw(*, draw: Draw, shown: str, actor: Person | None) -> Constitution:
    """Make the groups of the draw and tell their tutors and interns, once.

    `shown` is the fingerprint of the groups that were confirmed. Raises DrawRefused: somebody validated
    first, or changed the groups since.
    """
    try:
        return _validate(draw, shown, actor)
    except IntegrityError as error:
        raise DrawRefused(
            f"Les groupes de la {str(draw.cohort).lower()} viennent d’être constitués par quelqu’un d’autre."
        ) from error


@transaction.atomic
def _validate(draw: Draw, shown: str, actor: Person | None) -> Constitution:
    hold_cohort(draw.cohort_id)
    claim(draw, State.DRAWN)
    attempt = open_attempt(draw)
    groups = final_groups(attempt, swaps_of(attempt))
    if shown != fingerprint(groups):
        raise DrawRefused("Les groupes ont changé depuis que vous les avez lus. Relisez-les, puis validez.")
    if TutorialGroup.objects.filter(cohort=draw.cohort_id, closed_at=None).exists():
        raise DrawRefused("Cette promotion a déjà des groupes. Rien n’est écrit.")
    constitution = Constitution.objects.create(
        cohort=draw.cohort,
        seed=seed_from(document_sealed(attempt).source, attempt.values),
        roster={"draw": draw.pk, "seal": attempt.digest},
        made_by=actor,
    )
    accompanying = dict(draw.offers.exclude(co_tutor=None).values_list("tutor", "co_tutor").order_by("pk"))
    dealt = [
        DealtGroup(each.number, pk_of(each.tutor), tuple(pk_of(intern) for intern in each.interns))
        for each in groups
    ]
    write_groups(
        constitution=constitution,
        dealt=dealt,
        co_tutors={each.number: accompanying[each.tutor] for each in dealt if each.tutor in accompanying},
        starts_on=timezone.localdate(),
        actor=actor,
    )
    claim(
        draw,
        State.DRAWN,
        to=State.VALIDATED,
        validated_at=timezone.now(),
        validated_by=actor,
        constitution=constitution,
    )
    enqueue(drafts_of_groups(draw, constitution))
    return constitution
