"""Every status the interface shows: label, icon, tone. Labels follow the code lists (domain D.2)."""

from typing import NamedTuple


class State(NamedTuple):
    """How a status looks. `dashed` is for what has not left yet (draft, scheduled)."""

    label: str
    icon: str
    tone: str
    dashed: bool = False


STATES: dict[str, State] = {
    # traces
    "draft": State("Brouillon", "pen-line", "ardoise", True),
    "submitted": State("Soumis", "send", "loire"),
    "rework": State("À retravailler", "undo-2", "ambre"),
    "validated": State("Validé", "check", "saule"),
    "not_validated": State("Non validé", "x", "brique"),
    "archived": State("Archivé", "archive", "ardoise"),
    # messages and answers
    "scheduled": State("Programmée", "calendar-clock", "ardoise", True),
    "sending": State("Envoi en cours", "send", "loire", True),
    "sent": State("Envoyée", "send", "loire"),
    "confirmed": State("Confirmée", "check", "saule"),
    "informed": State("Informée", "check", "saule"),
    "answered": State("Répondu", "check", "saule"),
    "excused": State("Excusée", "hand", "bleue"),
    "no_answer": State("Sans réponse", "clock", "ambre"),
    "failed": State("En échec", "mail-x", "brique"),
    "uncertain": State("Envoi incertain", "mail-question-mark", "ambre"),
    "cancelled": State("Annulée", "ban", "ardoise"),
    "updated": State("Mise à jour", "refresh-cw", "loire"),
    # presence
    "present": State("Présence", "check", "saule"),
    "late": State("Retard", "clock", "ambre"),
    "absent": State("Absence", "x", "brique"),
    "absent_excused": State("Absence excusée", "hand", "bleue"),
    "exempted": State("Dispense", "shield-check", "bleue"),
    # sessions, placements, imports and the rest
    "planned": State("Placée", "calendar-clock", "ardoise", True),
    "published": State("Publiée", "check", "saule"),
    "in_progress": State("En cours", "play", "loire"),
    "closed": State("Tenue", "circle-check", "saule"),
    "modified": State("Modifiée", "move", "ambre", True),
    "locked": State("Verrouillée", "lock", "ardoise"),
    "expected": State("Attendu", "hourglass", "ardoise"),
    "late_due": State("En retard", "clock", "ambre"),
    "done": State("Fait", "check", "saule"),
    "to_do": State("À faire", "circle", "ardoise"),
    "missed": State("Non tenu", "x", "brique"),
    "created": State("À créer", "plus", "saule"),
    "changed": State("À modifier", "pen-line", "ambre"),
    "unchanged": State("Inchangé", "check", "ardoise"),
    "refused": State("Refusé", "octagon-alert", "brique"),
    "favourable": State("Favorable", "check", "saule"),
    "reservations": State("Favorable avec réserves", "triangle-alert", "ambre"),
    "unfavourable": State("Défavorable", "x", "brique"),
    "to_review": State("À revoir avec la commission", "circle-alert", "brique"),
    "active": State("Actif", "check", "saule"),
    "inactive": State("Inactif", "archive", "ardoise"),
    "invited": State("Invitation envoyée", "send", "loire"),
    "shared": State("Partagé", "eye", "loire"),
    "private": State("Privé", "lock", "ardoise", True),
    "reflective_shift": State("Basculement réflexif", "rotate-ccw", "or"),
}

ALIASES = {
    "queued": "scheduled",
    "pending": "scheduled",
    "unanswered": "no_answer",
    "prevented": "excused",
    "canceled": "cancelled",
    "open": "in_progress",
    "held": "closed",
    "exempt": "exempted",
    "excuse": "excused",
}


def state(code: str) -> State | None:
    """The look of a status code (case and hyphens do not matter), or None when it is unknown."""
    key = code.strip().lower().replace("-", "_").replace(" ", "_")
    return STATES.get(ALIASES.get(key, key))
