from django.db import models
from django.db.models import Q

from groups.models import Tutor, TutorialGroup
from meetings.models.room import Room
from meetings.models.tutorial_session import TutorialSession

SLOT_MINUTES = 15


class Booking(models.Model):
    """One quarter of an hour of a room, a tutor or a group.

    The three unique constraints make a double booking impossible on SQLite and PostgreSQL alike,
    whoever writes at the same time (D.1-5, D.1-6). `slot` is the Unix time divided by 900 seconds.
    """

    session = models.ForeignKey(TutorialSession, on_delete=models.CASCADE, related_name="bookings")
    slot = models.PositiveIntegerField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="bookings")
    tutor = models.ForeignKey(Tutor, on_delete=models.PROTECT, null=True, related_name="bookings")
    group = models.ForeignKey(TutorialGroup, on_delete=models.PROTECT, null=True, related_name="bookings")

    class Meta:
        verbose_name = "réservation"
        ordering = ["slot", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "slot"], name="room_booked_once"),
            models.UniqueConstraint(fields=["tutor", "slot"], name="tutor_booked_once"),
            models.UniqueConstraint(fields=["group", "slot"], name="group_booked_once"),
            models.CheckConstraint(
                condition=Q(room__isnull=False, tutor=None, group=None)
                | Q(room=None, tutor__isnull=False, group=None)
                | Q(room=None, tutor=None, group__isnull=False),
                name="booking_of_one_resource",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} @ {self.slot}"
