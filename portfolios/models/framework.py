"""The common scale: six competencies, three levels, eleven families of situations (B.5, B.6)."""

from django.db import models


class Level(models.IntegerChoices):
    """`Non évalué` is a value of its own, not the lowest level (B.5)."""

    NOT_ASSESSED = 0, "Non évalué"
    NOVICE = 1, "Novice"
    INTERMEDIATE = 2, "Intermédiaire"
    COMPETENT = 3, "Compétent"


class Competency(models.Model):
    """A petal of the marguerite. The code is fixed, the labels can be renamed by a department."""

    code = models.CharField(max_length=3, unique=True)
    position = models.PositiveSmallIntegerField("pétale", unique=True)
    short_label = models.CharField("libellé court", max_length=60)
    label = models.CharField("libellé", max_length=120)
    definition = models.TextField("définition", blank=True)

    class Meta:
        verbose_name = "compétence"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short_label


class SituationFamily(models.Model):
    """One of the eleven families of situations, or « Autre »."""

    position = models.PositiveSmallIntegerField("rang", unique=True)
    short_label = models.CharField("libellé court", max_length=60)
    label = models.CharField("libellé", max_length=200)

    class Meta:
        verbose_name = "famille de situations"
        verbose_name_plural = "familles de situations"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short_label
