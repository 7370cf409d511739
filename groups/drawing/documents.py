"""The sealed document of a draw, made from its list, its rules and what is known in confidence."""

import secrets
from collections.abc import Collection, Iterable

from groups.draw import Aside, Document, Person, Secret, SecretKind, Source, SourceKind, Tutor, check
from groups.drawing.constraints import rules_of
from groups.models import Draw, DrawEntry, DrawOffer, Intern, PairWish, TutorTie
from groups.models import Tutor as TutorRecord
from groups.placement_facts import placement_facts
from groups.tutor_loads import with_load

SEXES = {DrawEntry.Gender.FEMININE: "F", DrawEntry.Gender.MASCULINE: "M", DrawEntry.Gender.UNSAID: ""}
INTERN, TUTOR = "i", "t"


def intern_id(pk: int) -> str:
    """`i12`: how an intern is called in the document."""
    return f"{INTERN}{pk}"


def tutor_id(pk: int) -> str:
    return f"{TUTOR}{pk}"


def pk_of(identifier: str) -> int:
    """The key behind `i12` or `t3`."""
    return int(identifier[1:])


def document_of(
    draw: Draw, source: Source, *, attempt: int = 1, reason: str = "", previous: str = ""
) -> Document:
    """What would be sealed now. Eight queries, whatever the number of people."""
    entries = list(draw.entries.select_related("intern__person").order_by("pk"))
    drawn = [entry for entry in entries if not entry.set_aside]
    offers = list(draw.offers.select_related("tutor__person").order_by("pk"))
    held = _groups_held(offers)
    wishes = _wishes(draw, {entry.intern_id for entry in drawn})
    return Document(
        cohort=str(draw.cohort.year),
        people=tuple(_person(entry, draw) for entry in drawn),
        tutors=tuple(
            Tutor(
                id=tutor_id(offer.tutor_id),
                places=offer.groups,
                held=held.get(offer.tutor_id, 0),
                label=offer.tutor.person.full_name,
            )
            for offer in offers
        ),
        rules=rules_of(draw),
        source=source,
        together=tuple(
            (intern_id(wish.first_id), intern_id(wish.second_id))
            for wish in wishes
            if wish.kind == PairWish.Kind.TOGETHER
        ),
        secrets=tuple(_secrets(wishes, links_of(drawn, offers))),
        aside=tuple(_aside(entries)),
        attempt=attempt,
        reason=reason,
        previous=previous,
    ).ordered()


def facts_of(document: Document) -> tuple[object, ...]:
    """What the document says of people and rules, without the salts: the same as long as nothing changed."""
    return (
        document.people,
        document.tutors,
        document.rules,
        document.together,
        document.aside,
        sorted((secret.kind, secret.first, secret.second) for secret in document.secrets),
    )


def _person(entry: DrawEntry, draw: Draw) -> Person:
    wanted = entry.wanted_id if draw.tutor_mode != Draw.TutorMode.DRAWN else None
    return Person(
        id=intern_id(entry.intern_id),
        label=entry.intern.person.full_name,
        sex=SEXES[DrawEntry.Gender(entry.gender)],
        department=entry.department_code,
        wanted=tutor_id(wanted) if wanted else "",
    )


def _groups_held(offers: Iterable[DrawOffer]) -> dict[int, int]:
    tutors = TutorRecord.objects.filter(pk__in=[offer.tutor_id for offer in offers])
    return {tutor.pk: tutor.group_count for tutor in with_load(tutors).order_by("pk")}  # type: ignore[attr-defined]


def _wishes(draw: Draw, drawn: Collection[int]) -> list[PairWish]:
    """The wishes about two people who are both drawn."""
    return [
        wish
        for wish in PairWish.objects.filter(cohort=draw.cohort_id).order_by("pk")
        if wish.first_id in drawn and wish.second_id in drawn
    ]


def links_of(drawn: Iterable[DrawEntry], offers: Iterable[DrawOffer]) -> set[tuple[int, int]]:
    """(intern, tutor) who supervise or supervised, or are declared to be related."""
    interns = {entry.intern_id for entry in drawn}
    by_person = {offer.tutor.person_id: offer.tutor_id for offer in offers}
    supervised = {
        (intern, by_person[person])
        for intern, facts in placement_facts(interns).items()
        for person in facts.supervisors
        if person in by_person
    }
    declared = TutorTie.objects.filter(intern__in=interns, tutor__in=by_person.values()).order_by("pk")
    return supervised | set(declared.values_list("intern", "tutor"))


def _secrets(wishes: Iterable[PairWish], links: Collection[tuple[int, int]]) -> Iterable[Secret]:
    apart = {(wish.first_id, wish.second_id) for wish in wishes if wish.kind == PairWish.Kind.APART}
    for first, second in sorted(apart):
        yield Secret(SecretKind.APART, intern_id(first), intern_id(second), secrets.token_hex(16))
    for intern, tutor in sorted(links):
        yield Secret(SecretKind.LINK, intern_id(intern), tutor_id(tutor), secrets.token_hex(16))


def _aside(entries: Iterable[DrawEntry]) -> Iterable[Aside]:
    reasons = [entry.set_aside for entry in entries if entry.set_aside]
    for reason in sorted(set(reasons)):
        yield Aside(reason, reasons.count(reason))


def interns_named(identifiers: Iterable[str]) -> dict[str, Intern]:
    """The interns of the document's identifiers, with their person, in one query."""
    keys = [pk_of(each) for each in identifiers]
    found = Intern.objects.filter(pk__in=keys).select_related("person").order_by("pk")
    return {intern_id(intern.pk): intern for intern in found}


def tutors_named(identifiers: Iterable[str]) -> dict[str, TutorRecord]:
    """The tutors of the document's identifiers, with their person, in one query."""
    keys = [pk_of(each) for each in identifiers]
    found = TutorRecord.objects.filter(pk__in=keys).select_related("person").order_by("pk")
    return {tutor_id(tutor.pk): tutor for tutor in found}


def contradictions(draw: Draw) -> list[str]:
    """Why the hard constraints cannot hold together, one sentence each, none superfluous; else empty.

    May take some seconds. The sentences name people: for the secretariat and the coordination only.
    """
    return [each.sentence for each in check(document_of(draw, Source(SourceKind.DRAND)))]
