from django.conf import settings
from django.db import models


class StageSupervisor(models.Model):
    """Who supervises a placement: maître de stage (MSU) or chef de service. May never have an account."""

    class Kind(models.TextChoices):
        MSU = "msu", "Maître de stage (MSU)"
        HEAD = "head", "Chef de service"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supervisor"
    )
    kind = models.CharField("nature", max_length=4, choices=Kind, default=Kind.MSU)
    place = models.CharField("cabinet ou service", max_length=120, blank=True)
    town = models.CharField("commune", max_length=80, blank=True)
    department_code = models.CharField("département", max_length=3, blank=True)

    class Meta:
        verbose_name = "maître de stage"
        verbose_name_plural = "maîtres de stage"
        ordering = ["person__last_name", "person__first_name", "pk"]

    def __str__(self) -> str:
        return str(self.person)
