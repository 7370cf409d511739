"""Constitute the groups of a cohort from a script: the same action as on the screen."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from design.french import plural
from groups.actions import NotPossible, constitute_groups
from groups.models import Cohort


class Command(BaseCommand):
    help = "Constitue les groupes d’une promotion. La même graine et la même liste donnent les mêmes groupes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cohort", type=int, required=True, help="l’année de la promotion")
        parser.add_argument("--seed", required=True, help="la graine du mélange")

    def handle(self, *args: Any, **options: Any) -> None:
        cohort = Cohort.objects.select_related("policy").filter(year=options["cohort"]).first()
        if cohort is None:
            raise CommandError(
                f"La promotion {options['cohort']} n’existe pas. Importez d’abord ses internes."
            )
        try:
            constitution = constitute_groups(cohort=cohort, seed=options["seed"], actor=None)
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        count = constitution.groups.count()
        self.stdout.write(
            f"{plural(count, 'groupe constitué', 'groupes constitués')}, graine {constitution.seed}."
        )
