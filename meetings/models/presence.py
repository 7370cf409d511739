from django.db import models

from groups.models import Intern
from meetings.models.tutorial_session import TutorialSession


class Attendance(models.Model):
    """Whether an intern came, and how long he or she spoke (A-095, A-106)."""

    class Status(models.TextChoices):
        PRESENT = "present", "Présent(e)"
        EXCUSED = "excused", "Absent(e) excusé(e)"
        ABSENT = "absent", "Absent(e)"
        LATE = "late", "En retard"
        EXEMPT = "exempt", "Dispensé(e)"

    session = models.ForeignKey(TutorialSession, on_delete=models.CASCADE, related_name="attendances")
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField("présence", max_length=8, choices=Status)
    reason = models.CharField("motif", max_length=200, blank=True)
    seconds_spoken = models.PositiveIntegerField("temps de parole (secondes)", default=0)
    recorded_at = models.DateTimeField("notée le", auto_now=True)

    class Meta:
        verbose_name = "présence"
        ordering = ["session", "intern"]
        constraints = [
            models.UniqueConstraint(fields=["session", "intern"], name="one_attendance_per_intern")
        ]

    def __str__(self) -> str:
        return f"{self.intern_id}, séance {self.session_id} : {self.status}"

    @property
    def was_there(self) -> bool:
        return self.status in (self.Status.PRESENT, self.Status.LATE)
