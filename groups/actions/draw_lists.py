"""The list of a draw: taken, corrected, taken again, until it is sealed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from design.french import plural
from groups import journal
from groups.drawing.roster import entries_of_today, offers_of_today
from groups.models import Cohort, Draw, DrawEntry, DrawOffer, Tutor, TutorialGroup


class DrawRefused(Exception):
    """The draw cannot go on like this; the message is a French sentence that says what to do."""


def claim(draw: Draw, state: str, *, to: str | None = None, **fields: Any) -> None:
    """Take `draw` from `state` to the state `to` (the same by default) in one conditional UPDATE.

    Whoever comes second finds the state changed: DrawRefused.
    """
    changes = {"state": to or state, **fields}
    if not Draw.objects.filter(pk=draw.pk, state=state).update(**changes):
        raise DrawRefused(
            "Le tirage a changé d’étape entre-temps : quelqu’un d’autre y travaille. Relisez la page."
        )
    for name, value in changes.items():
        setattr(draw, name, value)


@transaction.atomic
def open_draw(*, cohort: Cohort, actor: Person | None) -> Draw:
    """Take the list of the cohort and of the tutors as they stand; raises DrawRefused."""
    existing = TutorialGroup.objects.filter(cohort=cohort, closed_at=None).count()
    if existing:
        raise DrawRefused(
            f"La {str(cohort).lower()} a déjà {plural(existing, 'groupe')}. "
            "Placez les nouvelles personnes une par une, depuis la page de la promotion."
        )
    try:
        with transaction.atomic():
            draw = Draw.objects.create(cohort=cohort, listed_at=timezone.now(), prepared_by=actor)
    except IntegrityError as error:
        raise DrawRefused("Le tirage de cette promotion est déjà en préparation. Reprenez-le.") from error
    _take(draw)
    return draw


@transaction.atomic
def take_list_again(*, draw: Draw, actor: Person | None) -> None:
    """Take the list again as the cohort stands now, with the tutors already chosen; raises DrawRefused."""
    claim(draw, Draw.State.PREPARING, listed_at=timezone.now())
    chosen = dict(draw.entries.exclude(wanted=None).values_list("intern", "wanted").order_by("pk"))
    journal.delete_recorded(draw.entries.all(), actor)
    journal.delete_recorded(draw.offers.all(), actor)
    _take(draw, chosen)


def _take(draw: Draw, chosen: Mapping[int, int] = MappingProxyType({})) -> None:
    """`chosen`: the tutor wanted by each intern, kept while that tutor is still offered."""
    entries, offers = entries_of_today(draw), offers_of_today(draw)
    offered = {offer.tutor_id for offer in offers}
    for entry in entries:
        if chosen.get(entry.intern_id) in offered:
            entry.wanted_id = chosen[entry.intern_id]
    if not any(not entry.set_aside for entry in entries):
        raise DrawRefused(
            f"La {str(draw.cohort).lower()} n’a aucun interne en formation. Importez d’abord sa liste."
        )
    DrawEntry.objects.bulk_create(entries)
    DrawOffer.objects.bulk_create(offers)


@transaction.atomic
def choose_tutor(*, entry: DrawEntry, tutor: Tutor | None, actor: Person) -> None:
    """Write the tutor an intern chose on the list, or none: then the tutor is drawn (A-107).

    Raises DrawRefused: the list is sealed, or the tutor is no longer offered.
    """
    draw = entry.draw
    claim(draw, Draw.State.PREPARING)
    if tutor and not draw.offers.filter(tutor=tutor).exists():
        raise DrawRefused(
            f"{tutor.person.full_name} ne prend plus de groupe à ce tirage. Choisissez un autre nom."
        )
    _correct_entries(draw, {entry.pk: {"wanted_id": tutor.pk if tutor else None}}, actor)


@transaction.atomic
def correct_list(
    *,
    draw: Draw,
    tutor_mode: str,
    entries: Mapping[int, Mapping[str, Any]],
    offers: Mapping[int, Mapping[str, int | None]],
    actor: Person | None,
) -> int:
    """Write what was corrected: entries by their pk, offers by the tutor's pk ({groups, co_tutor_id}).

    A tutor offered no group leaves the list. Returns how many lines changed; raises DrawRefused.
    """
    claim(draw, Draw.State.PREPARING, tutor_mode=tutor_mode)
    return _correct_entries(draw, entries, actor) + _correct_offers(draw, offers, actor)


def _correct_entries(draw: Draw, entries: Mapping[int, Mapping[str, Any]], actor: Person | None) -> int:
    changed, told = [], []
    for entry in draw.entries.filter(pk__in=entries):
        new = {name: value for name, value in entries[entry.pk].items() if getattr(entry, name) != value}
        if not new:
            continue
        told.append((entry, {name: (str(getattr(entry, name)), str(value)) for name, value in new.items()}))
        for name, value in new.items():
            setattr(entry, name, value)
        changed.append(entry)
    DrawEntry.objects.bulk_update(changed, ["set_aside", "gender", "department_code", "wanted"])
    journal.record_changed(told, actor)
    return len(changed)


def _correct_offers(draw: Draw, offers: Mapping[int, Mapping[str, int | None]], actor: Person | None) -> int:
    before = {offer.tutor_id: (offer.groups, offer.co_tutor_id) for offer in draw.offers.all()}
    wanted = {
        tutor: (offer["groups"] or 0, offer["co_tutor_id"])
        for tutor, offer in offers.items()
        if offer["groups"]
    }
    changed = {tutor for tutor in offers if before.get(tutor) != wanted.get(tutor)}
    journal.delete_recorded(draw.offers.filter(tutor__in=changed), actor)
    DrawOffer.objects.bulk_create(
        DrawOffer(draw=draw, tutor_id=tutor, groups=wanted[tutor][0], co_tutor_id=wanted[tutor][1])
        for tutor in changed
        if tutor in wanted
    )
    return len(changed)


@transaction.atomic
def keep_rules(*, draw: Draw, values: Mapping[str, object]) -> None:
    """Keep the strength of each constraint for the document to come; raises DrawRefused."""
    claim(draw, Draw.State.PREPARING, rules=dict(values))
