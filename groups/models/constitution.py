from django.conf import settings
from django.db import models

from groups.models.cohort import Cohort


class Constitution(models.Model):
    """One constitution of a cohort's groups: the seed and the roster that reproduce it (A-107)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="constitutions")
    seed = models.CharField("graine", max_length=64)
    roster = models.JSONField("liste de départ", default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField("faite le", auto_now_add=True)

    class Meta:
        verbose_name = "constitution des groupes"
        verbose_name_plural = "constitutions des groupes"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Constitution du {self.made_at:%d/%m/%Y}, promotion {self.cohort.year}"
