"""Rooms and their closures (A-140, A-141)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from design.french import PARIS, long_date
from groups import journal
from groups.imports import Field, ImportContext, ImportKind, Row, RowOutcome, State
from groups.imports.fields import boolean, choice, clock, day, fold, integer, text, yes_no
from meetings.models import Room, RoomClosure

LAYOUTS = dict(Room.Layout.choices)
LAYOUT_ALIASES = {
    "cercle": "circle",
    "table": "table",
    "table unique": "table",
    "U": "u",
    "îlots": "islands",
    "tables mobiles": "islands",
    "rangées": "rows",
    "rangs": "rows",
    "amphi": "tiers",
    "gradins": "tiers",
}


class RoomKind(ImportKind):
    """A room is recognised by its code, whatever its hyphens and capitals."""

    name = "rooms"
    label, label_plural, feminine = "salle", "salles", True
    help = "Une ligne par salle. Le code fait le lien d’un import à l’autre."
    keys = ("code",)
    fields = (
        Field(
            "code",
            "Code",
            aliases=("salle", "code salle", "n° salle", "local"),
            required=True,
            convert=text(20),
            example="TON-A1",
        ),
        Field(
            "name",
            "Nom",
            aliases=("libellé", "nom de la salle"),
            convert=text(80),
            example="Salle des thèses",
        ),
        Field("site", "Site", aliases=("bâtiment", "lieu"), convert=text(80), example="Tonnellé"),
        Field(
            "layout",
            "Disposition",
            aliases=("type", "configuration"),
            convert=choice(LAYOUTS, LAYOUT_ALIASES),
            show=lambda code: str(LAYOUTS[code]),
            example="en îlots",
        ),
        Field(
            "capacity",
            "Places",
            aliases=("capacité", "nombre de places", "jauge"),
            required=True,
            convert=integer(1, 2000),
            example="24",
        ),
        Field(
            "group_work",
            "Convient à un groupe",
            aliases=("groupe", "adaptée"),
            convert=boolean,
            show=yes_no,
            example="oui",
        ),
        Field(
            "accessible",
            "Accessible en fauteuil",
            aliases=("PMR", "accessible", "accessibilité"),
            convert=boolean,
            show=yes_no,
            example="oui",
        ),
        Field("note", "Remarque", aliases=("commentaire", "observations"), convert=text(200)),
    )

    def plan(self, rows: Sequence[Row], context: ImportContext) -> list[RowOutcome]:
        known = _known_rooms()
        return [self._outcome(row, known.get(fold(row["code"]))) for row in rows]

    def _outcome(self, row: Row, room: Room | None) -> RowOutcome:
        if room is None:
            return self.compare(row, None)
        current = {field.name: getattr(room, field.name) for field in self.fields if field.name != "code"}
        return self.compare(row, current, target=room.pk)

    def apply(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        created = [outcome for outcome in outcomes if outcome.state is State.CREATED]
        rooms = Room.objects.bulk_create(Room(**outcome.values) for outcome in created)
        journal.record_created(rooms, context.actor)
        changed = [outcome for outcome in outcomes if outcome.state is State.CHANGED]
        known = Room.objects.in_bulk([outcome.target for outcome in changed])
        for outcome in changed:
            for name, value in outcome.values.items():
                if name != "code":
                    setattr(known[outcome.target], name, value)
        Room.objects.bulk_update(
            known.values(), [field.name for field in self.fields if field.name != "code"]
        )
        journal.record_changed(
            (
                (
                    known[outcome.target],
                    {change.label: (change.old, change.new) for change in outcome.changes},
                )
                for outcome in changed
            ),
            context.actor,
        )

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        return "Voir les salles", reverse("meetings:room-list")


class ClosureKind(ImportKind):
    """A closure is never changed: the same room, from the same moment, is the same closure."""

    name = "closures"
    label, label_plural, feminine = "fermeture de salle", "fermetures de salle", True
    help = "Une ligne par fermeture. Sans heures, la salle est fermée toute la journée."
    fields = (
        Field(
            "code", "Salle", aliases=("code", "code salle"), required=True, convert=text(20), example="TON-C"
        ),
        Field(
            "first",
            "Du",
            aliases=("date", "début", "date de début"),
            required=True,
            convert=day,
            show=long_date,
            example="10/12/2026",
        ),
        Field(
            "last", "Au", aliases=("fin", "date de fin"), convert=day, show=long_date, example="10/12/2026"
        ),
        Field("start", "De", aliases=("heure de début",), convert=clock, example="08:00"),
        Field("end", "À", aliases=("heure de fin",), convert=clock, example="12:00"),
        Field("reason", "Motif", aliases=("objet",), convert=text(120), example="Soutenances"),
    )

    def label_of(self, values: Mapping[str, Any]) -> str:
        return " ".join([str(values.get("code", "")), _shown_day(values.get("first"))]).strip()

    def plan(self, rows: Sequence[Row], context: ImportContext) -> list[RowOutcome]:
        rooms = _known_rooms()
        known = {
            (closure.room_id, closure.starts_at): closure
            for closure in RoomClosure.objects.filter(room__in=[room.pk for room in rooms.values()])
        }
        outcomes = []
        for row in rows:
            room = rooms.get(fold(row["code"]))
            starts_at, ends_at = _times(row.values)
            if room is None:
                outcomes.append(
                    row.refused(
                        "code", f"La salle {row['code']} n’existe pas.", "Importez d’abord les salles."
                    )
                )
            elif ends_at <= starts_at:
                outcomes.append(
                    row.refused("last", "La fin vient avant le début.", "Corrigez les dates ou les heures.")
                )
            else:
                closure = known.get((room.pk, starts_at))
                current = {"reason": closure.reason} if closure else None
                outcomes.append(self.compare(row, current, target=closure.pk if closure else None))
        return outcomes

    def apply(self, outcomes: Sequence[RowOutcome], context: ImportContext) -> None:
        rooms = _known_rooms()
        created = [outcome for outcome in outcomes if outcome.state is State.CREATED]
        closures = []
        for outcome in created:
            starts_at, ends_at = _times(outcome.values)
            closures.append(
                RoomClosure(
                    room=rooms[fold(outcome.values["code"])],
                    starts_at=starts_at,
                    ends_at=ends_at,
                    reason=outcome.values.get("reason", ""),
                )
            )
        journal.record_created(RoomClosure.objects.bulk_create(closures), context.actor)
        changed = {outcome.target: outcome for outcome in outcomes if outcome.state is State.CHANGED}
        known = RoomClosure.objects.in_bulk(changed)
        for pk, closure in known.items():
            closure.reason = changed[pk].values["reason"]
        RoomClosure.objects.bulk_update(known.values(), ["reason"])

    def next_step(self, context: ImportContext) -> tuple[str, str] | None:
        return "Voir les salles", reverse("meetings:room-list")


def _known_rooms() -> dict[str, Room]:
    return {fold(room.code): room for room in Room.objects.all()}


def _times(values: Mapping[str, Any]) -> tuple[datetime, datetime]:
    first, last = values["first"], values.get("last", values["first"])
    start = datetime.combine(first, values.get("start", time.min), PARIS)
    end = datetime.combine(last, values.get("end", time(23, 59)), PARIS)
    return start, end


def _shown_day(value: date | None) -> str:
    return long_date(value) if value else ""
