"""The shape of what is typed in the five steps of a draw."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from groups.draw import Strength
from groups.drawing.constraints import CANDIDATES, CONSTRAINTS, STRENGTHS, kept_rules
from groups.models import Draw, DrawEntry, DrawOffer, Intern, PairWish, Tutor
from groups.tutor_loads import Capacity

SMALL = {"class": "form-control form-control-sm", "autocomplete": "off"}


class EntryForm(forms.Form):
    """One intern of the list."""

    drawn = forms.BooleanField(
        label="Participe", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    set_aside = forms.CharField(
        label="Motif de mise à l’écart",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**SMALL, "list": "motifs"}),
    )
    gender = forms.ChoiceField(
        label="Femme ou homme",
        choices=[("", "—"), ("f", "F"), ("m", "H")],
        required=False,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    department_code = forms.CharField(
        label="Département du stage", max_length=3, required=False, widget=forms.TextInput(attrs=SMALL)
    )

    wanted = forms.TypedChoiceField(
        label="Tuteur choisi ou affecté",
        coerce=int,
        empty_value=None,
        required=False,
        show_hidden_initial=True,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )

    def __init__(self, data: Any = None, *, entry: DrawEntry, tutors: Sequence[tuple[str, str]]) -> None:
        """`tutors`: who may be wanted; empty where tutors are drawn."""
        self.entry = entry
        super().__init__(
            data,
            prefix=f"interne-{entry.pk}",
            initial={
                "drawn": not entry.set_aside,
                "set_aside": entry.set_aside,
                "gender": entry.gender,
                "department_code": entry.department_code,
                "wanted": entry.wanted_id,
            },
        )
        if tutors:
            self.fields["wanted"].choices = [("", "tiré au sort"), *tutors]  # type: ignore[attr-defined]
        else:
            del self.fields["wanted"]

    def clean_department_code(self) -> str:
        code = self.cleaned_data["department_code"].strip().upper()
        if code and not (code.isascii() and code.isalnum() and len(code) > 1):
            raise ValidationError("Un numéro de département, par exemple 37 ou 2A.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["set_aside"] = cleaned.get("set_aside", "").strip()
        if cleaned["drawn"]:
            cleaned["set_aside"] = ""
        elif not cleaned["set_aside"]:
            self.add_error("set_aside", "Donnez le motif : il figure au procès-verbal.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was typed. The tutor only if changed here: the intern may have chosen in the meantime."""
        found = {name: self.cleaned_data[name] for name in ("set_aside", "gender", "department_code")}
        return found | ({"wanted_id": self.cleaned_data["wanted"]} if "wanted" in self.changed_data else {})


class OfferForm(forms.Form):
    """One tutor: how many new groups, and with whom."""

    groups = forms.TypedChoiceField(
        label="Nouveaux groupes",
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    co_tutor = forms.TypedChoiceField(
        label="Co-tutorat",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        capacity: Capacity,
        offer: DrawOffer | None,
        co_tutors: Sequence[tuple[str, str]],
    ) -> None:
        self.capacity = capacity
        super().__init__(
            data,
            prefix=f"tuteur-{capacity.tutor.pk}",
            initial={
                "groups": offer.groups if offer else 0,
                "co_tutor": offer.co_tutor_id if offer else None,
            },
        )
        most = max(capacity.free, offer.groups if offer else 0)
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (number, str(number) if number else "aucun") for number in range(most + 1)
        ]
        self.fields["co_tutor"].choices = [("", "seul"), *co_tutors]  # type: ignore[attr-defined]

    def values(self) -> dict[str, int | None]:
        return {"groups": self.cleaned_data["groups"], "co_tutor_id": self.cleaned_data["co_tutor"]}


def people_choices(people: Iterable[Any]) -> list[tuple[str, str]]:
    """(pk, name) of records that have a `person`."""
    return [(str(each.pk), each.person.full_name) for each in people]


class PersonSelect(forms.TypedChoiceField):
    """A person chosen by name among `people`; gives the record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def offer(self, people: Sequence[Any]) -> None:
        by_pk = {str(each.pk): each for each in people}
        self.choices = [("", "Choisissez une personne"), *people_choices(people)]
        self.coerce = by_pk.__getitem__


class ApartForm(forms.Form):
    """An intern asks not to be with somebody: no reason is asked for."""

    other = PersonSelect(
        label="Ne pas être dans le même groupe que",
        error_messages={"required": "Choisissez la personne, ou quittez la page : rien n’est noté."},
    )

    def __init__(self, *args: Any, mates: Sequence[Intern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].offer(mates)  # type: ignore[attr-defined]


class TutorChoiceForm(forms.Form):
    """An intern chooses a tutor among `offered`, or lets the draw decide."""

    tutor = forms.TypedChoiceField(
        label="Votre choix",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "Cette personne n’est plus proposée. Choisissez un autre nom."},
    )

    def __init__(self, data: Any = None, *, entry: DrawEntry, offered: Sequence[Tutor]) -> None:
        super().__init__(data, initial={"tutor": entry.wanted_id or ""})
        by_pk = {str(tutor.pk): tutor for tutor in offered}
        self.fields["tutor"].choices = [("", "Laisser le tirage décider"), *people_choices(offered)]  # type: ignore[attr-defined]
        self.fields["tutor"].coerce = by_pk.__getitem__  # type: ignore[attr-defined]


class PairForm(forms.Form):
    """The secretary enters a pair, apart or together."""

    kind = forms.ChoiceField(label="Demande", choices=PairWish.Kind.choices)
    one = PersonSelect(label="Interne")
    other = PersonSelect(label="Et")
    reason = forms.CharField(
        label="Motif",
        max_length=200,
        required=False,
        help_text="Nécessaire pour réunir deux personnes, par exemple un trajet en commun.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, interns: Sequence[Intern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["one"].offer(interns)  # type: ignore[attr-defined]
        self.fields["other"].offer(interns)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", "Choisissez deux personnes différentes.")
        if cleaned.get("kind") == PairWish.Kind.TOGETHER and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Donnez le motif : réunir deux personnes doit s’expliquer.")
        return cleaned


class TieForm(forms.Form):
    """The secretary declares that a tutor and an intern are related."""

    tutor = PersonSelect(label="Tuteur ou tutrice")
    intern = PersonSelect(label="Interne")

    def __init__(self, *args: Any, tutors: Sequence[Tutor], interns: Sequence[Intern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tutor"].offer(tutors)  # type: ignore[attr-defined]
        self.fields["intern"].offer(interns)  # type: ignore[attr-defined]


class RulesForm(forms.Form):
    """Each constraint off, preferred or hard; the fewest departments; among how many draws to prefer."""

    departments = forms.IntegerField(
        label="Départements différents, au moins",
        min_value=2,
        max_value=6,
        widget=forms.NumberInput(attrs=SMALL),
    )
    candidates = forms.TypedChoiceField(
        label="Préférences départagées entre",
        coerce=int,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        choices=[(number, f"{number} tirages valables") for number in CANDIDATES],
    )
    choice = forms.ChoiceField(label="Tuteur choisi ou affecté", choices=STRENGTHS, required=False)

    def __init__(self, data: Any = None, *, draw: Draw) -> None:
        super().__init__(data, initial=kept_rules(draw))
        for constraint in CONSTRAINTS:
            self.fields[constraint.name] = forms.ChoiceField(
                label=constraint.title, choices=STRENGTHS, initial=kept_rules(draw)[constraint.name]
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["choice"] = cleaned.get("choice") or Strength.HARD
        return cleaned


class TutorModeForm(forms.Form):
    tutor_mode = forms.ChoiceField(
        label="Les tuteurs sont",
        choices=Draw.TutorMode.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class ReasonForm(forms.Form):
    """Why one draws again."""

    reason = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Il reste au procès-verbal, avec le tirage abandonné.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez le motif : il reste au procès-verbal."},
    )


class SwapForm(forms.Form):
    """Two interns of two groups, exchanged by hand."""

    first = PersonSelect(label="Interne")
    second = PersonSelect(label="Échangé avec")
    reason = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Il reste au procès-verbal.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez le motif : il reste au procès-verbal."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, Intern]], **kwargs: Any) -> None:
        """`people`: the code of the group and the intern, group by group."""
        super().__init__(*args, **kwargs)
        by_pk = {str(intern.pk): intern for _, intern in people}
        choices = [("", "Choisissez une personne")]
        choices += [(str(intern.pk), f"{code}, {intern.person.full_name}") for code, intern in people]
        for name in ("first", "second"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].coerce = by_pk.__getitem__  # type: ignore[attr-defined]
