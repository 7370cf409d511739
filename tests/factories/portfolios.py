"""Traces and readings. Competencies and families come from the data migration."""

import factory

from portfolios.models import Annotation, Reading, Trace, TraceVersion
from tests.factories.groups import InternFactory
from tests.factories.meetings import SemesterFactory, paris
from tests.factories.people import PersonFactory


class TraceFactory(factory.django.DjangoModelFactory):
    """A draft RSCA without a version; `make_trace` gives it one."""

    class Meta:
        model = Trace

    intern = factory.SubFactory(InternFactory)
    semester = factory.SubFactory(SemesterFactory)
    title = factory.Sequence(lambda n: f"Renouvellement difficile {n}")


class TraceVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TraceVersion

    trace = factory.SubFactory(TraceFactory)
    number = 1
    sections = factory.LazyFunction(lambda: {"recit": "Je reçois une patiente âgée, seule."})


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reading

    version = factory.SubFactory(TraceVersionFactory)
    reader = factory.SubFactory(PersonFactory)


class AnnotationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Annotation

    version = factory.SubFactory(TraceVersionFactory)
    author = factory.SubFactory(PersonFactory)
    text = "Comment l’avez-vous su ?"


def make_trace(state: str = Trace.State.DRAFT, **fields: object) -> Trace:
    """A trace with one version, submitted on 8 January 2027 unless it is a draft."""
    submitted_at = None if state == Trace.State.DRAFT else paris(2027, 1, 8, 10)
    trace = TraceFactory(state=state, submitted_at=submitted_at, **fields)
    TraceVersionFactory(trace=trace, submitted_at=submitted_at)
    return trace
