from django.conf import settings
from django.db import models


class Tutor(models.Model):
    """What Tutorat knows of somebody who tutors, or co-tutors, groups."""

    class Status(models.TextChoices):
        MSU = "MSU", "MSU"
        MCA = "MCA", "MCA"
        PA = "PA", "PA"
        MCU = "MCU", "MCU"
        PU = "PU", "PU"
        CCU = "CCU", "CCU"
        RETIRED = "RETIRED", "Retraité"
        CO_TUTOR = "CO_TUTOR", "Co-tuteur"

    class Availability(models.TextChoices):
        ACTIVE = "active", "Actif"
        REDUCED = "reduced", "Charge réduite"
        WITHDRAWING = "withdrawing", "En retrait"
        AWAY = "away", "En congé"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tutor")
    status = models.CharField("statut", max_length=8, choices=Status, default=Status.MSU)
    availability = models.CharField(
        "disponibilité", max_length=12, choices=Availability, default=Availability.ACTIVE
    )
    on_board = models.BooleanField("membre du bureau", default=False)
    since_year = models.PositiveSmallIntegerField("tutorat depuis", null=True, blank=True)
    rpps = models.CharField("RPPS", max_length=11, blank=True)
    town = models.CharField("commune", max_length=80, blank=True)
    department_code = models.CharField("département", max_length=3, blank=True)
    driving_minutes = models.PositiveSmallIntegerField("route vers la faculté (minutes, aller)", default=0)
    max_groups = models.PositiveSmallIntegerField("groupes au plus", null=True, blank=True)
    motto = models.CharField("mot à ses internes", max_length=200, blank=True)

    class Meta:
        verbose_name = "tuteur"
        ordering = ["person__last_name", "person__first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rpps"], condition=~models.Q(rpps=""), name="tutor_rpps_unique_when_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
