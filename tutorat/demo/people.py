"""The invented people of the demo faculty. No real person, only reserved addresses, numbers and codes."""

import random
import re
import unicodedata
from dataclasses import dataclass

from accounts.models import Role

STAFF_DOMAIN, STUDENT_DOMAIN = "tutorat.example", "etu.example"
DEMO_DOMAINS = (STAFF_DOMAIN, STUDENT_DOMAIN)
SEED = "20261124"

WOMEN = frozenset(
    (
        *("Agathe", "Diane", "Élodie", "Fanny", "Inès", "Jade", "Léa", "Louise", "Maëva", "Nadia"),
        *("Noémie", "Rania", "Salomé", "Valentine", "Zoé"),
    )
)
MEN = frozenset(
    (
        *("Baptiste", "Clément", "Étienne", "Gaspard", "Julien", "Kevin", "Marc", "Olivier", "Paul"),
        *("Quentin", "Théo", "Wassim", "Yanis"),
    )
)
UNSAID = frozenset(("Camille", "Sacha"))
FIRST_NAMES = sorted(WOMEN | MEN | UNSAID)
LAST_NAMES = (
    *(
        "Alvès",
        "Baron",
        "Bonnefoy",
        "Carpentier",
        "Chauvel",
        "Costa",
        "Delmas",
        "Diallo",
        "Ferrand",
        "Gaudry",
    ),
    *("Hamel", "Jouve", "Kerbrat", "Lacombe", "Lemoine", "Maillard", "Nguyen", "Ollier", "Peyron", "Quéré"),
    *("Rossi", "Sylla", "Tessier", "Urien", "Vasseur", "Weber", "Xavier", "Zanetti"),
)


@dataclass(frozen=True)
class Identity:
    """Somebody of the demo. `portrait` says how the face is drawn; empty, there are only initials."""

    first_name: str
    last_name: str
    gender: str
    title: str = ""
    roles: tuple[str, ...] = ()
    portrait: str = ""

    @property
    def email(self) -> str:
        domain = STUDENT_DOMAIN if Role.INTERN in self.roles else STAFF_DOMAIN
        return f"{slug(self.first_name)}.{slug(self.last_name)}@{domain}"


@dataclass(frozen=True)
class TutorIdentity:
    """A tutor: T1 … T11 of the thesis' first table, fourteen years later, and a newcomer (C.2)."""

    who: Identity
    status: str
    since: int | None
    on_board: bool
    town: str
    department: str
    minutes: int
    groups: int
    availability: str = "active"
    motto: str = ""


def slug(words: str) -> str:
    """`Élise` → `elise`, `Jean-Marc` → `jean-marc`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "-", plain.lower()).strip("-")


def mobile(number: int) -> str:
    """A mobile number of the range kept for fiction (C.1-3)."""
    return f"06 39 98 {number // 100 % 100:02d} {number % 100:02d}"


def rpps(number: int) -> str:
    """An RPPS of no real range, `999…`, with its Luhn key (C.1-4)."""
    body = f"9990000{number:03d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def ine(number: int) -> str:
    """An INE that is obviously none: nine digits and two letters (C.1-5)."""
    return f"999{number:06d}{chr(65 + number % 26)}{chr(65 + number // 26 % 26)}"


def student_number(year: int, rank: int) -> str:
    """Eight digits, as at Tours: the year of entry, then a rank."""
    return f"2{year % 100:02d}{rank:05d}"


def gender_of(first_name: str) -> str:
    """The grammatical gender of a first name of the demo; `""` for one that says nothing."""
    if first_name in UNSAID:
        return ""
    return "f" if first_name in WOMEN else "m"


def drawn_names() -> list[tuple[str, str]]:
    """Every first name with every last name, always drawn in the same order, without the star's.

    Cohorts take theirs from the start, the files to import from the end.
    """
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    pairs.remove((STAR.first_name, STAR.last_name))
    random.Random(SEED).shuffle(pairs)
    return pairs


def _tutor(title: str, first: str, last: str, gender: str, portrait: str, *more: str) -> Identity:
    return Identity(first, last, gender, title, (*more, Role.TUTOR), portrait)


TUTORS = (
    TutorIdentity(
        _tutor("Dr", "Élise", "Marchand", "f", "chestnut-bun"),
        "CCU", 2022, True, "Tours", "37", 10, 3,
        motto="Venez avec ce qui vous a gêné, pas avec ce qui s’est bien passé.",
    ),
    TutorIdentity(
        _tutor("Dr", "Bruno", "Casteix", "m", "grey-short-glasses"),
        "MCA", 2021, True, "Saint-Avertin", "37", 15, 2,
        motto="Un doute écrit vaut mieux que trois certitudes.",
    ),
    TutorIdentity(
        _tutor("Dr", "Henri", "Vauzelle", "m", "white-bald-beard"),
        "MSU", 2018, False, "Amboise", "37", 30, 0, "withdrawing",
    ),
    TutorIdentity(
        _tutor("Dr", "Laurent", "Pitaud", "m", ""),
        "MSU", 2022, False, "Vendôme", "41", 55, 2,
        motto="Je rappelle toujours, souvent depuis la voiture, à l’arrêt.",
    ),
    TutorIdentity(
        _tutor("Dr", "Alain", "Berthomier", "m", "brown-short-moustache"),
        "PA", 2018, True, "Blois", "41", 50, 3,
        motto="Le portfolio est à vous ; je ne fais que le lire.",
    ),
    TutorIdentity(
        _tutor("Dr", "Sylvie", "Nadaud", "f", "grey-bob-glasses"),
        "MCA", 2021, True, "Loches", "37", 45, 3,
        motto="On se parle aussi en dehors des séances. Il suffit de demander.",
    ),
    TutorIdentity(
        _tutor("Dr", "Pascal", "Orvault", "m", "grey-side"),
        "MSU", 2021, False, "Montargis", "45", 115, 1, "reduced",
        motto="Je viens de loin, alors nous commençons à l’heure.",
    ),
    TutorIdentity(
        _tutor("Dr", "Gérard", "Loubière", "m", ""),
        "MSU", 2018, False, "Chinon", "37", 50, 0, "away",
    ),
    TutorIdentity(
        _tutor("Pr", "Michel", "Anselmi", "m", "white-short-glasses", Role.DIRECTOR),
        "PA", 2018, True, "Tours", "37", 10, 1,
        motto="Dites-moi ce que vous feriez autrement demain.",
    ),
    TutorIdentity(
        _tutor("Pr", "Françoise", "Dumercy", "f", "white-bob", Role.COORDINATOR),
        "PA", 2018, True, "Joué-lès-Tours", "37", 20, 1, "withdrawing",
        motto="Personne ne traverse l’internat sans moment creux. Parlons-en tôt.",
    ),
    TutorIdentity(
        _tutor("Dr", "Jean-Marc", "Sablon", "m", "dark-short-beard"),
        "MSU", 2018, False, "Romorantin-Lanthenay", "41", 70, 2,
        motto="Écrivez court, écrivez souvent.",
    ),
    TutorIdentity(
        _tutor("Dr", "Clara", "Vidalenc", "f", "red-long"),
        "MSU", None, False, "Tours", "37", 15, 0,
        motto="C’est aussi ma première année ici : nous apprendrons ensemble.",
    ),
)  # fmt: skip

CO_TUTORS = (
    TutorIdentity(
        Identity("Hugo", "Ranvier", "m", "Dr", (Role.CO_TUTOR,), "blond-short-glasses"),
        "CO_TUTOR", None, False, "Tours", "37", 15, 0,
    ),
    TutorIdentity(
        Identity("Amandine", "Sorel", "f", "Dr", (Role.CO_TUTOR,), "black-curly"),
        "CO_TUTOR", None, False, "Montlouis", "37", 25, 0,
    ),
)  # fmt: skip
CO_TUTORED = {"Marchand": "Ranvier", "Nadaud": "Sorel"}

SECRETARY = Identity("Nadège", "Fortin", "f", "", (Role.SECRETARY,), "red-bob")
ADMINISTRATOR = Identity("Romain", "Estival", "m", "", (Role.ADMINISTRATOR,), "")
COMMISSION_MEMBER = Identity(
    "Anne-Laure", "Sicard", "f", "Pr", (Role.COMMISSION, Role.SUPERVISOR), "dark-bob"
)
STAFF = (SECRETARY, ADMINISTRATOR)


@dataclass(frozen=True)
class SupervisorIdentity:
    """A maître de stage, or a chef de service (`kind` is a `StageSupervisor.Kind`)."""

    who: Identity
    kind: str
    place: str
    town: str
    department: str


def _supervisor(
    title: str, first: str, last: str, gender: str, kind: str, place: str, where: str, portrait: str = ""
) -> SupervisorIdentity:
    who = Identity(first, last, gender, title, (Role.SUPERVISOR,), portrait)
    town, department = where.split("/")
    return SupervisorIdentity(who, kind, place, town, department)


SUPERVISORS = (
    _supervisor("Dr", "Karim", "Belhadj", "m", "msu", "Cabinet des Lys", "Chinon/37", "black-short-beard"),
    _supervisor("Dr", "Odile", "Trémolat", "f", "msu", "Maison de santé du Val de Creuse", "Loches/37",
        "grey-bun"),
    _supervisor("Dr", "Sophie", "Lecointre", "f", "msu", "Pôle de santé de la Gare", "Blois/41",
        "blond-long"),
    _supervisor("Dr", "Hugo", "Vandame", "m", "msu", "Cabinet du Mail", "Vendôme/41"),
    SupervisorIdentity(COMMISSION_MEMBER, "head", "CHRU de Tours, Clocheville", "Tours", "37"),
    _supervisor("Dr", "Mathieu", "Corsini", "m", "head", "CH de Blois", "Blois/41", "dark-short"),
    _supervisor("Dr", "Naïma", "Ketchian", "f", "msu", "Maison de santé des Trois-Rivières",
        "Romorantin-Lanthenay/41"),
    _supervisor("Dr", "Yvon", "Guérande", "m", "msu", "Cabinet de la Halle", "Amboise/37", "white-side"),
    _supervisor("Dr", "Perrine", "Aubarède", "f", "msu", "Maison de santé de l’Orme", "Châteaudun/28"),
    _supervisor("Dr", "Éric", "Montfleury", "m", "head", "CHRU de Tours, Trousseau", "Tours/37"),
    _supervisor("Dr", "Solène", "Castaing", "f", "head", "CH de Vendôme", "Vendôme/41", "chestnut-long"),
    _supervisor("Dr", "Tristan", "Delorge", "m", "head", "CH du Chinonais", "Chinon/37"),
)  # fmt: skip

FACULTY_NAMES = frozenset(
    identity.last_name
    for identity in (
        *(tutor.who for tutor in TUTORS + CO_TUTORS),
        *STAFF,
        *(supervisor.who for supervisor in SUPERVISORS),
    )
)


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as, and the role that is worn then."""

    identity: Identity
    role: str
    label: str


STAR = Identity("Inès", "Bonnefoy", "f", "", (Role.INTERN,), "chestnut-long")

PERSONAS = (
    Persona(SECRETARY, Role.SECRETARY, "Secrétaire du DUMG"),
    Persona(TUTORS[5].who, Role.TUTOR, "Tutrice"),
    Persona(STAR, Role.INTERN, "Interne"),
    Persona(TUTORS[9].who, Role.COORDINATOR, "Coordonnatrice du DES"),
    Persona(TUTORS[8].who, Role.DIRECTOR, "Directeur du DUMG"),
    Persona(CO_TUTORS[0].who, Role.CO_TUTOR, "Co-tuteur"),
    Persona(SUPERVISORS[0].who, Role.SUPERVISOR, "Maître de stage"),
    Persona(COMMISSION_MEMBER, Role.COMMISSION, "Membre de la commission"),
    Persona(ADMINISTRATOR, Role.ADMINISTRATOR, "Administration technique"),
)
