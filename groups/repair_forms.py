"""What happened to a group, and what is typed to repair it."""

from typing import Any

from django import forms

from groups.models import Cohort, Intern, Repair, Tutor, TutorialGroup
from groups.queries import with_current_group
from groups.tutoring_forms import MotiveForm

Event = Repair.Event
CHOOSE = ("", "Choisir…")


class EventForm(forms.Form):
    """What happened, and to whom: an intern who comes or goes, or a tutor who leaves."""

    evenement = forms.ChoiceField(label="Ce qui arrive", choices=Event.choices)
    interne = forms.TypedChoiceField(label="Interne", coerce=int, empty_value=None, required=False)
    tuteur = forms.TypedChoiceField(label="Tuteur ou tutrice", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        interns = with_current_group(Intern.objects.filter(cohort=cohort))
        self.interns = {
            intern.pk: intern for intern in interns.order_by("person__last_name", "person__first_name", "pk")
        }
        tutors = Tutor.objects.filter(
            tutorships__group__in=TutorialGroup.objects.filter(cohort=cohort, closed_at=None),
            tutorships__ends_on=None,
            tutorships__part="tutor",
        )
        self.tutors = {
            tutor.pk: tutor
            for tutor in tutors.select_related("person").distinct().order_by("person__last_name", "pk")
        }
        for name, people in (("interne", self.interns), ("tuteur", self.tutors)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                CHOOSE,
                *((pk, each.person.full_name) for pk, each in people.items()),
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("evenement") == Event.TUTOR_LEAVES:
            if not cleaned.get("tuteur"):
                self.add_error("tuteur", "Choisissez qui quitte le tutorat.")
        elif not cleaned.get("interne"):
            self.add_error("interne", "Choisissez la personne qui arrive ou qui part.")
        elif self.intern is not None:
            self._check_seat(self.intern, cleaned["evenement"])
        return cleaned

    def _check_seat(self, intern: Intern, event: str) -> None:
        """Who arrives has no seat, who leaves has one in a group."""
        seat = next(iter(intern.active_memberships), None)  # type: ignore[attr-defined]
        if event == Event.ARRIVAL and seat is not None:
            self.add_error("interne", "Cette personne a déjà un groupe, ou un tuteur.")
        if event != Event.ARRIVAL and (seat is None or seat.group_id is None):
            self.add_error("interne", "Cette personne n’est dans aucun groupe : il n’y a rien à réparer.")

    @property
    def event(self) -> str:
        return self.cleaned_data["evenement"]

    @property
    def intern(self) -> Intern | None:
        if self.cleaned_data.get("evenement") == Event.TUTOR_LEAVES:
            return None
        return self.interns.get(self.cleaned_data.get("interne") or 0)

    @property
    def tutor(self) -> Tutor | None:
        if self.cleaned_data.get("evenement") != Event.TUTOR_LEAVES:
            return None
        return self.tutors.get(self.cleaned_data.get("tuteur") or 0)


class WhyForm(MotiveForm):
    """The reason, and the cohort joined when that is what happens."""

    joined = forms.ModelChoiceField(
        label="Promotion rejointe",
        queryset=Cohort.objects.none(),
        empty_label="Choisir…",
        error_messages={"required": "Choisissez la promotion rejointe."},
    )

    def __init__(self, *args: Any, event: str, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if event == Event.CHANGE_OF_COHORT:
            others = Cohort.objects.filter(archived_at=None).exclude(pk=cohort.pk)
            self.fields["joined"].queryset = others.order_by("-year")  # type: ignore[attr-defined]
        else:
            del self.fields["joined"]


class GiveUpForm(forms.Form):
    """Why a repair is given up."""

    reason = forms.CharField(
        label="Motif de l’abandon",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez le motif : il reste avec la réparation abandonnée."},
    )
