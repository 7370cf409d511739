from django.conf import settings
from django.db import models


class FileAccess(models.Model):
    """Somebody opened somebody's file; one row a person, a subject, a part and an hour.

    Written by a task after the response, so that reading a page writes nothing.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="file_accesses"
    )
    part = models.CharField("partie du dossier", max_length=40)
    hour = models.DateTimeField("heure, minutes à zéro")

    class Meta:
        verbose_name = "consultation de dossier"
        verbose_name_plural = "consultations de dossier"
        ordering = ["-hour", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "subject", "part", "hour"], name="file_access_once_an_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor} → {self.subject}, {self.part}"
