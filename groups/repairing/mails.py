"""The mail of a sealed repair: its SHA-256, before the seed exists. It says neither who leaves nor why."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.models import Person
from groups.drawing.mails import letter
from groups.drawing.sources import in_words
from groups.models import Repair
from groups.repairing.documents import document_sealed
from outbox.actions import Draft
from outbox.composition import Mail, composes

SEALED = "repair-sealed"


def drafts_of_repair_seal(repair: Repair, people: Iterable[Person]) -> Iterator[Draft]:
    """One for each of `people`."""
    document = document_sealed(repair)
    facts = {
        "repair": repair.pk,
        "cohort": repair.cohort.year,
        "count": len(document.repairs),
        "digest": repair.digest,
        "source": in_words(document.source),
    }
    for person in people:
        yield Draft(
            key=f"repair:{repair.pk}:sealed:person:{person.pk}",
            kind=SEALED,
            recipient=person,
            payload=facts | {"hello": person.short_name},
            thread=f"repair:{repair.pk}",
            step="sealed",
        )


@composes(SEALED, label="Réparation scellée")
def sealed_mail(payload: dict[str, Any]) -> Mail:
    subject = f"Groupes de la promotion {payload['cohort']}, changement scellé"
    return letter(
        "repair_sealed", subject, payload, seal_url=reverse("groups:repair-seal", args=[payload["repair"]])
    )
