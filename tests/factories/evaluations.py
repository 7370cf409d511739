"""Notes, contacts, objectives, levels."""

from datetime import date

import factory

from evaluations.models import (
    Assessment,
    Commission,
    Contact,
    Evidence,
    Note,
    Objective,
    PlacementEvaluation,
)
from portfolios.models import Competency
from portfolios.models.framework import Level
from tests.factories.groups import CohortFactory, InternFactory
from tests.factories.meetings import (
    PlacementFactory,
    PublishedSessionFactory,
    SemesterFactory,
    paris,
)
from tests.factories.people import PersonFactory
from tests.factories.portfolios import make_trace


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Note

    session = factory.SubFactory(PublishedSessionFactory)
    intern = factory.SubFactory(InternFactory)
    author = factory.SubFactory(PersonFactory)
    audience = Note.Audience.SHARED
    text = "Récit très abouti."


class ObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objective

    intern = factory.SubFactory(InternFactory)
    text = "Rencontrer deux directeurs de thèse possibles."
    due_on = date(2027, 4, 30)
    set_by = factory.SubFactory(PersonFactory)


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    intern = factory.SubFactory(InternFactory)
    logged_by = factory.SubFactory(PersonFactory)
    occurred_at = paris(2026, 11, 30, 18)
    channel = Contact.Channel.MAIL


class PlacementEvaluationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlacementEvaluation

    placement = factory.SubFactory(PlacementFactory)


class CommissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commission
        skip_postgeneration_save = True

    cohort = factory.SubFactory(CohortFactory)
    name = "Commission de suivi"
    held_on = date(2027, 3, 18)
    opens_on = date(2026, 11, 1)
    closes_on = date(2027, 4, 1)

    @factory.post_generation
    def members(self, create: bool, extracted: list[object] | None, **kwargs: object) -> None:
        if extracted:
            self.members.set(extracted)


def make_assessment(
    intern: object, code: str = "APC", level: int = Level.INTERMEDIATE, **fields: object
) -> Assessment:
    """A level with one trace as evidence; `fields` may give `semester`, `assessed_by`, `comment`."""
    fields.setdefault("semester", SemesterFactory())
    fields.setdefault("assessed_by", PersonFactory())
    assessment = Assessment.objects.create(
        intern=intern, competency=Competency.objects.get(code=code), level=level, **fields
    )
    trace = make_trace(state="validated", intern=intern, semester=fields["semester"])
    Evidence.objects.create(assessment=assessment, trace=trace)
    return assessment
