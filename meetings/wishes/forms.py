"""The wishes as people fill them in."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from design.french import WEEKDAYS
from groups.models import Tutor
from meetings.forms import WRONG_YEAR, YEARS, DateInput
from meetings.models import TutorWishes, WishCall

SESSIONS_A_DAY = ((1, "une"), (2, "deux"), (3, "trois"))
NO_LIMIT = "sans limite"


class WishCallForm(forms.Form):
    deadline = forms.DateField(
        label="Réponse attendue jusqu’au", widget=DateInput, help_text="Ce jour-là compris."
    )
    remind_days = forms.IntegerField(
        label="Relance, en jours avant",
        min_value=1,
        max_value=30,
        initial=3,
        help_text="À 8 h, aux personnes qui n’ont pas répondu.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "De 1 à 30 jours, en chiffres."),
    )

    def clean_deadline(self) -> date:
        deadline: date = self.cleaned_data["deadline"]
        if deadline.year not in YEARS:
            raise ValidationError(WRONG_YEAR)
        return deadline

    @classmethod
    def of(cls, call: WishCall | None, data: Any) -> "WishCallForm":
        known = {"deadline": call.deadline, "remind_days": call.remind_days} if call else {}
        return cls(data, initial=known)


class PaintedField(forms.MultipleChoiceField):
    """Boxes of a calendar; a code that is not on it is left out without a word."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def validate(self, value: list[str]) -> None:
        pass


class WishesForm(forms.Form):
    """One tutor's wishes; the half-days are drawn by the template from `away`."""

    away = PaintedField()
    preferred_weekdays = forms.TypedMultipleChoiceField(
        label="Jours préférés", required=False, coerce=int, empty_value=[]
    )
    most_sessions_a_day = forms.TypedChoiceField(
        label="Séances par jour, au plus",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", NO_LIMIT), *SESSIONS_A_DAY],
    )
    town = forms.CharField(
        label="Commune", max_length=80, required=False, help_text="D’où vous venez, d’ordinaire."
    )
    driving_minutes = forms.IntegerField(
        label="Route, en minutes",
        min_value=0,
        max_value=600,
        help_text="Pour l’aller, de porte à porte. Une longue route évite les séances trop tôt ou isolées.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Des minutes en chiffres, 600 (dix heures) au plus."
        ),
    )

    def __init__(self, data: Any, *, weekdays: Iterable[int], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        choices = [(str(weekday), WEEKDAYS[weekday]) for weekday in weekdays]
        self.fields["preferred_weekdays"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(
        cls, tutor: Tutor, wishes: TutorWishes | None, data: Any, *, weekdays: Iterable[int]
    ) -> "WishesForm":
        known = {
            "preferred_weekdays": [str(weekday) for weekday in wishes.preferred_weekdays] if wishes else [],
            "most_sessions_a_day": (wishes.most_sessions_a_day if wishes else None) or "",
            "town": tutor.town,
            "driving_minutes": tutor.driving_minutes,
        }
        return cls(data, weekdays=weekdays, initial=known)

    @property
    def weekday_pills(self) -> list[tuple[str, str, bool]]:
        """(value, label, checked) of each candidate weekday, as typed or as known."""
        chosen = {str(value) for value in self["preferred_weekdays"].value() or []}
        choices: Sequence[tuple[str, str]] = self.fields["preferred_weekdays"].choices  # type: ignore[attr-defined]
        return [(value, label, value in chosen) for value, label in choices]

    @property
    def limit_choices(self) -> list[tuple[str, str, str]]:
        """(value, label, tone) for a segment."""
        return [("", NO_LIMIT, ""), *((str(number), label, "") for number, label in SESSIONS_A_DAY)]

    @property
    def limit(self) -> str:
        return str(self["most_sessions_a_day"].value() or "")


class DutiesForm(forms.Form):
    """One intern's nights and leave; the boxes are drawn by the template."""

    away = PaintedField()
