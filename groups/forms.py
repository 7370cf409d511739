"""The shape of what is typed in this room."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from groups.imports import kind_named, kinds
from groups.imports.columns import ColumnMapping
from groups.imports.kinds import ImportKind
from groups.imports.tables import MAX_BYTES, Table
from groups.models import Cohort, Intern, Policy, TutorialGroup

NEW = "new"
DATE = {"type": "date"}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CohortForm(forms.Form):
    """A new cohort; also the part of an import that makes one."""

    year = forms.IntegerField(label="Année d’entrée", min_value=2000, max_value=2100)
    entered_on = forms.DateField(
        label="Date d’entrée", widget=DateInput(), help_text="Premier jour du premier semestre."
    )
    preset = forms.ChoiceField(
        label="Politique de départ", choices=Policy.Preset.choices, initial=Policy.Preset.TOURS
    )

    def clean_year(self) -> int | None:
        year = self.cleaned_data["year"]
        if Cohort.objects.filter(year=year).exists():
            raise ValidationError(f"La promotion {year} existe déjà. Choisissez-la dans la liste.")
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, entered_on = cleaned.get("year"), cleaned.get("entered_on")
        if year and entered_on and entered_on.year != year:
            self.add_error("entered_on", f"Cette date n’est pas en {year}. Corrigez l’année ou la date.")
        return cleaned


class KindSelect(forms.Select):
    """Marks the kinds that need a cohort, so that the page shows its fields for them only."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        kind = kind_named(str(value))
        if kind is not None and kind.needs_cohort:
            option["attrs"]["data-cohort"] = ""
        return option


class ImportStartForm(CohortForm):
    kind = forms.ChoiceField(label="Que voulez-vous importer ?", widget=KindSelect)
    cohort = forms.ChoiceField(label="Promotion", required=False)
    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 2 Mo au plus. Rien n’est écrit avant votre confirmation.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide. Exportez-le de nouveau, puis déposez-le.",
        },
    )

    field_order = ("kind", "cohort", "year", "entered_on", "preset", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.name: kind for kind in kinds()}
        self.cohorts = {str(cohort.year): cohort for cohort in Cohort.objects.filter(archived_at=None)}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.name, kind.label_plural.capitalize()) for kind in self.kinds.values()
        ]
        self.fields["cohort"].choices = [  # type: ignore[attr-defined]
            *((year, str(cohort)) for year, cohort in self.cohorts.items()),
            (NEW, "Nouvelle promotion…"),
        ]
        for name in ("year", "entered_on", "preset"):
            self.fields[name].required = False

    def clean_year(self) -> int | None:
        if self.data.get("cohort") == NEW and self.cleaned_data["year"] is not None:
            return super().clean_year()
        return self.cleaned_data["year"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError("Le fichier dépasse 2 Mo. Gardez une seule feuille et les colonnes utiles.")
        return file

    def clean(self) -> dict[str, Any]:
        kind: ImportKind | None = self.kinds.get(self.cleaned_data.get("kind", ""))
        is_for_cohort = kind is not None and kind.needs_cohort
        if not is_for_cohort or self.cleaned_data.get("cohort") != NEW:
            for name in ("year", "entered_on", "preset"):
                self.cleaned_data[name] = None
                self.errors.pop(name, None)
        cleaned = super().clean()
        if not is_for_cohort:
            return cleaned
        if not cleaned.get("cohort"):
            self.add_error("cohort", "Choisissez la promotion de ces internes.")
        elif cleaned["cohort"] == NEW:
            for name, message in (
                ("year", "Donnez l’année d’entrée de la promotion."),
                ("entered_on", "Donnez la date d’entrée de la promotion."),
                ("preset", "Choisissez une politique de départ."),
            ):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, message)
        return cleaned

    @property
    def chosen_kind(self) -> ImportKind:
        return self.kinds[self.cleaned_data["kind"]]

    def target(self) -> dict[str, Any]:
        """`cohort` and `new_cohort`, as `start_import` takes them."""
        cleaned = self.cleaned_data
        if not self.chosen_kind.needs_cohort:
            return {}
        if cleaned["cohort"] == NEW:
            return {"new_cohort": {name: cleaned[name] for name in ("year", "entered_on", "preset")}}
        return {"cohort": self.cohorts[cleaned["cohort"]]}


class ColumnsForm(forms.Form):
    """Which column feeds which field; the sieve's code when the file has one."""

    def __init__(
        self,
        *args: Any,
        kind: ImportKind,
        table: Table,
        mapping: ColumnMapping,
        codes: dict[str, int],
        sieve: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = [field.name for field in kind.fields]
        columns = [
            ("", "Aucune colonne"),
            *((str(rank), _heading(table, rank)) for rank in range(len(table.columns))),
        ]
        for field in kind.fields:
            self.fields[f"column_{field.name}"] = forms.ChoiceField(
                label=field.label,
                choices=columns,
                required=False,
                initial=str(mapping.positions.get(field.name, "")),
                help_text="Nécessaire" if field.required else "",
                widget=forms.Select(attrs={"class": "form-select-sm"}),
            )
        self.fields["sieve"] = forms.ChoiceField(
            label="Ne garder que le code étape",
            choices=[
                ("", "Tout le fichier"),
                *((code, f"{code} ({count})") for code, count in sorted(codes.items())),
            ],
            required=False,
            initial=sieve,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name in self.names:
            position = cleaned.get(f"column_{name}")
            if position and position in taken:
                self.add_error(f"column_{name}", f"Cette colonne sert déjà pour « {taken[position]} ».")
            elif position:
                taken[position] = str(self.fields[f"column_{name}"].label)
        return cleaned

    def positions(self) -> dict[str, int | None]:
        chosen = {name: self.cleaned_data.get(f"column_{name}") for name in self.names}
        return {name: int(position) if position else None for name, position in chosen.items()}


def _heading(table: Table, rank: int) -> str:
    """A column and the first thing it holds, so that it can be recognised."""
    example = next((cells[rank] for _, cells in table.rows if rank < len(cells) and cells[rank]), "")
    example = example if len(example) <= 24 else f"{example[:23]}…"
    return f"{table.columns[rank]} : {example}" if example else table.columns[rank]


LEAVE = "sortie"


class MoveForm(forms.Form):
    group = forms.ChoiceField(label="Nouveau groupe")
    reason = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Il reste dans l’historique des deux groupes.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez le motif : il reste dans l’historique du groupe."},
    )
    override = forms.BooleanField(label="Dépasser la taille maximale", required=False)

    def __init__(
        self,
        *args: Any,
        groups: list[TutorialGroup],
        maximum: int,
        may_leave: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        choices = [("", "Choisissez un groupe")]
        choices += [(pk, _group_label(group, maximum)) for pk, group in self.groups.items()]
        if may_leave:
            choices.append((LEAVE, "Aucun : sort du groupe sans en rejoindre un autre"))
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        self.fields["override"].help_text = f"Au-delà de {maximum}, le motif justifie le dépassement."


def _group_label(group: Any, maximum: int) -> str:
    tutors = ", ".join(each.tutor.person.full_name for each in group.active_tutorships[:1]) or "sans tuteur"
    full = ", complet" if group.size >= maximum else ""
    return f"{group.code}, {tutors} ({group.size} sur {maximum}{full})"


class StandingForm(forms.ModelForm):
    class Meta:
        model = Intern
        fields = ["standing", "semester_lag"]
        labels = {"semester_lag": "Semestres de retard sur la promotion"}
        help_texts = {"semester_lag": "Après une disponibilité, un congé ou un stage non validé."}

    def clean_semester_lag(self) -> int:
        lag = self.cleaned_data["semester_lag"]
        if lag > 8:
            raise ValidationError("8 semestres au plus.")
        return lag


class DaysField(forms.CharField):
    """`30, 7, 1` as a list of days, largest first."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        words = re.findall(r"[^\s,;]+", value or "")
        if not all(word.isascii() and word.isdigit() and 0 < int(word) <= 120 for word in words):
            raise ValidationError(
                "Écrivez des nombres de jours séparés par des virgules, par exemple 30, 7, 1."
            )
        if len(words) > 6:
            raise ValidationError("Six relances au plus.")
        return sorted({int(word) for word in words}, reverse=True)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


POLICY_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Groupes et tuteurs",
        "La constitution vise la taille voulue et ne dépasse jamais la taille maximale.",
        ("group_min", "group_target", "group_max", "groups_per_tutor"),
    ),
    (
        "Séances et convocations",
        "Les relances ne partent qu’aux personnes encore concernées.",
        ("session_minutes", "speaking_minutes", "reminder_days", "answer_until_hours"),
    ),
    (
        "Ce que vérifie le placement d’une séance",
        "Avertir laisse placer quand même ; refuser l’empêche.",
        (
            "on_seminar",
            "on_room_unsuited",
            "on_room_small",
            "on_room_closed",
            "on_holiday",
            "on_tutor_unavailable",
            "on_short_session",
        ),
    ),
    (
        "Traces d’apprentissage",
        "Incitation ou obligation, et qui valide.",
        (
            "production",
            "rsca_per_semester",
            "other_traces_per_semester",
            "tutor_validates",
            "co_tutor_validates",
        ),
    ),
    (
        "Suivi et lecture",
        "Ce qui suit une absence, et qui lit une note privée. L’interne peut toujours demander à la lire.",
        ("after_absence", "no_contact_days", "note_readers"),
    ),
)


class PolicyForm(forms.ModelForm):
    reminder_days = DaysField(
        label="Relances, en jours avant la séance",
        required=False,
        help_text="Séparés par des virgules. Vide : aucune relance.",
    )

    class Meta:
        model = Policy
        fields = [name for _, _, names in POLICY_SECTIONS for name in names]
        help_texts = {
            "answer_until_hours": "0 : jusqu’au début de la séance.",
            "no_contact_days": "De deux à trois mois d’ordinaire.",
            "group_max": "Au-delà, il faut un motif.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sizes = [cleaned.get(f"group_{name}") for name in ("min", "target", "max")]
        if None not in sizes and sizes != sorted(sizes):  # type: ignore[type-var]
            self.add_error(
                "group_target", "La taille visée se place entre la taille minimale et la taille maximale."
            )
        if sizes[0] == 0:
            self.add_error("group_min", "Un groupe compte au moins une personne.")
        return cleaned

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        return [(legend, text, [self[name] for name in names]) for legend, text, names in POLICY_SECTIONS]
