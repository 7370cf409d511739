from django.conf import settings
from django.db import models

from groups.models import Intern, Tutor


class Interview(models.Model):
    """An individual interview asked for or proposed, at any time (A-008, A-116, Encadré 3)."""

    class Reason(models.TextChoices):
        PERSONAL = "personal", "Difficulté personnelle"
        NOT_IN_GROUP = "not_in_group", "Pas osé / pas voulu en parler en groupe"
        NO_TIME = "no_time", "Manque de temps dans le groupe"
        OFF_TOPIC = "off_topic", "IMG qui risque d’emboliser le groupe / hors sujet pour le groupe"
        UNDERSTAND = "understand", "Comprendre la situation d’un IMG"
        OTHER = "other", "Autre"

    class State(models.TextChoices):
        REQUESTED = "requested", "Demandé"
        SCHEDULED = "scheduled", "Fixé"
        HELD = "held", "Tenu"
        DROPPED = "dropped", "Sans suite"

    class Initiative(models.TextChoices):
        TUTOR = "tutor", "Tuteur"
        INTERN = "intern", "Interne"

    intern = models.ForeignKey(Intern, on_delete=models.CASCADE, related_name="interviews")
    tutor = models.ForeignKey(Tutor, on_delete=models.PROTECT, related_name="interviews")
    initiative = models.CharField("à l’initiative", max_length=6, choices=Initiative)
    reason = models.CharField("motif", max_length=12, choices=Reason, default=Reason.OTHER)
    message = models.TextField("message", blank=True)
    state = models.CharField("état", max_length=9, choices=State, default=State.REQUESTED)
    starts_at = models.DateTimeField("fixé au", null=True, blank=True)
    place = models.CharField("lieu ou moyen", max_length=120, blank=True)
    closing_words = models.CharField("mot de fin", max_length=300, blank=True)
    settled_at = models.DateTimeField("tenu ou laissé sans suite le", null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    requested_at = models.DateTimeField("demandé le", auto_now_add=True)

    class Meta:
        verbose_name = "entretien individuel"
        verbose_name_plural = "entretiens individuels"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="scheduled") | models.Q(starts_at__isnull=False),
                name="scheduled_interview_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"Entretien de {self.intern_id}"

    @property
    def is_waiting(self) -> bool:
        """Asked for, or on a date to come: not settled yet."""
        return self.state in (self.State.REQUESTED, self.State.SCHEDULED)

    @property
    def is_asked_by_intern(self) -> bool:
        return self.initiative == self.Initiative.INTERN
