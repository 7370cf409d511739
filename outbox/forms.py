from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Person
from outbox.models import Message


class AddressForm(forms.Form):
    """A good address for a person whose mail failed."""

    address = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Le message repart aussitôt. Les prochains utiliseront aussi cette adresse.",
        error_messages={
            "required": "Écrivez l’adresse à laquelle envoyer le message.",
            "invalid": "Cette adresse n’est pas complète : prenez la forme prenom.nom@hebergeur.fr.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, message: Message) -> None:
        super().__init__(data, initial={"address": message.address})
        self.message = message

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].lower()
        others = Person.objects.filter(email__iexact=address).exclude(messages=self.message)
        if taken := others.first():
            raise ValidationError(f"Cette adresse est déjà celle de {taken.full_name}.")
        return address
