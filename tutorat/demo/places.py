"""Rooms of the faculty, wards and practices (C.5, C.6). Codes of rooms are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoRoom:
    """`layout` as in `Room.Layout`; `code` written with an ordinary hyphen."""

    code: str
    name: str
    layout: str
    capacity: int
    group_work: bool
    accessible: bool
    note: str = ""


ROOMS = (
    DemoRoom("TON-A1", "Salle de travaux dirigés, tables mobiles", "circle", 24, True, True),
    DemoRoom("TON-A2", "Salle de travaux dirigés", "rows", 30, True, True, "Tables fixes, en rangées."),
    DemoRoom("TON-C", "Salle de réunion du DUMG", "table", 10, True, True, "Souvent prise."),
    DemoRoom("TON-D", "Petite salle", "table", 6, True, False, "Six personnes au plus."),
    DemoRoom("TON-E", "Amphithéâtre", "tiers", 120, False, True, "Inadapté à un groupe."),
    DemoRoom(
        "TON-V", "Salle de visioconférence", "u", 12, True, True, "Équipée pour une personne à distance."
    ),
)
SITE = "Tonnellé"
SMALL_ROOM_SEATS = 6

# (place, department), by kind of placement (B.4).
WARDS = {
    "URG": (("CHRU de Tours, Trousseau", "37"), ("CH de Blois", "41"), ("CH du Chinonais", "37"),
            ("CH de Chartres", "28"), ("CHU d’Orléans", "45"), ("CH de Bourges", "18")),
    "POLY": (("CH de Vendôme", "41"), ("CH de Loches", "37"), ("CH de Châteauroux–Le Blanc", "36"),
             ("CH de Vierzon", "18"), ("CH d’Amboise", "37"), ("CH de Gien", "45")),
    "FE": (("CHRU de Tours, Clocheville", "37"), ("CH de Blois", "41"), ("CH de Dreux", "28"),
           ("CH de Montargis", "45"), ("CH de Bourges", "18")),
    "LIBRE": (("CHRU de Tours, Bretonneau", "37"), ("CH de Romorantin", "41"), ("CH de Pithiviers", "45")),
}  # fmt: skip
# Kinds of placement, by rank of the semester (1…8): interns alternate between the two of a year.
PATHS = (
    ("URG", "N1", "POLY", "FE", "SASPAS", "LIBRE", "N3A", "N3B"),
    ("N1", "URG", "FE", "POLY", "LIBRE", "SASPAS", "N3A", "N3B"),
)
