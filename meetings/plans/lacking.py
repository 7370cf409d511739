"""What leaves the planner nothing to choose from, before any search."""

from meetings.planner import Instance


def lacking_in(instance: Instance) -> str:
    """A sentence and its remedy when there is no day or no room at all; empty otherwise."""
    if not instance.days:
        return (
            "Aucun jour du semestre n’est possible avec les réglages du planificateur. Ajoutez une journée "
            "dédiée, ou raccourcissez le délai de prévenance."
        )
    if not instance.rooms:
        return "Aucune salle n’est proposée. Ajoutez une salle, ou remettez-en une en service."
    return ""
