import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from design.french import NBSP, list_words, plural
from groups.models import TutorialGroup
from meetings.actions.planning import adopt_run, carry_out, request_run
from meetings.actions.publishing import publish_plan
from meetings.management.semesters import add_semester_option, semester_named
from meetings.models import PlanningRun
from meetings.plans.live import draft_of

POLL_SECONDS = 1


class Command(BaseCommand):
    help = "Planifie un semestre dans son brouillon, comme le bouton « Planifier », et le publie si demandé."

    def add_arguments(self, parser: CommandParser) -> None:
        add_semester_option(parser)
        parser.add_argument("--seconds", type=int, default=20, help="temps de calcul, de 1 à 600 secondes")
        parser.add_argument("--seed", type=int, default=0, help="graine du calcul")
        parser.add_argument(
            "--least-change", action="store_true", help="déplacer le moins possible de séances déjà publiées"
        )
        parser.add_argument("--publish", action="store_true", help="publier et convoquer aussitôt")
        parser.add_argument("--reason", default="", help="motif donné si une séance publiée est retirée")

    def handle(self, *args: Any, **options: Any) -> None:
        semester = semester_named(options["semester"])
        if not 1 <= options["seconds"] <= 600:
            raise CommandError("Le temps de calcul va de 1 à 600 secondes.")
        try:
            run = request_run(
                semester=semester,
                actor=None,
                seconds=options["seconds"],
                seed=options["seed"],
                keeps_published=options["least_change"],
            )
            self._finish(run)
            merged = adopt_run(run=run, actor=None)
            told = f"{semester.label}{NBSP}: {plural(len(merged.taken), 'séance placée', 'séances placées')}"
            self.stdout.write(f"{told}, coût {run.cost}, borne {run.bound}.")
            self._tell_unplaced(run)
            if options["publish"]:
                self._publish(run, options["reason"])
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal

    def _finish(self, run: PlanningRun) -> None:
        """Search here, or wait for the worker that was faster to take the search."""
        carry_out(run=run.pk)
        run.refresh_from_db()
        while run.is_active:
            time.sleep(POLL_SECONDS)
            run.refresh_from_db()
        if run.failure:
            raise CommandError(run.failure)

    def _tell_unplaced(self, run: PlanningRun) -> None:
        groups = TutorialGroup.objects.select_related("cohort").in_bulk(
            [one["group"] for one in run.unplaced]
        )
        for one in run.unplaced:
            because = " ".join(filter(None, [*one["because"], one["relax"]]))
            self.stdout.write(f"Groupe {groups[one['group']].code} sans créneau{NBSP}: {because}")
        if run.conflict:
            self.stdout.write(f"Incompatibles{NBSP}: {list_words(run.conflict)}")

    def _publish(self, run: PlanningRun, reason: str) -> None:
        draft = draft_of(run.semester)
        if draft is None:
            raise CommandError("Le brouillon vient d’être publié par quelqu’un d’autre.")
        version = publish_plan(plan=draft, seen=draft.revision, actor=None, cancel_reason=reason)
        people = plural(version.people_told or 0, "personne prévenue", "personnes prévenues")
        self.stdout.write(f"Version {version.number} publiée, {people}.")
