"""The shape of changes to who tutors whom: somebody, a day, a reason."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from design.french import plural
from groups.forms import DateInput
from groups.models import Cohort, Intern, Policy, Tutor
from groups.tutor_loads import Capacity, capacities


class DayForm(forms.Form):
    """From which day on a change holds; today unless told."""

    on = forms.DateField(
        label="À partir du",
        initial=timezone.localdate,
        required=False,
        widget=DateInput(),
        help_text="Aujourd’hui, ou un jour passé sans séance depuis.",
        error_messages={"invalid": "Écrivez une date, par exemple 12/01/2027."},
    )


class MotiveForm(forms.Form):
    """Why something changes."""

    reason = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Il reste dans l’historique.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez le motif : il reste dans l’historique."},
    )


class ChangeForm(DayForm, MotiveForm):
    """Why, and from which day on."""

    field_order: tuple[str, ...] = ("on", "reason")


class TutorForm(ChangeForm):
    """Somebody to follow a group or an intern, each with what he or she already carries."""

    tutor = forms.TypedChoiceField(
        label="Nouveau tuteur ou nouvelle tutrice",
        coerce=int,
        error_messages={"required": "Choisissez une personne dans la liste."},
    )
    field_order = ("tutor", "on", "reason")

    def __init__(self, *args: Any, policy: Policy, without: Tutor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each for each in capacities(policy) if each.tutor != without]
        self.tutors = {each.tutor.pk: each.tutor for each in offered}
        self.fields["tutor"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir…"),
            *((each.tutor.pk, _label(each)) for each in offered),
        ]

    @property
    def chosen(self) -> Tutor:
        return self.tutors[self.cleaned_data["tutor"]]


def _label(each: Capacity) -> str:
    held = each.tutor.group_count  # type: ignore[attr-defined]
    load = f"{plural(held, 'groupe')} sur {each.limit}" if held else "aucun groupe"
    return f"{each.tutor.person.full_name} ({load}{f', {each.why_not.lower()}' if each.why_not else ''})"


class CoTutorForm(TutorForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tutor"].label = "Co-tuteur ou co-tutrice"
        self.fields["reason"].required = False
        self.fields["reason"].help_text = "Facultatif. Il reste dans l’historique."


class OtherCohortForm(ChangeForm):
    cohort = forms.ModelChoiceField(
        label="Nouvelle promotion",
        queryset=Cohort.objects.none(),
        empty_label="Choisir…",
        error_messages={"required": "Choisissez la promotion rejointe."},
    )
    field_order = ("cohort", "on", "reason")

    def __init__(self, *args: Any, intern: Intern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: QuerySet[Cohort] = Cohort.objects.filter(archived_at=None).exclude(pk=intern.cohort_id)
        self.fields["cohort"].queryset = others.order_by("-year")  # type: ignore[attr-defined]
