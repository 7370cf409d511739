"""The option by which a command names a semester."""

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from design.french import NBSP
from meetings.models import Semester
from meetings.queries import semester_on


def add_semester_option(parser: CommandParser) -> None:
    parser.add_argument(
        "--semester",
        metavar="ISO",
        help="premier jour du semestre, par exemple 2026-11-02 ; à défaut, celui d’aujourd’hui",
    )


def semester_named(text: str | None) -> Semester:
    """The semester that begins on that day, or today's. Raises `CommandError` with those known."""
    if text is None:
        current = semester_on(timezone.localdate())
        if current is None:
            raise CommandError("Aucun semestre n’est ouvert. Ouvrez-en un, puis recommencez.")
        return current
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    semester = Semester.objects.filter(starts_on=day).first() if day else None
    if semester is None:
        known = ", ".join(
            str(starts_on) for starts_on in Semester.objects.values_list("starts_on", flat=True)
        )
        raise CommandError(
            f"Aucun semestre ne commence le {text}. Semestres connus{NBSP}: {known or 'aucun'}."
        )
    return semester
