"""How the planner works here, as the coordination fills it in."""

from typing import Any

from django import forms

from design.french import WEEKDAYS
from meetings.forms import TimeInput
from meetings.models import PlanningPolicy
from meetings.models.planning import WEIGHTS

WORKING_DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS[:6])]
HEAVIEST = 200
TIMES = (
    "day_starts_at",
    "day_ends_at",
    "lunch_from",
    "lunch_until",
    "distant_earliest_start",
    "distant_latest_end",
)

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Jours",
        "Où le planificateur peut chercher. Les jours fériés sont toujours laissés de côté.",
        ("weekdays", "preferred_weekdays", "notice_days"),
    ),
    (
        "Heures",
        "Une séance commence sur la grille, entre la première heure et la dernière.",
        ("day_starts_at", "day_ends_at", "lunch_from", "lunch_until", "slot_minutes"),
    ),
    (
        "Tuteurs",
        "Qui vient de loin ne devrait ni partir avant l’aube, ni rentrer la nuit.",
        ("sessions_per_day", "distant_minutes", "distant_earliest_start", "distant_latest_end"),
    ),
    (
        "Promotions et salles",
        "Ce qui fait qu’une promotion avance ensemble, et qu’une salle convient.",
        ("window_days", "waste_unit"),
    ),
    (
        "Ce que coûte un écart, en points",
        "Plus un nombre est grand, plus le planificateur évite l’écart. Zéro : il n’en tient pas compte.",
        WEIGHTS,
    ),
    (
        "Replanifier après une publication",
        "Chaque séance déjà publiée qui bouge coûte ces points : un gain plus petit ne la déplace pas.",
        ("change_weight",),
    ),
)


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Days of the week, 0 for Monday, kept as a list of numbers in order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=WORKING_DAYS, coerce=int, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed([str(day) for day in initial or []], data)


class PlanningPolicyForm(forms.ModelForm):
    weekdays = WeekdaysField(label="Jours possibles")
    preferred_weekdays = WeekdaysField(label="Jours préférés", required=False)

    class Meta:
        model = PlanningPolicy
        fields = [name for _, _, names in SECTIONS for name in names]
        widgets = dict.fromkeys(TIMES, TimeInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._in_order("day_starts_at", "day_ends_at", "La journée finit après son début.")
        self._in_order("lunch_from", "lunch_until", "Le déjeuner finit après son début.")
        preferred, possible = set(cleaned.get("preferred_weekdays") or []), set(cleaned.get("weekdays") or [])
        if possible and not preferred <= possible:
            self.add_error("preferred_weekdays", "Un jour préféré se choisit parmi les jours possibles.")
        for name in (*WEIGHTS, "change_weight"):
            if (cleaned.get(name) or 0) > HEAVIEST:
                self.add_error(name, f"{HEAVIEST} points au plus : au-delà, rien d’autre ne compterait.")
        return cleaned

    def _in_order(self, first: str, last: str, sentence: str) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start and end and end <= start:
            self.add_error(last, sentence)

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        return [(legend, text, [self[name] for name in names]) for legend, text, names in SECTIONS]
