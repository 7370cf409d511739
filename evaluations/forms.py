"""The shape of what is typed about an intern."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from evaluations.actions.contacts import LOGGED_BY_HAND
from evaluations.models import Contact, Objective, Theme

LOGGED_CHANNELS = [(channel.value, channel.label) for channel in LOGGED_BY_HAND]


class ObjectiveForm(forms.Form):
    """An objective and its date: « prochaine séance » when there is one, or any other day."""

    text = forms.CharField(
        label="Objectif",
        max_length=Objective._meta.get_field("text").max_length,
        error_messages={
            "required": "Écrivez l’objectif en une phrase.",
            "max_length": "L’objectif compte %(show_value)d signes, pour %(limit_value)d au plus. "
            "Raccourcissez-le.",
        },
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice", "placeholder": "Un objectif, une date…"}),
    )
    when = forms.ChoiceField(
        label="Pour le", choices=[("next", "Prochaine séance"), ("date", "Une date")], required=False
    )
    due_on = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez la date ainsi : 15/03/2027."},
    )

    def __init__(self, *args: Any, next_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next_on = next_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("due_on")
        if cleaned.get("when") == "next" and self.next_on is not None:
            cleaned["due_on"] = self.next_on
        elif chosen is None and "due_on" not in self.errors:
            self.add_error("due_on", "Choisissez une date pour cet objectif.")
        return cleaned


class ContactForm(forms.Form):
    """Everything about a contact; what the two taps did not say."""

    channel = forms.ChoiceField(label="Origine", choices=LOGGED_CHANNELS)
    occurred_at = forms.DateTimeField(
        label="Quand",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Indiquez le jour et l’heure.",
            "invalid": "Écrivez le jour et l’heure ainsi : 30/11/2026 18:00.",
        },
    )
    initiative = forms.ChoiceField(label="À l’initiative", choices=Contact.Initiative.choices)
    themes = forms.MultipleChoiceField(label="Thèmes abordés", choices=Theme.choices, required=False)
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        required=False,
        min_value=0,
        max_value=600,
        error_messages={
            "invalid": "Écrivez un nombre de minutes, par exemple 25.",
            "min_value": "Une durée ne peut pas être négative.",
            "max_value": "Au plus 600 minutes.",
        },
    )
    summary = forms.CharField(
        label="En quelques mots",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "voice"}),
    )

    def __init__(self, *args: Any, contact: Contact | None = None, **kwargs: Any) -> None:
        if contact is not None:
            kwargs.setdefault(
                "initial",
                {
                    "channel": contact.channel,
                    "occurred_at": timezone.localtime(contact.occurred_at),
                    "initiative": contact.initiative,
                    "themes": contact.themes,
                    "minutes": contact.minutes,
                    "summary": contact.summary,
                },
            )
        super().__init__(*args, **kwargs)
        if contact is not None and contact.session_id:
            del self.fields["channel"], self.fields["occurred_at"]


class LogbookFilter(forms.Form):
    """What the logbook is narrowed to; an unknown value narrows nothing."""

    channel = forms.ChoiceField(
        label="Origine", choices=[("", "Toutes"), *Contact.Channel.choices], required=False
    )
    theme = forms.ChoiceField(label="Thème", choices=[("", "Tous"), *Theme.choices], required=False)
    intern = forms.IntegerField(label="Interne", required=False, min_value=1, max_value=10**15)


class NotesForm(forms.Form):
    """Both notes about an intern and the themes, as the page sends them by itself."""

    shared = forms.CharField(required=False, max_length=20_000, strip=False)
    shared_base = forms.IntegerField(required=False, min_value=0)
    private = forms.CharField(required=False, max_length=20_000, strip=False)
    private_base = forms.IntegerField(required=False, min_value=0)
    themes = forms.MultipleChoiceField(choices=Theme.choices, required=False)
    page = forms.CharField(required=False, max_length=16)


class GroupNoteForm(forms.Form):
    text = forms.CharField(required=False, max_length=20_000, strip=False)
    base = forms.IntegerField(required=False, min_value=0)
    page = forms.CharField(required=False, max_length=16)


class ItemForm(forms.Form):
    text = forms.CharField(
        label="Point",
        max_length=200,
        error_messages={
            "required": "Écrivez le point du programme.",
            "max_length": "Un point compte 200 signes au plus. Raccourcissez-le.",
        },
    )
