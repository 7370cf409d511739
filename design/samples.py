"""Sample content for the component page and its tests: no real person, no database."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from design.chrome import NavItem, SemesterStrip, StripMark

TODAY = date(2026, 12, 2)
LEVELS = (2, 3, 1, 3, 2, 0)
COLOURS = (
    *("tuffeau", "tuffeau-2", "feuille", "filet", "bord", "ardoise-3", "ardoise", "loire"),
    *("loire-pale", "nuit", "or", "or-pale", "saule", "ambre", "brique", "encre-bleue"),
)
STATUSES = (
    *("draft", "submitted", "rework", "validated", "not_validated", "archived", "scheduled", "sent"),
    *("confirmed", "excused", "no_answer", "failed", "cancelled", "reflective_shift"),
)


@dataclass(frozen=True)
class SamplePerson:
    """What the marks ask of a person."""

    first_name: str
    last_name: str
    photo_url: str = ""
    pk: int = 0

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        return self.first_name[0] + self.last_name[0]


INTERNS = (
    SamplePerson("Inès", "Barthélemy"),
    SamplePerson("Malo", "Tanguy"),
    SamplePerson("Sarah", "Oukaci"),
    SamplePerson("Jules", "Ferrand"),
    SamplePerson("Linh", "Tran"),
)
TUTOR = SamplePerson("Sylvie", "Nadaud")


def sample_strip(today: date = TODAY) -> SemesterStrip:
    """The winter semester 2026-2027 with a few dates."""
    return SemesterStrip(
        "Semestre d’hiver 2026-2027",
        date(2026, 11, 2),
        date(2027, 5, 2),
        today,
        (
            StripMark(date(2026, 11, 19), "meeting", "rencontre tutoriale", "#fil"),
            StripMark(date(2026, 12, 10), "session", "séance 24-03", "#fil"),
            StripMark(date(2026, 12, 13), "deadline", "convocations"),
            StripMark(date(2027, 1, 12), "session", "première journée tutorale", "#fil"),
            StripMark(date(2027, 1, 19), "session", "deuxième journée tutorale"),
            StripMark(date(2027, 3, 15), "deadline", "RSCA à rendre"),
        ),
    )


@dataclass
class SampleChrome:
    """The shape `base.html` expects under the name `chrome`."""

    theme: str = "auto"
    path: str = "/"
    department: str = "DUMG de Tours"
    person: SamplePerson = SamplePerson("Nadège", "Fortin")
    role_label: str = "Secrétariat"
    other_roles: list[tuple[str, str]] = field(default_factory=lambda: [("tutrice", "tutor")])
    nav: list[NavItem] = field(
        default_factory=lambda: [
            NavItem("Semestre", "#semestre", "house", active=True, tab=True),
            NavItem("Promotions", "#promotions", "graduation-cap"),
            NavItem("Groupes", "#groupes", "users", tab=True),
            NavItem("Planning", "#planning", "calendar", tab=True),
            NavItem("Convocations", "#convocations", "send", badge=4, tab=True),
            NavItem("Suivi", "#suivi", "list-checks"),
        ]
    )
    strip: SemesterStrip | None = field(default_factory=sample_strip)
    search_url: str = "/recherche"
    notices_url: str = "/notifications"
    notices: int = 3
    demo: bool = False


class SampleExcuse(forms.Form):
    """A form with every kind of field, one of them wrong."""

    reason = forms.CharField(
        label="Motif de l’excuse",
        help_text="Lu par votre tutrice et le secrétariat.",
        initial="Garde de nuit",
    )
    due = forms.DateField(
        label="Pour le",
        help_text="Prochaine séance : juin.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    email = forms.CharField(label="Adresse")
    kind = forms.ChoiceField(
        label="Origine du contact", choices=[("mail", "Courriel"), ("phone", "Téléphone")]
    )
    words = forms.CharField(label="Un mot à Inès", widget=forms.Textarea(attrs={"class": "voice", "rows": 3}))
    remind = forms.BooleanField(label="Rappeler l’entretien individuel", required=False)
    themes = forms.MultipleChoiceField(
        label="Thèmes abordés",
        required=False,
        choices=[("traces", "Traces et portfolio"), ("thesis", "Thèse")],
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(label="Pièce jointe", required=False)

    def clean_email(self) -> str:
        raise forms.ValidationError("Il manque la fin de l’adresse, après « etu ».")


def sample_page(theme: str) -> dict[str, Any]:
    """The context of the component page."""
    form = SampleExcuse(
        {
            "reason": "Garde de nuit",
            "due": "2027-03-15",
            "email": "p.doucet@etu",
            "kind": "mail",
            "words": "C’est ton meilleur texte : tu y es.",
            "remind": "on",
            "themes": ["traces"],
        }
    )
    return {
        "chrome": SampleChrome(theme=theme),
        "interns": INTERNS,
        "tutor": TUTOR,
        "levels": LEVELS,
        "evidence": (5, 4, 4, 2, 1, 0),
        "previous": (1, 2, 1, 2, 2, 0),
        "mobilised": (True, False, True, False, True, False),
        "form": form,
        "day": date(2027, 1, 14),
        "page": Paginator(range(137), 10).page(2),
        "colours": COLOURS,
        "years": (2026, 2025, 2024, 2023),
        "minutes": (0, 12, 24, 34),
        "presence": (
            ("present", "Présence", "saule"),
            ("late", "Retard", "ambre"),
            ("excused", "Excuse", ""),
            ("absent", "Absence", ""),
        ),
        "views_by": (("rooms", "Salles", ""), ("tutors", "Tuteurs", ""), ("cohorts", "Promotions", "")),
        "statuses": STATUSES,
        "steps": (
            ("Liste", "done", "#", ""),
            ("Contraintes", "done", "#", ""),
            ("Résultat", "current", "", ""),
            ("Procès-verbal signé", "", "", ""),
        ),
        "guided": (
            ("Récit", "done", "", "168 mots"),
            ("Problématisation", "current", "", "40 mots, en cours"),
            ("Questions", "", "", "2 à 4 questions"),
        ),
        "crumbs": (("Groupes", "#"), ("Groupe 25\u201107", "#"), ("Inès Barthélemy", "")),
        "tabs": (
            ("Vue d’ensemble", "#", True, None),
            ("Traces", "#", False, 8),
            ("Objectifs", "#", False, 4),
        ),
    }
