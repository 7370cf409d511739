from django.conf import settings
from django.db import models

from meetings.models.tutorial_session import TutorialSession


class Convocation(models.Model):
    """One person called to one session, and what he or she answered (D.1-14)."""

    class Part(models.TextChoices):
        INTERN = "intern", "interne"
        TUTOR = "tutor", "tuteur"
        CO_TUTOR = "co_tutor", "co-tuteur"

    class Answer(models.TextChoices):
        NONE = "", "Sans réponse"
        PRESENT = "present", "Confirmée"
        PREVENTED = "prevented", "Excusée"

    session = models.ForeignKey(TutorialSession, on_delete=models.CASCADE, related_name="convocations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="convocations"
    )
    part = models.CharField("à titre de", max_length=8, choices=Part)
    answer = models.CharField("réponse", max_length=9, choices=Answer, blank=True, default=Answer.NONE)
    reason = models.CharField("motif", max_length=200, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "convocation"
        ordering = ["session", "part", "person"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="one_convocation_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} à la séance {self.session_id}"
