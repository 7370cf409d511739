from django.db import models
from django.db.models import F, Q

from meetings.models.semester import Semester


class TutorsMeeting(models.Model):
    """Rencontre tutoriale: the tutors debrief a session and define the next one (A-009)."""

    semester = models.ForeignKey(Semester, on_delete=models.PROTECT, related_name="tutors_meetings")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=120, blank=True)
    agenda = models.TextField("ordre du jour", blank=True)
    minutes = models.TextField("compte rendu", blank=True)

    class Meta:
        verbose_name = "rencontre tutoriale"
        verbose_name_plural = "rencontres tutoriales"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_times_in_order")
        ]

    def __str__(self) -> str:
        return "Rencontre tutoriale"
