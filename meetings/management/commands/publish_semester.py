from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from design.french import NBSP, plural
from meetings.actions.convening import publish_sessions
from meetings.management.semesters import add_semester_option, semester_named
from meetings.models import TutorialSession


class Command(BaseCommand):
    help = "Publie les séances en brouillon d’un semestre et convoque les personnes concernées."

    def add_arguments(self, parser: CommandParser) -> None:
        add_semester_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        semester = semester_named(options["semester"])
        sessions = TutorialSession.objects.filter(semester=semester, state=TutorialSession.State.DRAFT)
        convened = publish_sessions(sessions=sessions.order_by("pk").values_list("pk", flat=True), actor=None)
        if not convened.sessions:
            self.stdout.write(f"{semester.label}{NBSP}: rien à publier.")
            return
        self.stdout.write(
            f"{semester.label}{NBSP}: {plural(convened.sessions, 'séance publiée', 'séances publiées')}, "
            f"{plural(convened.called, 'personne convoquée', 'personnes convoquées')}."
        )
