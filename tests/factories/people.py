"""People, with and without roles. Only reserved domains."""

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Person, Role, RoleAssignment


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = factory.Sequence(lambda n: f"Nom{n:04d}")
    email = factory.Sequence(lambda n: f"personne{n}@tutorat.example")
    password = factory.LazyFunction(lambda: make_password(None))

    @factory.post_generation
    def roles(self, create: bool, extracted: list[str] | None, **kwargs: object) -> None:
        for role in extracted or ():
            RoleAssignment.objects.create(person=self, role=role)


def make_person(*roles: str, **fields: object) -> Person:
    """A person who holds `roles`."""
    return PersonFactory(roles=list(roles), **fields)


def secretary(**fields: object) -> Person:
    return make_person(Role.SECRETARY, **fields)


def coordinator(**fields: object) -> Person:
    return make_person(Role.COORDINATOR, **fields)


def director(**fields: object) -> Person:
    return make_person(Role.DIRECTOR, **fields)


def administrator(**fields: object) -> Person:
    return make_person(Role.ADMINISTRATOR, **fields)


def commission_member(**fields: object) -> Person:
    return make_person(Role.COMMISSION, **fields)
