"""What the kinds that import people have in common: a person, a role, and the record that goes with it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Q

from accounts.actions import leave_addresses
from accounts.models import Person, Role, RoleAssignment
from accounts.rules import TRUSTED
from groups import journal
from groups.imports import Field, ImportContext, ImportKind, Row, RowOutcome, State
from groups.imports import fields as read
from groups.imports.fields import fold, same_name

PERSON_FIELDS = ("title", "last_name", "first_name", "email", "phone", "gender")
GENDERS = {"f": "Féminin", "m": "Masculin"}

TITLE = Field("title", "Titre", aliases=("civilité professionnelle",), convert=read.text(8), example="Dr")
LAST_NAME = Field(
    "last_name",
    "Nom",
    aliases=(
        "nom de famille",
        "nomFamilleEtudiant",
        "nomFamilleEnseignant",
        "nomFamilleBIATS",
        "LIB_NOM_PAT_IND",
        "nom de naissance",
        "nom patronymique",
        "patronyme",
        "sn",
        "last name",
    ),
    required=True,
    convert=read.name,
    same=same_name,
    example="Lemoine",
)
USAGE_NAME = Field(
    "usage_name",
    "Nom d’usage",
    aliases=("LIB_NOM_USU_IND", "nom usuel", "nom marital"),
    convert=read.name,
    same=same_name,
)
FIRST_NAME = Field(
    "first_name",
    "Prénom",
    aliases=(
        "prenomEtudiant",
        "prenomEnseignant",
        "prenomBIATS",
        "LIB_PR1_IND",
        "prénom usuel",
        "prénom 1",
        "premier prénom",
        "givenName",
        "first name",
    ),
    required=True,
    convert=read.name,
    same=same_name,
    example="Camille",
)
EMAIL = Field(
    "email",
    "Adresse électronique",
    aliases=(
        "courrielEtudiant",
        "courrielEnseignant",
        "courrielBIATS",
        "mail institutionnel",
        "courriel institutionnel",
        "adresse mail institutionnelle",
        "ADR_MAIL",
        "LIB_AD_MAIL",
        "EMAIL_ETU",
        "e-mail",
        "mail",
        "mél",
        "courriel",
        "adresse e-mail",
        "adresse mail",
    ),
    required=True,
    convert=read.email,
    example="camille.lemoine@etu.example",
)
PHONE = Field(
    "phone",
    "Téléphone",
    aliases=(
        "portable",
        "mobile",
        "tél",
        "numéro de téléphone",
        "téléphone portable",
        "NUM_TEL",
        "NUM_TEL_PORT",
    ),
    convert=read.phone,
    example="06 39 98 00 01",
)
GENDER = Field(
    "gender",
    "Genre",
    aliases=("sexe", "civilité", "COD_SEX_ETU"),
    convert=read.gender,
    show=lambda code: GENDERS.get(code, ""),
    example="F",
)


class PersonKind(ImportKind):
    """People of one role. A row is recognised by the identifying field of its kind, else by its address."""

    role: ClassVar[Role]
    model: ClassVar[Any]
    identifier: ClassVar[str] = ""
    """Model field that recognises somebody whose address has changed; "" when there is none."""
    unique: ClassVar[tuple[str, ...]] = ()
    """Other model fields that belong to one record only."""
    record_fields: ClassVar[tuple[str, ...]]
    default_title: ClassVar[str] = ""

    def label_of(self, values: Mapping[str, Any]) -> str:
        return " ".join(str(values[name]) for name in ("first_name", "last_name") if values.get(name))

    def complete(self, values: dict[str, Any], warnings: list[str]) -> None:
        usage = values.pop("usage_name", None)
        if usage:
            values["last_name"] = usage

    def refusal(self, row: Row, record: Any, context: ImportContext) -> RowOutcome | None:
        """What a kind has against a row whose record is known."""
        return None

    def plan(self, rows: Sequence[Row], context: ImportContext) -> list[RowOutcome]:
        known = _Known(self, rows)
        return [self._outcome(row, known, context) for row in rows]

    def _outcome(self, row: Row, known: "_Known", context: ImportContext) -> RowOutcome:
        person = known.people.get(row["email"])
        record = known.recognised(row, person)
        label = self.label_of(row.values)
        if record is not None and person is not None and record.person_id != person.pk:
            return row.refused(
                "email", f"Cette adresse est déjà celle de {person}.", "Corrigez l’adresse.", label
            )
        clash = known.clash(row, record)
        if clash:
            return row.refused(
                clash[0],
                f"{row.fields[clash[0]].label} déjà attribué à {clash[1].person}.",
                "Corrigez l’un des deux.",
                label,
            )
        if record is not None:
            return self.refusal(row, record, context) or self._known_record(row, record, known)
        if person is not None:
            return self._known_person(row, person, known)
        return self.compare(row, None, label=label)

    def _known_record(self, row: Row, record: Any, known: "_Known") -> RowOutcome:
        current = {name: getattr(record, name) for name in self.record_fields}
        if record.person_id in known.protected:
            if row["email"] != record.person.email:
                return row.refused(
                    "email",
                    "Cette personne a un compte de l’équipe : son adresse ne change pas par import.",
                    "Demandez-le à l’administration technique.",
                    self.label_of(row.values),
                )
        else:
            current |= {name: getattr(record.person, name) for name in PERSON_FIELDS}
        return self.compare(row, current, target=(record.person_id, record.pk))

    def _known_person(self, row: Row, person: Person, known: "_Known") -> RowOutcome:
        """Somebody Tutorat knows in another role: the names have to agree."""
        label = self.label_of(row.values)
        if fold(person.last_name) != fold(row["last_name"]):
            return row.refused(
                "email", f"Cette adresse est déjà celle de {person}.", "Corrigez l’adresse ou le nom.", label
            )
        if person.pk in known.protected and self.role == Role.INTERN:
            return row.refused(
                "email",
                f"{person} a un compte de l’équipe, qui ne devient pas interne par import.",
                "Vérifiez l’adresse.",
                label,
            )
        return self.compare(
            row,
            None,
            target=(person.pk, None),
            label=label,
            warnings=(f"{person} est déjà dans Tutorat : un rôle s’ajoute à son compte.",),
        )

    def apply(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        created = [outcome for outcome in outcomes if outcome.state is State.CREATED]
        self._create(created, context)
        self._change([outcome for outcome in outcomes if outcome.state is State.CHANGED], context)

    def _create(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        fresh = [outcome for outcome in outcomes if outcome.target is None]
        people = [self._new_person(outcome.values) for outcome in fresh]
        Person.objects.bulk_create(people)
        owners = dict(zip((outcome.number for outcome in fresh), people, strict=True))
        met = Person.objects.in_bulk([outcome.target[0] for outcome in outcomes if outcome.target])
        owners |= {outcome.number: met[outcome.target[0]] for outcome in outcomes if outcome.target}
        records = [
            self.model(
                person=owners[outcome.number],
                **{name: outcome.values[name] for name in self.record_fields if name in outcome.values},
                **self.record_extras(context),
            )
            for outcome in outcomes
        ]
        self.model.objects.bulk_create(records)
        journal.record_created([*people, *records], context.actor)
        RoleAssignment.objects.bulk_create(
            (
                RoleAssignment(person=owners[outcome.number], role=self.role_of(outcome.values))
                for outcome in outcomes
            ),
            ignore_conflicts=True,
        )

    def role_of(self, values: Mapping[str, Any]) -> Role:
        """The role which a row gives."""
        return self.role

    def record_extras(self, context: ImportContext) -> dict[str, Any]:
        return {}

    def _new_person(self, values: Mapping[str, Any]) -> Person:
        person = Person(**{name: values[name] for name in PERSON_FIELDS if name in values})
        person.title = person.title or self.default_title
        person.set_unusable_password()
        return person

    def _change(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        people = Person.objects.in_bulk([outcome.target[0] for outcome in outcomes])
        records = self.model.objects.in_bulk([outcome.target[1] for outcome in outcomes])
        protected = protected_people(people)
        before = {person.pk: person.email for person in people.values()}
        names = {field.label: field.name for field in self.fields}
        logged: dict[str, list[tuple[Any, dict[str, tuple[str, str]]]]] = {"person": [], "record": []}
        for outcome in outcomes:
            person, record = people[outcome.target[0]], records[outcome.target[1]]
            changed = {names[change.label]: (change.old, change.new) for change in outcome.changes}
            of_person = {
                name: pair
                for name, pair in changed.items()
                if name in PERSON_FIELDS and person.pk not in protected
            }
            of_record = {name: pair for name, pair in changed.items() if name in self.record_fields}
            for one, pairs, part in ((person, of_person, "person"), (record, of_record, "record")):
                for name in pairs:
                    setattr(one, name, outcome.values[name])
                if pairs:
                    logged[part].append((one, pairs))
        if logged["person"]:
            Person.objects.bulk_update([one for one, _ in logged["person"]], PERSON_FIELDS)
            leave_addresses(changes=[(one, before[one.pk]) for one, _ in logged["person"]])
        if logged["record"]:
            self.model.objects.bulk_update([one for one, _ in logged["record"]], self.record_fields)
        journal.record_changed([*logged["person"], *logged["record"]], context.actor)


def protected_people(people: Mapping[int, Person] | set[int]) -> set[int]:
    """Among these, whose identity an import may not touch: an address is where a password is reset."""
    return set(
        Person.objects.filter(pk__in=set(people))
        .filter(Q(is_staff=True) | Q(is_superuser=True) | Q(role_assignments__role__in=TRUSTED))
        .values_list("pk", flat=True)
    )


class _Known:
    """What the database knows of the people of a file, in three queries."""

    def __init__(self, kind: PersonKind, rows: Sequence[Row]) -> None:
        self.kind = kind
        emails = {row["email"] for row in rows}
        wanted = Q(person__email__in=emails)
        for name in kind.unique:
            wanted |= Q(**{f"{name}__in": {row[name] for row in rows if row.get(name)}})
        records = list(kind.model.objects.filter(wanted).select_related("person"))
        self.people = {person.email: person for person in Person.objects.filter(email__in=emails)}
        self.by_person = {record.person_id: record for record in records}
        self.by_unique = {
            name: {getattr(record, name): record for record in records if getattr(record, name)}
            for name in kind.unique
        }
        pks = {person.pk for person in self.people.values()} | {record.person_id for record in records}
        self.protected = protected_people(pks)

    def recognised(self, row: Row, person: Person | None) -> Any:
        identifier = self.kind.identifier
        if identifier and row.get(identifier):
            found = self.by_unique[identifier].get(row[identifier])
            if found is not None:
                return found
        return self.by_person.get(person.pk) if person is not None else None

    def clash(self, row: Row, record: Any) -> tuple[str, Any] | None:
        """A unique value of the row which somebody else's record already has."""
        for name in self.kind.unique:
            owner = self.by_unique[name].get(row[name]) if row.get(name) else None
            if owner is not None and (record is None or owner.pk != record.pk):
                return name, owner
        return None
