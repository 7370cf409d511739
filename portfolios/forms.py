from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from design.french import capitalized, month_and_year
from meetings.models import Placement
from portfolios.actions import Details, Mobilised
from portfolios.models import (
    Annotation,
    Competency,
    Project,
    Reading,
    ReadingMark,
    SituationFamily,
    Thesis,
    Trace,
)
from portfolios.models.framework import Level
from portfolios.queries import competencies
from portfolios.structure import CRITERIA, LONGEST_SECTION, sections_of

MONTHS_BACK = 36
LEVELS = [(level.value, level.label) for level in Level if level != Level.NOT_ASSESSED]


def months(today: date) -> list[tuple[str, str]]:
    """The last three years, month by month: a situation is never dated to the day (B.13)."""
    found = []
    year, month = today.year, today.month
    for _ in range(MONTHS_BACK):
        first = date(year, month, 1)
        found.append((first.isoformat(), capitalized(month_and_year(first))))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return found


class NewTraceForm(forms.Form):
    kind = forms.ChoiceField(label="Type de trace", choices=Trace.Kind.choices)
    title = forms.CharField(label="Titre", max_length=160, required=False)


class TraceForm(forms.Form):
    """A draft: one section of its text and everything around it. Nothing is required before submitting."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Titre", max_length=160, required=False)
    setting = forms.ChoiceField(
        label="Cadre", choices=[("", "Non précisé"), *Trace.Setting.choices], required=False
    )
    lived_on = forms.ChoiceField(label="Mois de la situation", required=False)
    placement = forms.ModelChoiceField(
        label="Stage", queryset=Placement.objects.none(), required=False, empty_label="Aucun"
    )
    families = forms.ModelMultipleChoiceField(
        label="Familles de situations",
        queryset=SituationFamily.objects.order_by("position"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recognisable = forms.BooleanField(required=False)
    text = forms.CharField(
        label="Texte",
        required=False,
        strip=False,
        max_length=LONGEST_SECTION,
        error_messages={
            "max_length": "Cette partie dépasse %(limit_value)d signes. Raccourcissez-la pour l’enregistrer."
        },
    )

    def __init__(self, *args: Any, trace: Trace, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.competencies: list[Competency] = competencies()
        choices = months(timezone.localdate())
        if trace.lived_on and trace.lived_on.isoformat() not in dict(choices):
            choices.append((trace.lived_on.isoformat(), capitalized(month_and_year(trace.lived_on))))
        self.fields["lived_on"].choices = [("", "Non précisé"), *choices]  # type: ignore[attr-defined]
        placements = Placement.objects.filter(intern=trace.intern_id).select_related("semester")
        self.fields["placement"].queryset = placements.order_by("-semester__starts_on")  # type: ignore[attr-defined]
        for competency in self.competencies:
            code = competency.code
            self.fields[f"mobilised_{code}"] = forms.BooleanField(required=False)
            self.fields[f"level_{code}"] = forms.TypedChoiceField(
                choices=LEVELS, coerce=int, empty_value=None, required=False
            )
            self.fields[f"reason_{code}"] = forms.CharField(max_length=300, required=False)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")

    @property
    def details(self) -> Details:
        data = self.cleaned_data
        return Details(
            title=data["title"],
            setting=data["setting"],
            lived_on=date.fromisoformat(data["lived_on"]) if data["lived_on"] else None,
            placement=data["placement"],
            families=data["families"],
            recognisable=data["recognisable"],
            mobilised=[
                Mobilised(
                    competency=competency,
                    level=data[f"level_{competency.code}"] or Level.NOT_ASSESSED,
                    reason=data[f"reason_{competency.code}"],
                )
                for competency in self.competencies
                if data[f"mobilised_{competency.code}"]
            ],
        )

    @property
    def petals(self) -> list[dict[str, Any]]:
        """The six competencies with what is chosen for each, for the template."""
        return [
            {
                "index": index,
                "competency": competency,
                "on": self[f"mobilised_{competency.code}"].value(),
                "level": str(self[f"level_{competency.code}"].value() or ""),
                "levels": [(str(value), label) for value, label in LEVELS],
                "reason": self[f"reason_{competency.code}"],
            }
            for index, competency in enumerate(self.competencies)
        ]


def initial_of(trace: Trace, *, text: str, revision: int) -> dict[str, Any]:
    """What a `TraceForm` shows before anything is typed."""
    initial: dict[str, Any] = {
        "revision": revision,
        "title": trace.title,
        "setting": trace.setting,
        "lived_on": trace.lived_on.isoformat() if trace.lived_on else "",
        "placement": trace.placement_id,
        "families": [family.pk for family in trace.families.all()],
        "recognisable": trace.recognisable,
        "text": text,
    }
    for mobilisation in trace.mobilisations.all():
        code = mobilisation.competency.code
        initial |= {
            f"mobilised_{code}": True,
            f"level_{code}": mobilisation.level,
            f"reason_{code}": mobilisation.reason,
        }
    return initial


class AnnotationForm(forms.Form):
    kind = forms.ChoiceField(
        label="Nature",
        choices=Annotation.Kind.choices,
        initial=Annotation.Kind.REMARK,
        widget=forms.RadioSelect,
    )
    competency = forms.ModelChoiceField(
        label="Compétence illustrée", queryset=Competency.objects.all(), required=False, empty_label="Aucune"
    )
    section = forms.ChoiceField(label="Partie", required=False)
    quote = forms.CharField(
        label="Passage",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
        help_text="Copié exactement du texte. Vide, le commentaire porte sur l’ensemble.",
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Commentaire", max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "class": "voice"})
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            (section.code, section.label) for section in sections_of(kind)
        ]

    def clean_quote(self) -> str:
        quote = self.cleaned_data["quote"].replace("\r\n", "\n").replace("\r", "\n")
        return quote if quote.strip() else ""


class ReadingForm(forms.Form):
    """The grid, the decision and the word; the decision is asked for only when the reading is returned."""

    decision = forms.ChoiceField(
        choices=[(decision.value, decision.label) for decision in Reading.Decision if decision.value],
        required=False,
    )
    word = forms.CharField(max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CRITERIA:
            self.fields[f"mark_{criterion}"] = forms.ChoiceField(
                choices=ReadingMark.Mark.choices, required=False
            )

    @property
    def marks(self) -> dict[int, str]:
        return {
            criterion: self.cleaned_data[f"mark_{criterion}"]
            for criterion in CRITERIA
            if self.cleaned_data.get(f"mark_{criterion}")
        }

    @property
    def grid(self) -> list[dict[str, Any]]:
        return [
            {"criterion": criterion, "label": label, "value": self[f"mark_{criterion}"].value() or ""}
            for criterion, label in CRITERIA.items()
        ]


class ProjectForm(forms.Form):
    text = forms.CharField(
        label=Project._meta.get_field("text").verbose_name.capitalize(),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "voice"}),
        help_text="Installation, remplacement, salariat, FST… Votre tuteur ou tutrice le lit.",
    )


class ThesisForm(forms.ModelForm):
    class Meta:
        model = Thesis
        fields = ["step", "subject", "director", "due_on"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
