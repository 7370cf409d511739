"""Whom the sign-in page of the demo offers."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Person
from tutorat.demo.people import PERSONAS


@dataclass(frozen=True)
class Offered:
    id: int
    role: str
    name: str
    initials: str
    photo_url: str


def demo_people(request: HttpRequest) -> dict[str, object]:
    """Context processor: `demo_people` for visitors, in demo mode only; read when a template asks for it."""
    if not settings.DEMO:
        return {}
    return {"demo_people": SimpleLazyObject(_offered)}


def _offered() -> list[Offered]:
    by_email = Person.objects.in_bulk([persona.identity.email for persona in PERSONAS], field_name="email")
    return [
        Offered(person.pk, persona.label, person.full_name, person.initials, person.photo_url)
        for persona in PERSONAS
        if (person := by_email.get(persona.identity.email))
    ]
