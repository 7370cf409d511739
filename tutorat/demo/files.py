"""The files to try the imports with: thirty new interns in three formats, tutors, rooms, a calendar…"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Role
from tutorat.demo import people
from tutorat.demo.calendar import THURSDAY, TUESDAY, calendar_on, first_worked
from tutorat.demo.people import Identity

NEWCOMERS = 30
STEP = "MDGP11@DESMG1"
NEW_TUTORS = (
    ("Dr", "Maud", "Brissac", "Langeais", "37", 30),
    ("Dr", "Ivan", "Torelli", "Montrichard", "41", 45),
    ("Dr", "Hélène", "Aubusson", "Descartes", "37", 50),
)
NEW_SUPERVISORS = (
    ("Dr", "Colette", "Vernaison", "MSU", "Cabinet des Tilleuls", "Bourgueil", "37"),
    ("Dr", "Simon", "Quéméneur", "MSU", "Maison de santé du Loir", "Montoire", "41"),
    ("Dr", "Leïla", "Sabatier", "MSU", "Centre de santé du Sanitas", "Tours", "37"),
    ("Dr", "Bastien", "Rouvray", "MSU", "Cabinet de la Forge", "Nogent-le-Rotrou", "28"),
    ("Pr", "Agnès", "Malaterre", "Chef de service", "CH de Bourges", "Bourges", "18"),
    ("Dr", "Octave", "Perrigny", "Chef de service", "CH de Vierzon", "Vierzon", "18"),
)
NEW_ROOMS = (
    ("TON-B204", "Salle de travaux dirigés", "Tonnellé", "en cercle", 20, "oui", "oui", ""),
    (
        "TON-B210",
        "Salle de travaux dirigés",
        "Tonnellé",
        "autour d’une table",
        14,
        "oui",
        "oui",
        "À confirmer",
    ),
    ("TON-F", "Salle informatique", "Tonnellé", "en rangées", 18, "non", "oui", "Écrans fixes"),
)
NEW_SEMINARS = (
    "Violences : repérer et orienter",
    "Certificats et secret",
    "Prescrire moins, prescrire mieux",
)
ROOM_HEADINGS = (
    "Code",
    "Nom",
    "Site",
    "Disposition",
    "Places",
    "Convient à un groupe",
    "Accessible",
    "Remarque",
)

Row = Sequence[object]


def demo_files(today: date | None = None) -> dict[str, bytes]:
    """Name → content, as seen on `today` (default: now)."""
    today = today or timezone.localdate()
    return {
        "demo_etudiants.csv": _etudiants(today),
        "demo_apogee.csv": _apogee(today),
        "demo_pegase.csv": _pegase(today),
        "demo_tuteurs.csv": _tuteurs(),
        "demo_msu.csv": _msu(),
        "demo_salles.csv": _written(ROOM_HEADINGS, NEW_ROOMS),
        "demo_seminaires.csv": _seminaires(today),
        "demo_enseignements.ics": enseignements(today),
    }


def newcomers() -> list[Identity]:
    """The interns of the newest cohort, who are in no demo database before they are imported."""
    names = people.drawn_names()[-NEWCOMERS:]
    return [
        Identity(first, last, people.gender_of(first), "", (Role.INTERN,)) for first, last in sorted(names)
    ]


def _numbered(today: date) -> Iterable[tuple[str, int, Identity]]:
    year = calendar_on(today).newest
    for rank, who in enumerate(newcomers(), start=1):
        yield people.student_number(year, rank), rank, who


def _etudiants(today: date) -> bytes:
    """The export of GIP-RECIA for the portfolio (B.17)."""
    headings = "eppn nomFamilleEtudiant prenomEtudiant courrielEtudiant matriculeEtudiant codesEtape".split()  # noqa: SIM905
    rows = [
        (f"{number}t@{people.STUDENT_DOMAIN}", who.last_name, who.first_name, who.email, number, STEP)
        for number, _, who in _numbered(today)
    ]
    return _written(headings, rows, delimiter=",", quote_all=True)


def _apogee(today: date) -> bytes:
    """An older extract: Apogée names, Windows-1252, semicolons, the INE cut in two."""
    headings = (
        *("COD_ETU", "LIB_NOM_PAT_IND", "LIB_NOM_USU_IND", "LIB_PR1_IND", "COD_SEX_ETU", "COD_NNE_IND"),
        *("COD_CLE_NNE_IND", "ADR_MAIL", "COD_ETP", "COD_ANU", "ETA_IAE"),
    )
    year = calendar_on(today).newest
    rows = [
        (
            number,
            who.last_name.upper(),
            "",
            who.first_name.upper(),
            _sex(who),
            ine[:10],
            ine[10:],
            who.email,
            "MDGP11",
            year,
            "E",
        )
        for number, rank, who in _numbered(today)
        for ine in [people.ine(9000 + rank)]
    ]
    return _written(headings, rows, encoding="cp1252")


def _pegase(today: date) -> bytes:
    headings = (
        "Code apprenant",
        "Nom de famille",
        "Nom d'usage",
        "Prénom",
        "INE confirmé",
        "Mail institutionnel",
    )
    rows = [
        (number, who.last_name, "", who.first_name, people.ine(9000 + rank), who.email)
        for number, rank, who in _numbered(today)
    ]
    return _written(headings, rows)


def _tuteurs() -> bytes:
    headings = (
        *("Titre", "Nom", "Prénom", "Adresse électronique", "Téléphone", "Statut", "Tutorat depuis", "RPPS"),
        *("Commune", "Département", "Route (minutes)"),
    )
    rows = [
        (
            title,
            last,
            first,
            _address(first, last),
            people.mobile(8000 + rank),
            "MSU",
            "",
            people.rpps(800 + rank),
            town,
            department,
            minutes,
        )
        for rank, (title, first, last, town, department, minutes) in enumerate(NEW_TUTORS)
    ]
    return _written(headings, rows)


def _msu() -> bytes:
    headings = (
        "Titre",
        "Nom",
        "Prénom",
        "Adresse électronique",
        "Nature",
        "Cabinet ou service",
        "Commune",
        "Département",
    )
    rows = [
        (title, last, first, _address(first, last), kind, place, town, department)
        for title, first, last, kind, place, town, department in NEW_SUPERVISORS
    ]
    return _written(headings, rows)


def _seminaires(today: date) -> bytes:
    calendar = calendar_on(today)
    headings = ("Promotion", "Intitulé", "Date", "Début", "Fin", "Lieu")
    days = [first_worked(THURSDAY, calendar.thursday + timedelta(weeks=weeks)) for weeks in (3, 6, 10)]
    rows = [
        (calendar.newest, title, f"{day:%d/%m/%Y}", "14:00", "17:00", "Amphithéâtre, site Tonnellé")
        for title, day in zip(NEW_SEMINARS, days, strict=True)
    ]
    return _written(headings, rows)


def enseignements(today: date) -> bytes:
    """The teaching as another office keeps it: a course that repeats, a whole day, one that is cancelled."""
    calendar = calendar_on(today)
    first = first_worked(TUESDAY, calendar.thursday + timedelta(weeks=2))
    skipped = first + timedelta(weeks=4)
    congress = first_worked(THURSDAY, calendar.thursday + timedelta(weeks=7))
    paris = "TZID=Europe/Paris"
    events = (
        (
            "UID:echographie@tutorat.example",
            "SUMMARY:Échographie au cabinet",
            "LOCATION:Plateforme de simulation\\, site Tonnellé",
            f"DTSTART;{paris}:{first:%Y%m%d}T090000",
            f"DTEND;{paris}:{first:%Y%m%d}T120000",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=5",
            f"EXDATE;{paris}:{skipped:%Y%m%d}T090000",
        ),
        (
            "UID:journee@tutorat.example",
            "SUMMARY:Journée du département",
            f"DTSTART;VALUE=DATE:{congress:%Y%m%d}",
        ),
        (
            "UID:annule@tutorat.example",
            "SUMMARY:Atelier annulé",
            "STATUS:CANCELLED",
            f"DTSTART;{paris}:{first:%Y%m%d}T140000",
            f"DTEND;{paris}:{first:%Y%m%d}T160000",
        ),
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Enseignements//FR", "X-WR-CALNAME:Enseignements"]
    for event in events:
        lines += ["BEGIN:VEVENT", f"DTSTAMP:{today:%Y%m%d}T060000Z", *event, "END:VEVENT"]
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def _sex(who: Identity) -> str:
    return "F" if who.gender == "f" else "M"


def _address(first: str, last: str) -> str:
    return f"{people.slug(first)}.{people.slug(last)}@{people.STAFF_DOMAIN}"


def _written(
    headings: Row,
    rows: Iterable[Row],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    quote_all: bool = False,
) -> bytes:
    out = io.StringIO(newline="")
    writer = (
        csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        if quote_all
        else csv.writer(out, delimiter=delimiter)
    )
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)
