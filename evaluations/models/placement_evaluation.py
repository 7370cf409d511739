from django.db import models

from meetings.models import Placement
from portfolios.models import Competency
from portfolios.models.framework import Level


class PlacementEvaluation(models.Model):
    """What the supervisor of one placement says of the intern, once, without an account (A-061)."""

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="evaluation")
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    submitted_at = models.DateTimeField("rendue le", null=True, blank=True)
    comment = models.TextField("commentaire", blank=True)
    next_step = models.TextField("prochain pas", blank=True)

    class Meta:
        verbose_name = "évaluation de stage"
        verbose_name_plural = "évaluations de stage"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.placement.intern}, {self.placement}"


class PlacementLevel(models.Model):
    evaluation = models.ForeignKey(PlacementEvaluation, on_delete=models.CASCADE, related_name="levels")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=Level, default=Level.NOT_ASSESSED)

    class Meta:
        verbose_name = "niveau en stage"
        verbose_name_plural = "niveaux en stage"
        ordering = ["evaluation", "competency__position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "competency"], name="one_level_a_competency")
        ]

    def __str__(self) -> str:
        return f"{self.competency} : {self.get_level_display()}"
