"""Draws at each stage, sealed by the words of two witnesses and really drawn."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Person
from groups.actions.draws import give_seed, seal_draw
from groups.draw import Source, SourceKind, Witness, witness_hash, witness_value
from groups.models import Cohort, Draw, DrawAttempt, DrawEntry, DrawOffer, Intern, Tutor

WORDS = (("Dr Sylvie Nadaud", "La Loire déborde", "ab" * 16), ("Camille Baron", "coquelicot 42", "cd" * 16))
SOURCE = Source(
    SourceKind.WITNESSES,
    witnesses=tuple(Witness(name, witness_hash(word, salt)) for name, word, salt in WORDS),
)
VALUES = [witness_value(word, salt) for _, word, salt in WORDS]
PRESENT = "Dr Sylvie Nadaud, tutrice\nCamille Baron, représentante des internes"


def make_draw(
    cohort: Cohort,
    interns: Sequence[Intern],
    tutors: Sequence[Tutor],
    *,
    places: int = 9,
    co_tutor: Tutor | None = None,
    **rules: object,
) -> Draw:
    """A draw in preparation: everybody is drawn, each tutor takes `places` groups, no preference."""
    kept = {"balance": "off", "spread": "off", "candidates": 1, **rules}
    draw = Draw.objects.create(cohort=cohort, listed_at=timezone.now(), rules=kept)
    DrawEntry.objects.bulk_create(DrawEntry(draw=draw, intern=intern) for intern in interns)
    DrawOffer.objects.bulk_create(
        DrawOffer(draw=draw, tutor=tutor, groups=places, co_tutor=co_tutor) for tutor in tutors
    )
    return draw


def make_sealed(draw: Draw, actor: Person | None = None) -> DrawAttempt:
    return seal_draw(draw=draw, source=SOURCE, expected_at=None, actor=actor)


def reveal(draw: Draw, actor: Person | None = None) -> DrawAttempt:
    """Draw a sealed draw with the words of its witnesses."""
    return give_seed(
        draw=draw, values=VALUES, provenance="Feuilles des témoins", attendance=PRESENT, actor=actor
    )


def make_drawn(draw: Draw, actor: Person | None = None) -> DrawAttempt:
    make_sealed(draw, actor)
    return reveal(draw, actor)
