"""How a calendar is brought: for whom, by address or by file."""

from typing import Any

from django import forms

from groups.models import Cohort
from meetings.calendars.reading import LARGEST
from meetings.models import Room

COHORT, ROOM = "promotion", "salle"


class CalendarForm(forms.Form):
    target = forms.ChoiceField(label="Ce que dit cet agenda")
    url = forms.CharField(
        label="Adresse de l’agenda",
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
        help_text="Relue chaque heure : ce qui y change se voit ici de soi-même.",
    )
    file = forms.FileField(
        label="Ou un fichier .ics",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text="Un fichier du même nom remplace le précédent.",
    )
    name = forms.CharField(
        label="Nom",
        max_length=120,
        required=False,
        help_text="Laissez vide pour garder celui de l’agenda ou du fichier.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohorts = {f"{COHORT}:{one.pk}": one for one in Cohort.objects.filter(archived_at=None)}
        self.rooms = {f"{ROOM}:{one.pk}": one for one in Room.objects.filter(is_active=True)}
        field: Any = self.fields["target"]
        field.choices = [
            ("", "Choisir…"),
            ("Séminaires", [(code, f"de la promotion {one.year}") for code, one in self.cohorts.items()]),
            ("Fermetures", [(code, f"de la salle {one.code}") for code, one in self.rooms.items()]),
        ]
        field.error_messages["required"] = "Dites de quelle promotion ou de quelle salle parle cet agenda."

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        url, file = self.cleaned_data.get("url"), self.cleaned_data.get("file")
        if not self.errors and bool(url) == bool(file):
            self.add_error(
                "url",
                "Donnez une adresse ou un fichier, pas les deux."
                if url
                else "Donnez l’adresse de l’agenda, ou déposez son fichier.",
            )
        if file and file.size > LARGEST:
            self.add_error("file", "Ce fichier dépasse 2 Mo. Exportez une période plus courte.")
        return cleaned

    @property
    def cohort(self) -> Cohort | None:
        return self.cohorts.get(self.cleaned_data["target"])

    @property
    def room(self) -> Room | None:
        return self.rooms.get(self.cleaned_data["target"])
