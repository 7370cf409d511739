"""Where the seed will come from, then what it is: the shape of both."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from design.french import plural
from groups.draw import Source, SourceKind, Witness, witness_value
from groups.drawing.sources import SOONEST, drand_address, drand_source, lottery_source
from groups.forms import DateInput
from groups.models import DrawAttempt

WITNESSES = (1, 2, 3)
FEWEST_WITNESSES = 2


class SourceForm(forms.Form):
    """One of the three sources; only the fields of the chosen one matter."""

    kind = forms.ChoiceField(
        label="D’où viendra la graine ?", choices=DrawAttempt.Source.choices, initial=SourceKind.DRAND
    )
    at = forms.DateTimeField(
        label="Moment du tour",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="La valeur publiée à ce moment n’existe nulle part avant lui.",
    )
    game = forms.CharField(
        label="Jeu",
        max_length=60,
        required=False,
        help_text="Par exemple Loto, ou EuroMillions.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on = forms.DateField(label="Date du tirage", required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rank in WITNESSES:
            self.fields[f"name_{rank}"] = forms.CharField(
                label=f"Témoin {rank}",
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"sealed_{rank}"] = forms.CharField(
                label="Empreinte de son mot",
                max_length=64,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "class": "mono", "spellcheck": "false"}),
            )

    def witnesses(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name_{rank}"], self[f"sealed_{rank}"]) for rank in WITNESSES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check = {
            SourceKind.DRAND: self._clean_drand,
            SourceKind.LOTTERY: self._clean_lottery,
            SourceKind.WITNESSES: self._clean_witnesses,
        }.get(cleaned.get("kind", ""))
        if check:
            check(cleaned)
        return cleaned

    def _clean_drand(self, cleaned: dict[str, Any]) -> None:
        at: datetime | None = cleaned.get("at")
        if at is None:
            if "at" not in self.errors:
                self.add_error("at", "Donnez le moment du tour, à venir.")
        elif at < timezone.now() + SOONEST:
            self.add_error("at", "Choisissez un moment, dans dix minutes au moins : il doit être à venir.")

    def _clean_lottery(self, cleaned: dict[str, Any]) -> None:
        on: date | None = cleaned.get("on")
        if not cleaned.get("game", "").strip():
            self.add_error("game", "Donnez le nom du jeu.")
        if on is None:
            if "on" not in self.errors:
                self.add_error("on", "Donnez la date du tirage, à venir.")
        elif on <= timezone.localdate():
            self.add_error("on", "Choisissez une date à venir : la graine ne doit pas exister.")

    def _clean_witnesses(self, cleaned: dict[str, Any]) -> None:
        named = [rank for rank in WITNESSES if cleaned.get(f"name_{rank}") or cleaned.get(f"sealed_{rank}")]
        for rank in named:
            if not cleaned.get(f"name_{rank}"):
                self.add_error(f"name_{rank}", "Donnez le nom du témoin.")
            sealed = cleaned.get(f"sealed_{rank}", "").strip().lower()
            cleaned[f"sealed_{rank}"] = sealed
            if not re.fullmatch(r"[0-9a-f]{64}", sealed):
                self.add_error(f"sealed_{rank}", "Une empreinte compte 64 chiffres de 0 à f.")
        names = [cleaned.get(f"name_{rank}", "").casefold() for rank in named]
        if len(names) != len(set(names)):
            self.add_error("name_2", "Deux témoins portent le même nom. Distinguez-les.")
        if len(named) < FEWEST_WITNESSES:
            raise ValidationError("Il faut au moins deux témoins, chacun avec l’empreinte de son mot.")

    def source(self) -> tuple[Source, datetime | None]:
        """The source to seal, and when its value exists."""
        cleaned = self.cleaned_data
        if cleaned["kind"] == SourceKind.DRAND:
            return drand_source(cleaned["at"])
        if cleaned["kind"] == SourceKind.LOTTERY:
            return lottery_source(cleaned["game"].strip(), cleaned["on"])
        witnesses = tuple(
            Witness(cleaned[f"name_{rank}"].strip(), cleaned[f"sealed_{rank}"])
            for rank in WITNESSES
            if cleaned[f"sealed_{rank}"]
        )
        return Source(SourceKind.WITNESSES, witnesses=witnesses), None


class SeedForm(forms.Form):
    """The value the source gave, where it was read, and who was there."""

    provenance = forms.CharField(
        label="Où la valeur a été lue",
        max_length=300,
        help_text="Une adresse, un journal, une feuille signée : de quoi la retrouver.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Dites où la valeur a été lue : c’est ce qui permet de la vérifier."},
    )
    attendance = forms.CharField(
        label="Personnes présentes",
        max_length=2000,
        help_text="Une par ligne, avec sa qualité. Elles figurent au procès-verbal.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Donnez au moins une personne présente."},
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = source.kind
        self.names = [witness.name for witness in source.witnesses]
        hexadecimal = {"autocomplete": "off", "class": "mono", "spellcheck": "false"}
        if source.kind == SourceKind.DRAND:
            self.fields["value"] = forms.CharField(
                label="Valeur du tour",
                max_length=100,
                help_text="Le champ « randomness », 64 chiffres de 0 à f.",
                widget=forms.TextInput(attrs=hexadecimal),
            )
            self.fields["provenance"].initial = drand_address(source)
        elif source.kind == SourceKind.LOTTERY:
            self.fields["value"] = forms.CharField(
                label="Numéros tirés, dans l’ordre annoncé",
                max_length=100,
                help_text="Séparés par des espaces, le complémentaire à la fin.",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        for rank, name in enumerate(self.names, start=1):
            self.fields[f"word_{rank}"] = forms.CharField(
                label=f"Mot de {name}",
                max_length=200,
                strip=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"salt_{rank}"] = forms.CharField(
                label="Sel de sa feuille", max_length=128, widget=forms.TextInput(attrs=hexadecimal)
            )
        self.order_fields(["value", *(f"{part}_{rank}" for rank in WITNESSES for part in ("word", "salt"))])

    def clean_attendance(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["attendance"].splitlines() if line.strip()]
        if len(lines) > 40:
            raise ValidationError(f"{plural(len(lines), 'personne')} : 40 au plus.")
        return "\n".join(lines)

    def values(self) -> list[str]:
        """The values as `seed_from` takes them."""
        cleaned = self.cleaned_data
        if self.kind == SourceKind.DRAND:
            return [cleaned["value"]]
        if self.kind == SourceKind.LOTTERY:
            return re.findall(r"[^\s,;]+", cleaned["value"])
        ranks: Sequence[int] = range(1, len(self.names) + 1)
        return [witness_value(cleaned[f"word_{rank}"], cleaned[f"salt_{rank}"].strip()) for rank in ranks]
