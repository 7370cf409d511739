from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models.cohort import Cohort
from groups.models.intern import Intern


class CohortChange(models.Model):
    """An intern left a cohort for another on a day; the intern itself only knows the cohort of today."""

    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="cohort_changes")
    left = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="departures", verbose_name="promotion quittée"
    )
    joined = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="arrivals", verbose_name="promotion rejointe"
    )
    changed_on = models.DateField("à partir du")
    reason = models.CharField("motif", max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "changement de promotion"
        verbose_name_plural = "changements de promotion"
        ordering = ["intern", "changed_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(left=F("joined")), name="cohort_change_changes_cohort")
        ]

    def __str__(self) -> str:
        return f"{self.intern}, {str(self.left).lower()} → {str(self.joined).lower()}"
