from typing import Any

from django.core.management.base import BaseCommand

from design.french import NBSP, plural
from meetings.actions.feeds import refresh_feeds
from meetings.feeds.planning import State


class Command(BaseCommand):
    help = "Relit les agendas suivis par adresse et applique ce qui a changé, comme chaque heure."

    def handle(self, *args: Any, **options: Any) -> None:
        results = refresh_feeds()
        for feed, plan in results:
            if plan is None:
                feed.refresh_from_db()
                self.stderr.write(f"{feed.name}{NBSP}: {feed.failure}")
                continue
            self.stdout.write(
                f"{feed.name}{NBSP}: {plural(plan.counts[State.CREATED], 'créé')}, "
                f"{plural(plan.counts[State.CHANGED], 'modifié')}, "
                f"{plural(plan.counts[State.REMOVED], 'retiré')}."
            )
        if not results:
            self.stdout.write("Aucun agenda n’est suivi par adresse.")
