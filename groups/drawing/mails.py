"""The mails of a draw: the seal before the seed exists, the groups once they are validated.

None of them carries a confidential request, nor anything of a group but its own people.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from accounts.models import Person
from groups.drawing.results import document_sealed
from groups.drawing.sources import in_words
from groups.models import Constitution, Draw, DrawAttempt, TutorialGroup
from groups.queries import with_people
from outbox.actions import Draft
from outbox.composition import Mail, composes
from outbox.letters import html_version

SEALED, TOLD = "draw-sealed", "draw-groups"


def drafts_of_seal(draw: Draw, attempt: DrawAttempt) -> Iterator[Draft]:
    """To everybody in the document: its SHA-256, and where its seed will come from."""
    facts = {
        "draw": draw.pk,
        "cohort": draw.cohort.year,
        "digest": attempt.digest,
        "source": in_words(document_sealed(attempt).source),
        "attempt": attempt.number,
    }
    for person in _concerned(draw):
        yield Draft(
            key=f"draw:{draw.pk}:sealed:{attempt.number}:person:{person.pk}",
            kind=SEALED,
            recipient=person,
            payload=facts | {"hello": person.short_name},
            thread=f"draw:{draw.pk}",
            step=f"sealed-{attempt.number}",
        )


def _concerned(draw: Draw) -> list[Person]:
    entries = draw.entries.filter(set_aside="").select_related("intern__person").order_by("pk")
    offers = draw.offers.select_related("tutor__person").order_by("pk")
    return [entry.intern.person for entry in entries] + [offer.tutor.person for offer in offers]


def drafts_of_groups(draw: Draw, constitution: Constitution) -> Iterator[Draft]:
    """To the tutors and the interns of each group: who is in it."""
    groups = with_people(TutorialGroup.objects.filter(constitution=constitution)).order_by("number")
    for group in groups:
        tutorships = group.active_tutorships  # type: ignore[attr-defined]
        interns = [each.intern.person for each in group.active_memberships]  # type: ignore[attr-defined]
        facts = {
            "draw": draw.pk,
            "cohort": draw.cohort.year,
            "group": group.pk,
            "code": group.code,
            "tutors": [each.tutor.person.full_name for each in tutorships],
            "interns": [person.full_name for person in interns],
        }
        leading = [each.tutor.person for each in tutorships]
        for person in [*leading, *interns]:
            yield Draft(
                key=f"draw:{draw.pk}:group:{group.pk}:person:{person.pk}",
                kind=TOLD,
                recipient=person,
                payload=facts | {"hello": person.short_name, "leads": person in leading},
                thread=f"draw:{draw.pk}",
                step="groups",
            )


@composes(SEALED, label="Tirage scellé")
def sealed_mail(payload: dict[str, Any]) -> Mail:
    return _of_draw("draw_sealed", f"Tirage au sort de la promotion {payload['cohort']}, scellé", payload)


@composes(TOLD, label="Groupe tutorial")
def groups_mail(payload: dict[str, Any]) -> Mail:
    return _of_draw("draw_groups", f"Groupe tutorial {payload['code']}", payload)


def _of_draw(name: str, subject: str, payload: dict[str, Any]) -> Mail:
    addresses = {"draw_url": reverse("groups:draw-detail", args=[payload["draw"]])}
    if "group" in payload:
        addresses["group_url"] = reverse("groups:group-detail", args=[payload["group"]])
    return letter(name, subject, payload, **addresses)


def letter(name: str, subject: str, payload: dict[str, Any], **addresses: str) -> Mail:
    """The mail which the template `name` makes of `payload`; `addresses` are paths on this site."""
    secretariat = settings.DEPARTMENT["secretariat"]
    urls = {each: settings.PUBLIC_URL + path for each, path in addresses.items()}
    context = payload | urls | {"secretariat": secretariat}
    text = get_template(f"mail/{name}.txt").render(context).strip("\n") + "\n"
    signature = f"{secretariat}, par Tutorat. Aucun pisteur dans ce message."
    return Mail(
        subject=subject,
        text=text,
        html=html_version(text, title=subject, signature=signature),
        reply_to=(settings.DEPARTMENT["email"],),
    )
