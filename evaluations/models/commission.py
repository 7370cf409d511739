from django.conf import settings
from django.db import models

from groups.models import Cohort


class Commission(models.Model):
    """A commission reviewing one cohort; its members read the dossiers while it is open (D.1-18)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="commissions")
    name = models.CharField("nom", max_length=120)
    held_on = models.DateField("réunie le")
    opens_on = models.DateField("dossiers ouverts le")
    closes_on = models.DateField("dossiers refermés le")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="commissions")

    class Meta:
        verbose_name = "commission"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="commission_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name
