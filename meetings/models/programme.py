from django.db import models

from groups.models import Cohort
from meetings.models.tutorial_session import TutorialSession


class ProgrammeItem(models.Model):
    """One line of the cahier des charges for a session number, for everybody or for one cohort (A-131)."""

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="programme_items"
    )
    session_number = models.PositiveSmallIntegerField("séance n°")
    position = models.PositiveSmallIntegerField("rang")
    text = models.CharField("point", max_length=200)
    is_mandatory = models.BooleanField("obligatoire", default=True)

    class Meta:
        verbose_name = "point du programme"
        verbose_name_plural = "points du programme"
        ordering = ["session_number", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class SessionItem(models.Model):
    """The same line copied into a session, where the tutor may adapt it without changing the template."""

    session = models.ForeignKey(TutorialSession, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("rang")
    text = models.CharField("point", max_length=200)
    is_mandatory = models.BooleanField("obligatoire", default=True)
    is_done = models.BooleanField("fait", default=False)

    class Meta:
        verbose_name = "point de séance"
        verbose_name_plural = "points de séance"
        ordering = ["session", "position", "pk"]

    def __str__(self) -> str:
        return self.text
