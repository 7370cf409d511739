from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models.cohort import Cohort
from groups.models.draw import DrawAttempt
from groups.models.intern import Intern
from groups.models.tutor import Tutor


class Repair(models.Model):
    """Somebody comes or leaves: the repairs of least cost, sealed, the one that was drawn, and its end.

    None is ever removed. The document says nothing of why; the reason is kept beside it.
    """

    class Event(models.TextChoices):
        ARRIVAL = "arrival", "Arrivée ou retour"
        DEPARTURE = "departure", "Départ du DES"
        LONG_LEAVE = "long_leave", "Congé long"
        CHANGE_OF_COHORT = "change_of_cohort", "Changement de promotion"
        TUTOR_LEAVES = "tutor_leaves", "Départ d’un tuteur"

    class State(models.TextChoices):
        SEALED = "sealed", "Scellée"
        DRAWN = "drawn", "Tirée"
        APPLIED = "applied", "Appliquée"
        ABANDONED = "abandoned", "Abandonnée"

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="repairs")
    event = models.CharField("événement", max_length=16, choices=Event)
    intern = models.ForeignKey(
        Intern, on_delete=models.PROTECT, null=True, blank=True, related_name="repairs"
    )
    tutor = models.ForeignKey(Tutor, on_delete=models.PROTECT, null=True, blank=True, related_name="repairs")
    joined = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="promotion rejointe",
    )
    reason = models.CharField("motif", max_length=200)
    state = models.CharField("état", max_length=9, choices=State, default=State.SEALED)
    document = models.TextField("document scellé")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    source = models.CharField("source de la graine", max_length=9, choices=DrawAttempt.Source, blank=True)
    expected_at = models.DateTimeField("graine attendue le", null=True, blank=True)
    sealed_at = models.DateTimeField("scellée le")
    told = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="personnes prévenues du scellé"
    )
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    values = models.JSONField("valeurs de la source", default=list, blank=True)
    provenance = models.CharField("d’où vient la valeur", max_length=300, blank=True)
    attendance = models.TextField("personnes présentes", blank=True)
    drawn_at = models.DateTimeField("tirée le", null=True, blank=True)
    chosen = models.PositiveSmallIntegerField("réparation tirée", null=True, blank=True)
    settled_at = models.DateTimeField("appliquée ou abandonnée le", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField("motif de l’abandon", max_length=200, blank=True)

    class Meta:
        verbose_name = "réparation de groupes"
        verbose_name_plural = "réparations de groupes"
        ordering = ["-sealed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(state__in=("sealed", "drawn")),
                name="one_open_repair_a_cohort",
            ),
            models.CheckConstraint(
                condition=Q(event="tutor_leaves", tutor__isnull=False, intern=None)
                | (~Q(event="tutor_leaves") & Q(tutor=None, intern__isnull=False)),
                name="repair_for_an_intern_or_a_tutor",
            ),
            models.CheckConstraint(
                condition=Q(event="change_of_cohort", joined__isnull=False)
                | (~Q(event="change_of_cohort") & Q(joined=None)),
                name="repair_joins_a_cohort_when_it_changes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("drawn", "applied")) | Q(chosen__isnull=False),
                name="repair_drawn_before_it_is_applied",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(drawn_at__gte=F("sealed_at")),
                name="repair_sealed_before_it_is_drawn",
            ),
            models.CheckConstraint(
                condition=~Q(state="abandoned") | ~Q(closed_reason=""), name="repair_abandoned_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Réparation {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.SEALED, self.State.DRAWN)
