from functools import cached_property
from pathlib import PurePosixPath

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from design.addresses import address


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """Make a person; without a password the account waits for its invitation."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Anybody Tutorat knows: with an account or not yet, in one role or several (A-028)."""

    class Gender(models.TextChoices):
        FEMININE = "f", "Féminin"
        MASCULINE = "m", "Masculin"
        UNSAID = "", "Non renseigné"

    class Theme(models.TextChoices):
        DEVICE = "auto", "Comme l’appareil"
        LIGHT = "light", "Clair"
        DARK = "dark", "Sombre"

    class ContactMode(models.TextChoices):
        UNSAID = "", "Sans préférence"
        MAIL = "mail", "Courriel"
        PHONE = "phone", "Téléphone"
        TEXT = "text", "Message écrit (SMS)"
        VIDEO = "video", "Visioconférence"
        IN_PERSON = "in_person", "De vive voix, sur place"

    email = models.EmailField("adresse électronique", unique=True)
    title = models.CharField("titre", max_length=8, blank=True, help_text="Dr, Pr…")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    gender = models.CharField("genre grammatical", max_length=1, choices=Gender, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    contact_mode = models.CharField(
        "mode de contact préféré", max_length=9, choices=ContactMode, default=ContactMode.UNSAID, blank=True
    )
    photo = models.ImageField("photo", upload_to="photos/", blank=True)
    theme = models.CharField("thème", max_length=5, choices=Theme, default=Theme.DEVICE)
    is_active = models.BooleanField("compte actif", default=True)
    is_staff = models.BooleanField("accès technique", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "personne"
        ordering = ["last_name", "first_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique_whatever_case")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """`Dr Élise Marchand`, `Camille Baron`."""
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    @property
    def short_name(self) -> str:
        """How one speaks of the person: `Dr Marchand` with a title, `Camille` without."""
        return f"{self.title} {self.last_name}" if self.title else self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def photo_url(self) -> str:
        """Address of the photo: unguessable, and served to signed-in people only; empty without a photo."""
        name = self.photo.name
        return address("accounts:photo", PurePosixPath(name).stem) if name else ""

    def get_short_name(self) -> str:
        return self.short_name

    def get_full_name(self) -> str:
        return self.full_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Codes of the roles held, one query a request."""
        return frozenset(self.role_assignments.values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        """True when the person holds at least one of `roles`, whichever is worn at the moment."""
        return not self.roles.isdisjoint(roles)
