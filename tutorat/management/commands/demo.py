"""`manage.py demo`: load the invented faculty, or say whom to sign in as."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from design.french import plural
from tutorat.demo.files import demo_files
from tutorat.demo.load import AlreadyInhabited, load_demo
from tutorat.demo.loading.world import PROFILES
from tutorat.demo.people import PERSONAS


class Command(BaseCommand):
    help = "Charge la faculté de démonstration (mode démonstration seulement)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--profile", choices=sorted(PROFILES), default="S", help="S : lisible ; R : à l’échelle réelle."
        )
        parser.add_argument("--people", action="store_true", help="Affiche seulement qui essayer.")
        parser.add_argument("--files", type=Path, metavar="DOSSIER", help="Écrit les fichiers à importer.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "La faculté de démonstration ne se charge qu’en mode démonstration. "
                "Si cette base ne contient rien de réel, relancez avec DEMO=1."
            )
        if options["people"]:
            self._say_people()
        elif options["files"]:
            self._write_files(options["files"])
        else:
            self._load(options["profile"])

    def _load(self, profile: str) -> None:
        try:
            world = load_demo(PROFILES[profile])
        except AlreadyInhabited:
            raise CommandError(
                "Des personnes existent déjà dans cette base : la démonstration n’y touche pas. "
                "Pour repartir de zéro, utilisez un autre dossier de données (TUTORAT_DATA)."
            ) from None
        interns = sum(len(each.interns) for each in world.groups)
        self.stdout.write(
            f"Faculté de démonstration chargée : {plural(interns, 'interne')}, "
            f"{plural(len(world.groups), 'groupe')}, {plural(len(world.tutors), 'tuteur')}."
        )

    def _say_people(self) -> None:
        self.stdout.write("Personnes de la démonstration, à choisir sur la page de connexion :")
        width = max(len(persona.label) for persona in PERSONAS)
        for persona in PERSONAS:
            who = persona.identity
            name = " ".join(filter(None, (who.title, who.first_name, who.last_name)))
            self.stdout.write(f"  {persona.label:<{width}}  {name:<24}  {who.email}")

    def _write_files(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in demo_files().items():
            (folder / name).write_bytes(content)
            self.stdout.write(str(folder / name))
