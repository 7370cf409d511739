"""Draw groups from a sealed document, without the database: the same draw as on the screen."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from design.french import plural
from groups.draw import (
    Attempt,
    Document,
    NotPrepared,
    WrongValue,
    draw,
    minutes,
    seal,
    seed_from,
    verify,
    written,
)


class Command(BaseCommand):
    help = (
        "Tire des groupes au sort à partir d’un document scellé et de la valeur de sa source, et écrit le "
        "procès-verbal. La base n’est ni lue ni changée."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--document",
            required=True,
            help="le document scellé (JSON), ou {document, openings} avec les demandes confidentielles",
        )
        parser.add_argument(
            "--seed",
            required=True,
            action="append",
            help="la valeur annoncée ; à répéter pour chaque numéro de loterie, ou sel:mot de témoin",
        )
        parser.add_argument("--out", required=True, help="où écrire le procès-verbal (JSON)")
        parser.add_argument(
            "--public", action="store_true", help="laisser scellées les demandes confidentielles"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        document = _read(options["document"])
        values = tuple(value.strip() for value in options["seed"])
        try:
            result = draw(document, seed_from(document.source, values))
        except WrongValue as problem:
            raise CommandError(str(problem)) from problem
        except NotPrepared as problem:
            raise CommandError(
                "Le document n’a pas de répartition de départ, et les règles sont trop strictes pour s’en "
                "passer. Scellez le document tel que la page du tirage le prépare."
            ) from problem
        record = written(minutes([Attempt(document, values, result)], full=not options["public"]))
        verdict = verify(record)
        if not verdict.ok:
            raise CommandError(f"Le procès-verbal ne se vérifie pas : {verdict.sentence}")
        try:
            Path(options["out"]).write_bytes(record)
        except OSError as problem:
            raise CommandError(
                f"Le procès-verbal ne peut pas être écrit dans {options['out']} : {problem.strerror}."
            ) from problem
        self.stdout.write(f"{plural(len(result.groups), 'groupe tiré', 'groupes tirés')}. {verdict.sentence}")


def _read(path: str) -> Document:
    """The document of a file; CommandError when it is not one, or not as it is sealed."""
    try:
        plain = json.loads(Path(path).read_bytes())
    except OSError as problem:
        raise CommandError(f"Le document {path} ne peut pas être lu : {problem.strerror}.") from problem
    except ValueError as problem:
        raise CommandError(f"Le document {path} n’est pas du JSON.") from problem
    if isinstance(plain, dict) and set(plain) == {"document", "openings"}:
        published, openings = plain["document"], plain["openings"]
    else:
        published, openings = plain, []
    try:
        document = Document.read(published, openings)
        same = document.published() == published
    except ValueError as problem:
        raise CommandError(f"Le fichier {path} n’est pas un document de tirage.") from problem
    if not same:
        raise CommandError(
            f"Le document {path} n’est pas sous sa forme scellée : son sceau serait {seal(document)}."
        )
    if document.commitments and not openings:
        raise CommandError(
            "Le document contient des demandes confidentielles scellées. Donnez-les avec lui, dans "
            "{document, openings}."
        )
    return document
