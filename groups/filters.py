"""What lists can be narrowed by; the address keeps it."""

import django_filters as filters
from django.db.models import QuerySet

from groups.models import Cohort, Intern, Membership, StageSupervisor, Tutor, TutorialGroup, Tutorship
from groups.queries import matching


def _words(queryset: QuerySet, name: str, value: str) -> QuerySet:
    return matching(queryset, value)


class InternFilter(filters.FilterSet):
    q = filters.CharFilter(label="Nom, adresse ou numéro", method="search")
    promotion = filters.ModelChoiceFilter(
        field_name="cohort",
        label="Promotion",
        queryset=Cohort.objects.all(),
        to_field_name="year",
        empty_label="Toutes",
    )
    situation = filters.ChoiceFilter(
        field_name="standing", label="Situation", choices=Intern.Standing.choices, empty_label="Toutes"
    )
    groupe = filters.ChoiceFilter(
        label="Groupe",
        method="seat",
        choices=[("sans", "Sans groupe"), ("avec", "Dans un groupe")],
        empty_label="Indifférent",
    )

    class Meta:
        model = Intern
        fields: list[str] = []

    def search(self, queryset: QuerySet[Intern], name: str, value: str) -> QuerySet[Intern]:
        found = queryset.filter(student_number=value.strip())
        return found if value.strip().isdigit() else matching(queryset, value)

    def seat(self, queryset: QuerySet[Intern], name: str, value: str) -> QuerySet[Intern]:
        seated = Membership.objects.filter(ends_on=None).values("intern")
        if value == "sans":
            return queryset.filter(standing=Intern.Standing.ACTIVE).exclude(pk__in=seated)
        return queryset.filter(pk__in=seated)


class CohortInternFilter(InternFilter):
    """The same inside one cohort."""

    promotion = None


class GroupFilter(filters.FilterSet):
    promotion = filters.ModelChoiceFilter(
        field_name="cohort",
        label="Promotion",
        queryset=Cohort.objects.all(),
        to_field_name="year",
        empty_label="Toutes",
    )
    tuteur = filters.ModelChoiceFilter(
        label="Tuteur ou tutrice",
        queryset=Tutor.objects.select_related("person"),
        method="tutored",
        empty_label="Tous",
    )

    class Meta:
        model = TutorialGroup
        fields: list[str] = []

    def tutored(self, queryset: QuerySet[TutorialGroup], name: str, value: Tutor) -> QuerySet[TutorialGroup]:
        held = Tutorship.objects.filter(tutor=value, ends_on=None).values("group")
        return queryset.filter(pk__in=held)


class TutorFilter(filters.FilterSet):
    q = filters.CharFilter(label="Nom ou adresse", method=_words)
    disponibilite = filters.ChoiceFilter(
        field_name="availability",
        label="Disponibilité",
        choices=Tutor.Availability.choices,
        empty_label="Toutes",
    )
    statut = filters.ChoiceFilter(
        field_name="status", label="Statut", choices=Tutor.Status.choices, empty_label="Tous"
    )

    class Meta:
        model = Tutor
        fields: list[str] = []


class SupervisorFilter(filters.FilterSet):
    q = filters.CharFilter(label="Nom ou adresse", method=_words)
    nature = filters.ChoiceFilter(
        field_name="kind", label="Nature", choices=StageSupervisor.Kind.choices, empty_label="Toutes"
    )

    class Meta:
        model = StageSupervisor
        fields: list[str] = []
