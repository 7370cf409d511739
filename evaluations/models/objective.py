from django.conf import settings
from django.db import models

from groups.models import Intern
from meetings.models import TutorialSession


class Objective(models.Model):
    """A precise aim at an agreed date: without it « on n’avance pas » (A-093)."""

    class State(models.TextChoices):
        OPEN = "open", "En cours"
        KEPT = "kept", "Tenu"
        PARTLY = "partly", "Tenu en partie"
        DROPPED = "dropped", "Abandonné"

    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="objectives")
    text = models.CharField("objectif", max_length=300)
    due_on = models.DateField("pour le")
    state = models.CharField("état", max_length=7, choices=State, default=State.OPEN)
    set_in = models.ForeignKey(
        TutorialSession, on_delete=models.PROTECT, null=True, blank=True, related_name="objectives"
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField("fixé le", auto_now_add=True)
    settled_at = models.DateTimeField("revu le", null=True, blank=True)

    class Meta:
        verbose_name = "objectif"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"Objectif, {self.intern}"
