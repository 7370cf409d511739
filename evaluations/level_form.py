"""The shape of a level given: the level, what it rests on, a word."""

from typing import Any

from django import forms

from design.french import medium_date
from evaluations.actions.levels import Grounds
from evaluations.queries.evidence import PossibleGrounds
from portfolios.models.framework import Level

DESCRIPTORS = {
    Level.NOT_ASSESSED: "Rien ne permet encore d’en juger.",
    Level.NOVICE: "Applique ce qui a été appris, avec aide ; décrit ce qui s’est passé.",
    Level.INTERMEDIATE: "Adapte sa démarche à la personne ; explique ses choix et voit ses manques.",
    Level.COMPETENT: "Agit seul dans la complexité ; critique sa pratique et la transforme.",
}


class LevelForm(forms.Form):
    level = forms.TypedChoiceField(
        label="Niveau",
        choices=Level.choices,
        coerce=int,
        error_messages={"required": "Choisissez un niveau."},
        widget=forms.RadioSelect,
    )
    evidence = forms.MultipleChoiceField(label="Preuves", required=False)
    comment = forms.CharField(
        label="Commentaire",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "voice form-control"}),
        help_text="Ce qui est acquis, le prochain pas. L’interne le lira.",
    )

    def __init__(self, *args: Any, grounds: PossibleGrounds, ticked: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"evidence": [f"trace:{ticked}"] if ticked else []})
        super().__init__(*args, **kwargs)
        self.possible = {
            **{f"trace:{trace.pk}": trace for trace in grounds.traces},
            **{f"session:{session.pk}": session for session in grounds.sessions},
            **{f"contact:{contact.pk}": contact for contact in grounds.contacts},
            **{f"stage:{evaluation.pk}": evaluation for evaluation in grounds.placement_evaluations},
        }
        self.fields["evidence"].choices = [  # type: ignore[attr-defined]
            (key, _words(key, thing)) for key, thing in self.possible.items()
        ]

    @property
    def levels(self) -> list[tuple[int, str, str]]:
        """(level, label, descriptor) for the template."""
        return [(level.value, str(level.label), DESCRIPTORS[level]) for level in Level]

    def grounds(self) -> Grounds:
        """What was ticked, by kind; the form is valid."""
        chosen: dict[str, list[Any]] = {"trace": [], "session": [], "contact": [], "stage": []}
        for key in self.cleaned_data["evidence"]:
            chosen[key.split(":")[0]].append(self.possible[key])
        return Grounds(
            traces=chosen["trace"],
            sessions=chosen["session"],
            contacts=chosen["contact"],
            placement_evaluations=chosen["stage"],
        )


def _words(key: str, thing: Any) -> str:
    kind = key.split(":")[0]
    if kind == "trace":
        return f"{thing.get_kind_display()} « {thing.title} », {medium_date(thing.submitted_at)}"
    if kind == "session":
        return f"Séance {thing.number}, {medium_date(thing.starts_at)}"
    if kind == "contact":
        return f"{thing.get_channel_display()}, {medium_date(thing.occurred_at)}"
    return f"Évaluation de stage, {thing.placement.get_kind_display()}, {thing.placement.place}"
