"""What a level can rest on, for one intern."""

from dataclasses import dataclass

from evaluations.actions.levels import WAS_THERE
from evaluations.models import Contact, PlacementEvaluation
from groups.models import Intern
from meetings.models import TutorialSession
from portfolios.models import Trace

SHOWN = 20


@dataclass(frozen=True)
class PossibleGrounds:
    traces: list[Trace]
    sessions: list[TutorialSession]
    contacts: list[Contact]
    placement_evaluations: list[PlacementEvaluation]


def grounds_for(intern: Intern) -> PossibleGrounds:
    """The latest traces submitted, sessions attended, exchanges and placement evaluations returned."""
    return PossibleGrounds(
        traces=list(
            Trace.objects.filter(intern=intern)
            .exclude(state=Trace.State.DRAFT)
            .order_by("-submitted_at", "-pk")[:SHOWN]
        ),
        sessions=list(
            TutorialSession.objects.filter(
                attendances__intern=intern, attendances__status__in=WAS_THERE
            ).order_by("-starts_at", "-pk")[:SHOWN]
        ),
        contacts=list(
            Contact.objects.filter(intern=intern, session=None).order_by("-occurred_at", "-pk")[:SHOWN]
        ),
        placement_evaluations=list(
            PlacementEvaluation.objects.filter(placement__intern=intern, submitted_at__isnull=False)
            .select_related("placement")
            .order_by("-submitted_at", "-pk")[:SHOWN]
        ),
    )
