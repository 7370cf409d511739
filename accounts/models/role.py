from django.conf import settings
from django.db import models


class Role(models.TextChoices):
    """What a person may come to do; in the order in which a home page is chosen (D.1-18)."""

    SECRETARY = "secretary", "Secrétariat"
    COORDINATOR = "coordinator", "Coordination du DES"
    DIRECTOR = "director", "Direction du DUMG"
    TUTOR = "tutor", "Tutorat"
    CO_TUTOR = "co_tutor", "Co-tutorat"
    INTERN = "intern", "Internat"
    SUPERVISOR = "supervisor", "Maîtrise de stage"
    COMMISSION = "commission", "Commission"
    ADMINISTRATOR = "administrator", "Administration technique"


class RoleAssignment(models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField("rôle", max_length=16, choices=Role)
    given_at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "rôle"
        ordering = ["person", "role"]
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="role_held_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
