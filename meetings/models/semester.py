from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Semester(models.Model):
    """Six months of placements. Its dates are stored, not computed: they have been moved before (B.2)."""

    class Season(models.TextChoices):
        WINTER = "winter", "hiver"
        SUMMER = "summer", "été"

    season = models.CharField("saison", max_length=6, choices=Season)
    starts_on = models.DateField("premier jour", unique=True)
    ends_on = models.DateField("dernier jour")

    class Meta:
        verbose_name = "semestre"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="semester_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`Semestre d’hiver 2026-2027`, `Semestre d’été 2027`."""
        first, last = self.starts_on.year, self.ends_on.year
        years = f"{first}" if first == last else f"{first}‑{last}"
        return f"Semestre d’{self.get_season_display()} {years}"

    @property
    def is_over(self) -> bool:
        return self.ends_on < timezone.localdate()

    def rank_for(self, entered_on: date) -> int:
        """Rank (1…8) of this semester for who entered the DES on that date, counting half-years."""
        months = (self.starts_on.year - entered_on.year) * 12 + self.starts_on.month - entered_on.month
        return max(1, round(months / 6) + 1)


class Recess(models.Model):
    """A period of a semester during which no session is held, such as the break of the end of the year.

    Both days belong to it.
    """

    semester = models.ForeignKey(Semester, on_delete=models.CASCADE, related_name="recesses")
    name = models.CharField("intitulé", max_length=80)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "période sans séance"
        verbose_name_plural = "périodes sans séance"
        ordering = ["semester", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="recess_days_in_order")
        ]

    def __str__(self) -> str:
        return self.name
