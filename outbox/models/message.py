from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Message(models.Model):
    """One mail to one person, written in the transaction of the fact it tells.

    `key` says what it is (`session:12:person:5:v3:reminder:D-7`) and is unique: a fact is told once.
    `thread` and `step` gather messages about one thing: `session:12`, at `convocation`, `D-7`…
    The text is composed when it is sent, from `payload`, and then kept as the proof of what left.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "Programmée"
        SENDING = "sending", "En cours d’envoi"
        SENT = "sent", "Envoyée"
        FAILED = "failed", "En échec"
        UNCERTAIN = "uncertain", "À vérifier"
        CANCELLED = "cancelled", "Annulée"

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField("nature", max_length=40)
    thread = models.CharField("fil", max_length=60, blank=True)
    step = models.CharField("étape", max_length=20, blank=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="messages"
    )
    address = models.EmailField("adresse")
    payload = models.JSONField("faits", default=dict)
    is_confidential = models.BooleanField(
        "confidentiel", default=False, help_text="Porte un lien secret : ni affiché ni gardé."
    )
    due_at = models.DateTimeField("à envoyer le")
    state = models.CharField("état", max_length=10, choices=State, default=State.SCHEDULED)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    sent_at = models.DateTimeField("envoyée le", null=True)
    reply = models.CharField("réponse du serveur", max_length=300, blank=True)
    error = models.CharField("erreur", max_length=300, blank=True)
    subject = models.CharField("objet", max_length=200, blank=True)
    text = models.TextField("texte", blank=True)
    html = models.TextField("HTML", blank=True)
    attachments = models.JSONField("pièces jointes", default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "message"
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="scheduled"), name="message_due"),
            models.Index(fields=["claim"], name="message_claim"),
            models.Index(fields=["state"], name="message_state"),
            models.Index(fields=["thread", "recipient"], name="message_thread"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("outbox:message-detail", args=[self.pk])
