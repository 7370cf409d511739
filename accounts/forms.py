"""Accounts, as people fill them in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import Person, Role


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["phone", "contact_mode", "gender", "theme"]
        help_texts = {
            "phone": "Facultatif. Lu par votre groupe et le secrétariat.",
            "contact_mode": "Votre tuteur et le secrétariat le voient à côté de votre nom.",
            "gender": "Facultatif. Sert aux accords : « votre tutrice », « votre tuteur ».",
        }


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="Photo",
        help_text="JPEG, PNG ou WebP, 10 Mo au plus. Elle est réduite, et ses métadonnées sont effacées.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class PersonForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label="Rôles", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Person
        fields = ["title", "first_name", "last_name", "email", "phone", "gender", "is_active"]
        help_texts = {"is_active": "Une personne désactivée garde son histoire et ne peut plus se connecter."}

    def __init__(self, *args: Any, may_give_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_give_roles:
            self.fields["roles"].initial = sorted(self.instance.roles) if self.instance.pk else []
        else:
            del self.fields["roles"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if Person.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Cette adresse est déjà celle d’une autre personne.")
        return email


class InvitationForm(forms.Form):
    password = forms.CharField(
        label="Mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Douze caractères au moins.",
    )
    again = forms.CharField(
        label="Le même, une seconde fois", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "Les deux mots de passe diffèrent. Saisissez le même deux fois.")
        elif password:
            try:
                validate_password(password, self.person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return cleaned
