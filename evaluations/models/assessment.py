from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.contact import Contact
from evaluations.models.placement_evaluation import PlacementEvaluation
from groups.models import Intern
from meetings.models import Semester, TutorialSession
from portfolios.models import Annotation, Competency, Trace
from portfolios.models.framework import Level


class Assessment(models.Model):
    """A level given by a tutor for one competency in one semester; the last one stands, all are kept.

    At least one piece of evidence goes with it (A-065): the action that records it refuses none.
    """

    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="assessments")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    semester = models.ForeignKey(Semester, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=Level)
    comment = models.TextField("commentaire", blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "niveau donné"
        verbose_name_plural = "niveaux donnés"
        ordering = ["-assessed_at", "-pk"]
        indexes = [models.Index(fields=["intern", "semester", "competency"], name="assessment_current")]

    def __str__(self) -> str:
        return f"{self.competency} : {self.get_level_display()}"


class Evidence(models.Model):
    """What a level rests on: exactly one trace (or its passage), contact, session, placement evaluation."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    trace = models.ForeignKey(Trace, on_delete=models.PROTECT, null=True, related_name="evidence")
    annotation = models.ForeignKey(
        Annotation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="evidence")
    session = models.ForeignKey(TutorialSession, on_delete=models.PROTECT, null=True, related_name="evidence")
    placement_evaluation = models.ForeignKey(
        PlacementEvaluation, on_delete=models.PROTECT, null=True, related_name="evidence"
    )

    class Meta:
        verbose_name = "preuve"
        ordering = ["assessment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(trace__isnull=False, contact=None, session=None, placement_evaluation=None)
                | Q(trace=None, contact__isnull=False, session=None, placement_evaluation=None)
                | Q(trace=None, contact=None, session__isnull=False, placement_evaluation=None)
                | Q(trace=None, contact=None, session=None, placement_evaluation__isnull=False),
                name="evidence_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Preuve {self.pk}"


class ReflectiveShift(models.Model):
    """Basculement réflexif: the day the intern took a reflective stance, with its quoted evidence (A-059)."""

    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="shifts")
    occurred_on = models.DateField("le")
    quote = models.TextField("passage cité")
    trace = models.ForeignKey(Trace, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts")
    session = models.ForeignKey(
        TutorialSession, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts"
    )
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "basculement réflexif"
        verbose_name_plural = "basculements réflexifs"
        ordering = ["occurred_on", "pk"]

    def __str__(self) -> str:
        return f"Basculement de {self.intern_id}"
