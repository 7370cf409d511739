from django.db import models


class Cohort(models.Model):
    """A promotion: the interns who entered the DES together (A-003)."""

    year = models.PositiveSmallIntegerField("année d’entrée", unique=True)
    entered_on = models.DateField("entrée le")
    semester_count = models.PositiveSmallIntegerField(
        "semestres du DES", default=8, help_text="8 depuis la rentrée 2023, 6 avant."
    )
    archived_at = models.DateTimeField("archivée le", null=True, blank=True)

    class Meta:
        verbose_name = "promotion"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Promotion {self.year}"

    @property
    def code(self) -> str:
        """`26` for 2026: the first half of its groups' codes."""
        return f"{self.year % 100:02d}"

    @property
    def mark(self) -> int:
        """Which of the four rotating colours and patterns stands for the cohort: 0…3 (2026 → 0)."""
        return (2026 - self.year) % 4
