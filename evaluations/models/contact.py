from django.conf import settings
from django.db import models

from groups.models import Intern
from meetings.models import Interview, TutorialSession


class Contact(models.Model):
    """One exchange between an intern and a tutor, whatever the channel (A-012, A-081)."""

    class Channel(models.TextChoices):
        SESSION = "session", "Séance"
        INTERVIEW = "interview", "Entretien individuel"
        MAIL = "mail", "Courriel"
        PHONE = "phone", "Téléphone"
        VIDEO = "video", "Visioconférence"
        OTHER = "other", "Autre"

    class Initiative(models.TextChoices):
        TUTOR = "tutor", "Tuteur"
        INTERN = "intern", "Interne"

    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="contacts")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField("le")
    channel = models.CharField("origine", max_length=9, choices=Channel)
    initiative = models.CharField("initiative", max_length=6, choices=Initiative, default=Initiative.TUTOR)
    themes = models.JSONField("thèmes", default=list, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    summary = models.TextField("en quelques mots", blank=True)
    session = models.ForeignKey(
        TutorialSession, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    interview = models.ForeignKey(
        Interview, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    logged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "contact"
        ordering = ["-occurred_at", "-pk"]
        indexes = [models.Index(fields=["intern", "-occurred_at"], name="contact_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["intern", "session"],
                condition=models.Q(session__isnull=False),
                name="one_contact_per_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.intern}"
