from django.db import models

from groups.models import Intern
from meetings.models import TutorialSession


class Floor(models.Model):
    """Who has the floor in a session, since when, and who had it before (A-106).

    One row a session: two people can never be counted as speaking at once. `turns` is the past, oldest
    first: [intern id, first second, last second], in Unix time.
    """

    session = models.OneToOneField(TutorialSession, on_delete=models.CASCADE, related_name="floor")
    speaker = models.ForeignKey(Intern, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField("parle depuis", null=True, blank=True)
    turns = models.JSONField("tours de parole", default=list, blank=True)

    class Meta:
        verbose_name = "parole"
        ordering = ["session"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(speaker=None, since=None)
                | models.Q(speaker__isnull=False, since__isnull=False),
                name="floor_has_a_speaker_and_a_start",
            )
        ]

    def __str__(self) -> str:
        return f"Parole, séance {self.session_id}"
