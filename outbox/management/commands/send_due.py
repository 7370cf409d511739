from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from design.french import NBSP, plural
from outbox.delivery import send_due


class Command(BaseCommand):
    help = "Envoie les messages dus. Sort en 1 si l’un d’eux n’a pas pu partir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="ISO", help="fait comme si c’était ce moment-là, par exemple 2027-01-07T08:00"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        report = send_due(now=_moment(options["now"]) if options["now"] else None)
        sentence = ", ".join(
            [plural(report.sent, "message envoyé", "messages envoyés")]
            + [f"{count}{NBSP}{words}" for count, words in _rest(report) if count]
        )
        if not report.went_well:
            raise CommandError(f"{sentence}. Voyez la page Messages.")
        self.stdout.write(f"{sentence}.")


def _rest(report: Any) -> list[tuple[int, str]]:
    return [
        (report.cancelled, "sans objet"),
        (report.postponed, "à réessayer"),
        (report.failed, "en échec"),
        (report.uncertain, "à vérifier"),
    ]


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if day:
        moment = datetime.combine(day, datetime.min.time())
    if moment is None:
        raise CommandError(
            f"«{NBSP}{text}{NBSP}» n’est pas un moment. Écrivez-le ainsi{NBSP}: 2027-01-07T08:00."
        )
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
