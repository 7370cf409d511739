"""What a session should not fall on: seminars of the cohort, absences of the tutor."""

from django.db import models
from django.db.models import F, Q

from groups.models import Cohort, Tutor


class Seminar(models.Model):
    """Another teaching of a cohort; a session at that time needs an explicit choice (A-135, D.1-7)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="seminars")
    title = models.CharField("intitulé", max_length=160)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=120, blank=True)

    class Meta:
        verbose_name = "séminaire"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "title", "starts_at"], name="seminar_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="seminar_times_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Unavailability(models.Model):
    """A period when a tutor cannot be asked to come."""

    tutor = models.ForeignKey(Tutor, on_delete=models.CASCADE, related_name="unavailabilities")
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")
    reason = models.CharField("motif", max_length=120, blank=True)

    class Meta:
        verbose_name = "indisponibilité"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="unavailability_times_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tutor_id} indisponible"
