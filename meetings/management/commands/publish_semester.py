from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from design.french import NBSP, plural
from meetings.actions.convening import publish_sessions
from meetings.models import Semester, TutorialSession
from meetings.queries import semester_on


class Command(BaseCommand):
    help = "Publie les séances en brouillon d’un semestre et convoque les personnes concernées."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--semester",
            metavar="ISO",
            help="premier jour du semestre, par exemple 2026-11-02 ; à défaut, celui d’aujourd’hui",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        semester = _semester(options["semester"])
        sessions = TutorialSession.objects.filter(semester=semester, state=TutorialSession.State.DRAFT)
        convened = publish_sessions(sessions=sessions.order_by("pk").values_list("pk", flat=True), actor=None)
        if not convened.sessions:
            self.stdout.write(f"{semester.label}{NBSP}: rien à publier.")
            return
        self.stdout.write(
            f"{semester.label}{NBSP}: {plural(convened.sessions, 'séance publiée', 'séances publiées')}, "
            f"{plural(convened.called, 'personne convoquée', 'personnes convoquées')}."
        )


def _semester(text: str | None) -> Semester:
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
