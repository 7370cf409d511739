"""The calendar of the department, as people fill it in."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone

from design.french import PARIS, long_date
from groups.models import Cohort
from meetings.facts import holidays_of
from meetings.models import (
    DedicatedDay,
    Recess,
    Room,
    RoomClosure,
    RoomComplaint,
    Semester,
    Seminar,
    TutorsMeeting,
)

YEARS = range(2000, 2101)
WRONG_YEAR = "Vérifiez l’année."


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": 300} | (attrs or {}), format="%H:%M")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": 300} | (attrs or {}), format="%Y-%m-%dT%H:%M")


class InOrderMixin:
    """A form whose `last` field comes after its `first` one; the error says so under `last`."""

    first, last = "starts_at", "ends_at"
    out_of_order = "La fin doit venir après le début."
    may_be_equal = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()  # type: ignore[misc]
        start, end = self.cleaned_data.get(self.first), self.cleaned_data.get(self.last)  # type: ignore[attr-defined]
        for name, moment in ((self.first, start), (self.last, end)):
            if moment and moment.year not in YEARS:
                self.add_error(name, WRONG_YEAR)  # type: ignore[attr-defined]
        if start and end and (end < start or (end == start and not self.may_be_equal)):
            self.add_error(self.last, self.out_of_order)  # type: ignore[attr-defined]
        return cleaned


class SemesterForm(InOrderMixin, forms.ModelForm):
    first, last = "starts_on", "ends_on"
    out_of_order = "Le dernier jour doit venir après le premier."

    class Meta:
        model = Semester
        fields = ["season", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts = {"starts_on": "Jour de la prise de poste, par exemple le 2 novembre 2026."}
        error_messages = {"starts_on": {"unique": "Un semestre commence déjà ce jour-là."}}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end:
            others = Semester.objects.exclude(pk=self.instance.pk)
            other = others.filter(starts_on__lte=end, ends_on__gte=start).first()
            if other:
                self.add_error("starts_on", f"Ces dates recouvrent le {_lower(other.label)}.")
        return cleaned


class SlotForm(forms.Form):
    """When and where a session is proposed."""

    day = forms.DateField(label="Jour", widget=DateInput)
    start = forms.TimeField(label="Début", widget=TimeInput)
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        min_value=30,
        max_value=480,
        widget=forms.NumberInput(attrs={"step": 5}),
    )
    number = forms.IntegerField(
        label="Séance n°",
        min_value=1,
        max_value=12,
        required=False,
        help_text="Le programme de ce numéro est repris dans la séance.",
    )
    room = forms.TypedChoiceField(label="Salle", required=False, empty_value=None)
    place = forms.CharField(
        label="Autre lieu",
        max_length=160,
        required=False,
        help_text="Hors des salles de la faculté. Laissez vide sinon.",
    )
    reason = forms.CharField(
        label="Motif",
        max_length=160,
        required=False,
        help_text="Obligatoire pour passer outre un avertissement. Il reste avec la séance.",
    )

    def __init__(self, *args: Any, rooms: Iterable[Room], numbered: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_pk = {str(room.pk): room for room in rooms}
        field: Any = self.fields["room"]
        field.choices = [("", "Salle à trouver"), *((pk, str(room)) for pk, room in by_pk.items())]
        field.coerce = by_pk.__getitem__
        if not numbered:
            del self.fields["number"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise ValidationError(WRONG_YEAR)
        return day

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes % 5:
            raise ValidationError("Choisissez une durée multiple de cinq minutes.")
        return minutes

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("room") and self.cleaned_data.get("place"):
            self.add_error("place", "Choisissez une salle ou un autre lieu, pas les deux.")
        start = self.cleaned_data.get("start")
        if start and start.minute % 5:
            self.add_error("start", "Choisissez un horaire à cinq minutes près.")
        return cleaned

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["start"], PARIS)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.cleaned_data["minutes"])


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Motif de l’annulation",
        max_length=200,
        help_text="Lu par toutes les personnes convoquées.",
        error_messages={"required": "Dites pourquoi la séance est annulée."},
    )


class RoomForm(forms.ModelForm):
    class Meta:
        model = Room
        fields = [
            "code",
            "name",
            "site",
            "layout",
            "capacity",
            "group_work",
            "accessible",
            "note",
            "is_active",
        ]
        help_texts = {
            "capacity": "Tutorat compris.",
            "group_work": "Une salle en rangées ou un amphithéâtre ne convient pas à une discussion.",
            "is_active": "Une salle retirée garde ses séances et n’est plus proposée.",
        }
        error_messages = {"code": {"unique": "Une salle porte déjà ce code."}}


class ComplaintForm(forms.Form):
    reason = forms.CharField(
        label="Ce qui n’allait pas",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tables fixes, bruit, pas de prise, impossible de se voir…",
        error_messages={"required": "Dites ce qui n’allait pas : c’est ce que lira le secrétariat."},
    )


class SettlementForm(forms.Form):
    state = forms.ChoiceField(
        choices=[choice for choice in RoomComplaint.State.choices if choice[0] != RoomComplaint.State.OPEN]
    )
    answer = forms.CharField(max_length=300, required=False)


class ClosureForm(InOrderMixin, forms.ModelForm):
    class Meta:
        model = RoomClosure
        fields = ["starts_at", "ends_at", "reason"]
        widgets = {"starts_at": MomentInput, "ends_at": MomentInput}


class UnavailabilityForm(forms.Form):
    """A period when a tutor cannot come: whole days, or between two hours."""

    first_day = forms.DateField(label="Du", widget=DateInput)
    last_day = forms.DateField(
        label="Au", required=False, widget=DateInput, help_text="Laissez vide pour un seul jour."
    )
    start = forms.TimeField(label="À partir de", required=False, widget=TimeInput)
    end = forms.TimeField(
        label="Jusqu’à", required=False, widget=TimeInput, help_text="Sans heure, la journée entière."
    )
    reason = forms.CharField(
        label="Motif",
        max_length=120,
        required=False,
        help_text="Facultatif : congé, garde, formation… Rien de médical.",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        for name, day in (("first_day", first), ("last_day", last)):
            if day and day.year not in YEARS:
                self.add_error(name, WRONG_YEAR)
        if first and last and last < first:
            self.add_error("last_day", "Le dernier jour doit venir après le premier.")
        if not self.errors and self.ends_at <= self.starts_at:
            self.add_error("end", "La fin doit venir après le début.")
        if not self.errors and self.ends_at <= timezone.now():
            self.add_error("first_day", "Cette période est déjà passée. Vérifiez la date.")
        return cleaned

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["first_day"], self.cleaned_data["start"] or time(), PARIS)

    @property
    def ends_at(self) -> datetime:
        last = self.cleaned_data["last_day"] or self.cleaned_data["first_day"]
        if self.cleaned_data["end"] is None:
            return datetime.combine(last + timedelta(days=1), time(), PARIS)
        return datetime.combine(last, self.cleaned_data["end"], PARIS)


class DedicatedDayForm(forms.ModelForm):
    """A day set aside for the groups of a cohort, or of all."""

    cohort = forms.ModelChoiceField(
        Cohort.objects.filter(archived_at=None).order_by("-year"),
        label="Pour",
        required=False,
        empty_label="Toutes les promotions",
    )

    class Meta:
        model = DedicatedDay
        fields = ["day", "cohort"]
        widgets = {"day": DateInput}

    def __init__(self, *args: Any, semester: Semester, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._semester = semester

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self._semester.starts_on <= day <= self._semester.ends_on:
            raise ValidationError(
                f"Cette date est hors du semestre, qui va du {long_date(self._semester.starts_on)} "
                f"au {long_date(self._semester.ends_on)}."
            )
        if day < timezone.localdate():
            raise ValidationError("Cette journée est déjà passée. Choisissez une date à venir.")
        if day in holidays_of(day.year):
            raise ValidationError(
                f"Ce jour est férié ({holidays_of(day.year)[day]}). Choisissez-en un autre."
            )
        return day


class RecessForm(InOrderMixin, forms.ModelForm):
    """A period of a semester without sessions; a single day has itself as its last one."""

    first, last = "starts_on", "ends_on"
    out_of_order = "Le dernier jour ne peut pas venir avant le premier."
    may_be_equal = True

    class Meta:
        model = Recess
        fields = ["name", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args: Any, semester: Semester, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._semester = semester

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and (end < self._semester.starts_on or start > self._semester.ends_on):
            self.add_error(
                "starts_on",
                f"Ces dates sont hors du semestre, qui va du {long_date(self._semester.starts_on)} "
                f"au {long_date(self._semester.ends_on)}.",
            )
        return cleaned


class SeminarForm(InOrderMixin, forms.ModelForm):
    class Meta:
        model = Seminar
        fields = ["cohort", "title", "starts_at", "ends_at", "place"]
        widgets = {"starts_at": MomentInput, "ends_at": MomentInput}
        labels = {"cohort": "Promotion"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(archived_at=None)  # type: ignore[attr-defined]


class ProgrammeLineForm(forms.Form):
    text = forms.CharField(
        label="Point", max_length=200, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    is_mandatory = forms.BooleanField(
        label="Obligatoire",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


ProgrammeFormSet = formset_factory(ProgrammeLineForm, extra=3, max_num=20)


class TutorsMeetingForm(InOrderMixin, forms.ModelForm):
    class Meta:
        model = TutorsMeeting
        fields = ["starts_at", "ends_at", "place", "agenda", "minutes"]
        widgets = {
            "starts_at": MomentInput,
            "ends_at": MomentInput,
            "agenda": forms.Textarea(attrs={"rows": 5}),
            "minutes": forms.Textarea(attrs={"rows": 8, "class": "voice"}),
        }
        help_texts = {"minutes": "Lu par les tuteurs et la coordination."}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
