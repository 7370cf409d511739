"""The shape of a commission."""

from typing import Any

from django import forms

from accounts.models import Person
from evaluations.models import Commission
from evaluations.queries.commissions import people_who_may_sit
from groups.models import Cohort


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Indiquez une date.",
            "invalid": "Écrivez la date ainsi\u00a0: 15/03/2027.",
        },
    )


class CommissionForm(forms.Form):
    name = forms.CharField(
        label="Nom",
        max_length=120,
        error_messages={
            "required": "Donnez un nom à la commission, par exemple « Commission de suivi ».",
            "max_length": "Le nom compte %(show_value)d signes, pour %(limit_value)d au plus.",
        },
    )
    cohort = forms.ModelChoiceField(
        label="Promotion",
        queryset=Cohort.objects.none(),
        empty_label="Choisir une promotion",
        error_messages={
            "required": "Choisissez la promotion dont les dossiers seront lus.",
            "invalid_choice": "Cette promotion n’existe plus. Choisissez-en une dans la liste.",
        },
    )
    held_on = _day("Réunie le")
    opens_on = _day("Dossiers ouverts le", "Les membres les lisent à partir de ce jour.")
    closes_on = _day("Dossiers refermés le", "Ce jour compris.")
    members = forms.ModelMultipleChoiceField(
        label="Membres",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Une des personnes choisies ne peut plus siéger. Rechargez la page."
        },
    )

    def __init__(self, *args: Any, commission: Commission | None = None, **kwargs: Any) -> None:
        if commission is not None:
            kwargs.setdefault(
                "initial",
                {
                    "name": commission.name,
                    "cohort": commission.cohort_id,
                    "held_on": commission.held_on,
                    "opens_on": commission.opens_on,
                    "closes_on": commission.closes_on,
                    "members": [person.pk for person in commission.members.all()],
                },
            )
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.order_by("-year")  # type: ignore[attr-defined]
        self.fields["members"].queryset = people_who_may_sit()  # type: ignore[attr-defined]
