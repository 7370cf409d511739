"""The shape of a placement evaluation: six levels, a comment, a next step."""

from collections.abc import Iterable
from typing import Any

from django import forms

from evaluations.level_form import DESCRIPTORS
from portfolios.models import Competency
from portfolios.models.framework import Level


class PlacementEvaluationForm(forms.Form):
    comment = forms.CharField(
        label="Ce que vous avez observé",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "voice"}),
        help_text="Un fait, une situation\u00a0: rien qui permette de reconnaître un patient.",
        error_messages={"max_length": "Le commentaire compte %(show_value)d signes, pour 4000 au plus."},
    )
    next_step = forms.CharField(
        label="Prochain pas",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
        help_text="Ce qui ferait le plus progresser maintenant.",
        error_messages={"max_length": "Le prochain pas compte %(show_value)d signes, pour 1000 au plus."},
    )

    def __init__(self, *args: Any, competencies: Iterable[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competencies = list(competencies)
        for competency in self.competencies:
            self.fields[f"level_{competency.code}"] = forms.TypedChoiceField(
                label=competency.short_label,
                choices=Level.choices,
                coerce=int,
                initial=Level.NOT_ASSESSED.value,
                error_messages={
                    "required": f"{competency.short_label}\u00a0: choisissez un niveau, ou « Non évalué ».",
                    "invalid_choice": f"{competency.short_label}\u00a0: choisissez un des quatre niveaux.",
                },
            )

    @property
    def petals(self) -> list[dict[str, Any]]:
        """For the template: each competency, its field, and the four (level, label, descriptor, chosen)."""
        return [
            {
                "competency": competency,
                "field": field,
                "choices": [
                    (
                        level.value,
                        str(level.label),
                        DESCRIPTORS[level],
                        str(field.value()) == str(level.value),
                    )
                    for level in Level
                ],
            }
            for competency in self.competencies
            for field in [self[f"level_{competency.code}"]]
        ]

    def levels(self) -> dict[str, int]:
        """Competency code → level; the form is valid."""
        return {each.code: self.cleaned_data[f"level_{each.code}"] for each in self.competencies}
