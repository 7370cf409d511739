"""The mail that asks for a placement evaluation: a link, never a word of the file (A-061, D.4)."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.models import Person
from design.french import medium_date
from evaluations.links import LINK_FOR, form_url
from evaluations.models import PlacementEvaluation
from groups.models import StageSupervisor
from outbox.actions import Draft, enqueue
from outbox.composition import Mail, composes, still_concerns
from outbox.letters import html_version
from outbox.models import Message

ASKED = "placement-evaluation"


def ask_by_mail(*, evaluation: PlacementEvaluation, supervisor: StageSupervisor, actor: Person) -> None:
    """Write to the supervisor, once per time it was asked; `evaluation.placement` has its intern loaded."""
    placement = evaluation.placement
    payload = {
        "evaluation": evaluation.pk,
        "name": supervisor.person.full_name,
        "intern": placement.intern.person.full_name,
        "placement": f"{placement.get_kind_display()}, {placement.place}",
        "semester": placement.semester.label,
        "actor": actor.full_name,
        "reply_to": actor.email,
        "until": medium_date(timezone.localdate(evaluation.asked_at + LINK_FOR)),
        "url": form_url(evaluation_id=evaluation.pk, supervisor_id=supervisor.pk),
    }
    key = f"{ASKED}:{evaluation.pk}:{evaluation.asked_at:%Y%m%dT%H%M%S}"
    enqueue([Draft(key=key, kind=ASKED, recipient=supervisor.person, payload=payload)])


@composes(ASKED, label="Évaluation de stage demandée", is_confidential=True)
def compose_asked(payload: dict[str, Any]) -> Mail:
    subject = "Une évaluation de stage vous est demandée"
    signature = settings.DEPARTMENT["secretariat"]
    text = (
        f"Bonjour {payload['name']},\n\n"
        f"{payload['actor']} vous demande d’évaluer un stage que vous avez encadré.\n\n"
        f"  {payload['intern']}\n  {payload['placement']}\n  {payload['semester']}\n\n"
        "Six compétences, un commentaire, un prochain pas\u00a0: trois minutes, sur un téléphone, "
        "sans compte. Aucune note chiffrée.\n\n"
        f"Évaluer ce stage\u00a0: {payload['url']}\n\n"
        f"Ce lien vous est personnel\u00a0: il sert une seule fois, jusqu’au {payload['until']}."
    )
    return Mail(
        subject=subject,
        text=f"{text}\n\n{signature}\n",
        html=html_version(text, title=subject, signature=signature),
        reply_to=(payload["reply_to"],),
    )


@still_concerns(ASKED)
def still_asked(messages: Collection[Message]) -> set[int]:
    """Who returned the evaluation, or no longer supervises the placement, is left in peace."""
    waiting = set(
        PlacementEvaluation.objects.filter(
            pk__in=[message.payload["evaluation"] for message in messages], submitted_at=None
        )
        .annotate(asked_of=F("placement__supervisor__person"))
        .values_list("pk", "asked_of")
    )
    return {
        message.pk for message in messages if (message.payload["evaluation"], message.recipient_id) in waiting
    }
