from django.db import models

from groups.models import Intern, StageSupervisor
from meetings.models.semester import Semester


class Placement(models.Model):
    """Where an intern works during a semester (B.4)."""

    class Kind(models.TextChoices):
        URG = "URG", "Médecine d’urgence"
        N1 = "N1", "Niveau 1, chez le praticien"
        POLY = "POLY", "Médecine polyvalente"
        FE = "FE", "Santé de la femme, santé de l’enfant"
        SASPAS = "SASPAS", "SASPAS"
        LIBRE = "LIBRE", "Stage libre"
        N3A = "N3A", "Niveau 3, premier semestre"
        N3B = "N3B", "Niveau 3, second semestre"

    class State(models.TextChoices):
        ONGOING = "ongoing", "en cours"
        VALIDATED = "validated", "validé"
        REFUSED = "refused", "non validé"

    intern = models.ForeignKey(Intern, on_delete=models.CASCADE, related_name="placements")
    semester = models.ForeignKey(Semester, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField("stage", max_length=6, choices=Kind)
    place = models.CharField("lieu", max_length=120)
    department_code = models.CharField("département", max_length=3, blank=True)
    supervisor = models.ForeignKey(
        StageSupervisor, on_delete=models.SET_NULL, null=True, blank=True, related_name="placements"
    )
    state = models.CharField("état", max_length=9, choices=State, default=State.ONGOING)

    class Meta:
        verbose_name = "stage"
        ordering = ["intern", "semester__starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["intern", "semester"], name="one_placement_a_semester")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.place}"
