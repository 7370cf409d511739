"""Cohorts, tutors, interns and their groups."""

from collections.abc import Iterable
from datetime import date

import factory

from accounts.models import Person, Role
from groups.actions.repairs import seal_repair_of
from groups.models import (
    Cohort,
    ImportFile,
    Intern,
    Membership,
    Policy,
    Repair,
    StageSupervisor,
    Tutor,
    TutorialGroup,
    Tutorship,
)
from tests.factories.people import PersonFactory


class CohortFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cohort
        django_get_or_create = ("year",)
        skip_postgeneration_save = True

    year = 2025
    entered_on = factory.LazyAttribute(lambda cohort: date(cohort.year, 11, 3))

    @factory.post_generation
    def policy(self, create: bool, extracted: object, **fields: object) -> None:
        Policy.objects.get_or_create(cohort=self, defaults={"reminder_days": [30, 7, 1], **fields})


class TutorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tutor

    person = factory.SubFactory(PersonFactory, title="Dr", roles=[Role.TUTOR])
    town = "Loches"
    department_code = "37"
    driving_minutes = 45


class CoTutorFactory(TutorFactory):
    person = factory.SubFactory(PersonFactory, title="Dr", roles=[Role.CO_TUTOR])
    status = Tutor.Status.CO_TUTOR


class InternFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Intern

    person = factory.SubFactory(
        PersonFactory,
        roles=[Role.INTERN],
        email=factory.Sequence(lambda n: f"interne{n}@etu.example"),
    )
    cohort = factory.SubFactory(CohortFactory)
    student_number = factory.Sequence(lambda n: f"{22_000_000 + n}")


class StageSupervisorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StageSupervisor

    person = factory.SubFactory(PersonFactory, title="Dr", roles=[Role.SUPERVISOR])
    place = "Maison de santé du Val de Creuse"
    town = "Chinon"
    department_code = "37"


class TutorialGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TutorialGroup

    cohort = factory.SubFactory(CohortFactory)
    number = factory.Sequence(lambda n: n + 1)


class ImportFileFactory(factory.django.DjangoModelFactory):
    """A file of one intern, waiting to be confirmed."""

    class Meta:
        model = ImportFile

    kind = "interns"
    cohort = factory.SubFactory(CohortFactory)
    filename = "internes.csv"
    table = {
        "columns": ["Numéro étudiant", "Nom", "Prénom", "Adresse électronique"],
        "rows": [[2, ["22699999", "Lemoine", "Sacha", "sacha.lemoine@etu.example"]]],
        "source": "CSV, UTF-8, point-virgule",
    }


def make_group(
    *,
    cohort: Cohort | None = None,
    tutor: Tutor | None = None,
    co_tutor: Tutor | None = None,
    size: int = 5,
    since: date | None = None,
) -> TutorialGroup:
    """A group with its tutor and `size` interns, all since the cohort's entry unless told."""
    cohort = cohort or CohortFactory()
    since = since or cohort.entered_on
    group = TutorialGroupFactory(cohort=cohort)
    Tutorship.objects.create(group=group, tutor=tutor or TutorFactory(), starts_on=since)
    if co_tutor:
        Tutorship.objects.create(group=group, tutor=co_tutor, part=Tutorship.Part.CO_TUTOR, starts_on=since)
    for _ in range(size):
        Membership.objects.create(group=group, intern=InternFactory(cohort=cohort), starts_on=since)
    return group


def tutor_of_group(group: TutorialGroup) -> Tutor:
    return group.tutorships.get(part=Tutorship.Part.TUTOR, ends_on=None).tutor


def interns_of_group(group: TutorialGroup) -> list[Intern]:
    return [membership.intern for membership in group.memberships.filter(ends_on=None).order_by("pk")]


def follow_alone(intern: Intern, tutor: Tutor, *, since: date | None = None) -> Membership:
    """Let `tutor` follow `intern` without a group (A-011)."""
    return Membership.objects.create(
        intern=intern, tutor=tutor, starts_on=since or intern.cohort.entered_on, reason="Tutorat individuel"
    )


def make_repair(*, intern: Intern, told: Iterable[Person] = ()) -> Repair:
    """A departure whose only repair waits to be applied, as if `told` had received its seal."""
    repair = seal_repair_of(
        cohort=intern.cohort,
        event=Repair.Event.DEPARTURE,
        intern=intern,
        reason="Mutation",
        source=None,
        actor=None,
    )
    repair.told.set(told)
    return repair
