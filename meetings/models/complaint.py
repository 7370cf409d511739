from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings.models.room import Room
from meetings.models.tutorial_session import TutorialSession


class RoomComplaint(models.Model):
    """A tutor says after a session that its room did not suit it (A-141).

    While it is open it lowers the room's suitability (`Room.open_complaints`); the secretariat settles it.
    """

    class State(models.TextChoices):
        OPEN = "open", "À traiter"
        MENDED = "mended", "Remédié"
        UPHELD = "upheld", "Salle retirée des groupes"
        DISMISSED = "dismissed", "Sans suite"

    session = models.ForeignKey(TutorialSession, on_delete=models.CASCADE, related_name="room_complaints")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="complaints")
    reason = models.CharField("motif", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField("signalée le", auto_now_add=True)
    state = models.CharField("état", max_length=9, choices=State, default=State.OPEN)
    answer = models.CharField("suite donnée", max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "signalement de salle"
        verbose_name_plural = "signalements de salle"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "room"], name="one_complaint_a_session_and_room"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="settled_complaint_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Salle {self.room_id} inadaptée, séance {self.session_id}"
