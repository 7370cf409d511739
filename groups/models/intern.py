from django.conf import settings
from django.db import models

from groups.models.cohort import Cohort


class Intern(models.Model):
    """A resident of one cohort. The own semester may lag behind the cohort's (B.2)."""

    class Standing(models.TextChoices):
        ACTIVE = "active", "En formation"
        LEAVE = "leave", "En disponibilité ou en congé"
        RESEARCH = "research", "En année-recherche"
        LEFT = "left", "A quitté le DES"
        CERTIFIED = "certified", "DES validé"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="intern")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="interns")
    student_number = models.CharField("numéro étudiant", max_length=20, unique=True)
    ine = models.CharField("INE", max_length=11, blank=True)
    eppn = models.CharField("identifiant universitaire", max_length=120, blank=True)
    semester_lag = models.PositiveSmallIntegerField("semestres de décalage", default=0)
    standing = models.CharField("situation", max_length=10, choices=Standing, default=Standing.ACTIVE)

    class Meta:
        verbose_name = "interne"
        ordering = ["person__last_name", "person__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ine"], condition=~models.Q(ine=""), name="intern_ine_unique_when_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
