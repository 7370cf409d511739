import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models import TutorialGroup
from meetings.models.room import Room
from meetings.models.semester import Semester


class TutorialSession(models.Model):
    """One group's mandatory meeting of a semester (A-004, D.1-4).

    A draft is known to the secretariat only. Publishing convenes; a change after that raises `sequence`
    (RFC 5545, 3.8.7.4) and tells exactly the people concerned.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        CLOSED = "closed", "Tenue"
        CANCELLED = "cancelled", "Annulée"

    class RoomState(models.TextChoices):
        REQUESTED = "requested", "Demandée"
        CONFIRMED = "confirmed", "Confirmée"

    NAMED_WITH = ("group__cohort",)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(TutorialGroup, on_delete=models.PROTECT, related_name="sessions")
    semester = models.ForeignKey(Semester, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField("numéro de séance")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    room_state = models.CharField("salle", max_length=9, choices=RoomState, default=RoomState.REQUESTED)
    place = models.CharField(
        "autre lieu", max_length=160, blank=True, help_text="Hors de la faculté, avec son motif (A-143)."
    )
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    cancel_reason = models.CharField("motif d’annulation", max_length=200, blank=True)
    resolution = models.CharField("choix fait malgré les avertissements", max_length=1000, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "séance"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "semester"],
                condition=~Q(state="cancelled"),
                name="one_session_per_group_and_semester",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times_in_order"),
            models.CheckConstraint(
                condition=Q(room=None) | Q(place=""), name="session_in_a_room_or_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"Séance {self.number} du {str(self.group).lower()}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_open(self) -> bool:
        """Published and not yet held: answers, moves and cancellation still mean something."""
        return self.state == self.State.PUBLISHED
