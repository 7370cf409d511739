from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portfolios.models.framework import Competency
from portfolios.models.trace import TraceVersion


class Reading(models.Model):
    """A tutor's reading of one version: read receipt, decision, a word to the author (A-045).

    `Lu` decides nothing: tutors return it where the department keeps validation for the coordination (A-180).
    """

    class Decision(models.TextChoices):
        PENDING = "", "En attente de lecture"
        READ = "read", "Lu"
        VALIDATED = "validated", "Validé"
        REWORK = "rework", "À retravailler"
        REFUSED = "refused", "Non validé"

    version = models.ForeignKey(TraceVersion, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings")
    opened_at = models.DateTimeField("commencée le", auto_now_add=True)
    decision = models.CharField("lecture", max_length=9, choices=Decision, blank=True, default="")
    word = models.TextField("mot à l’auteur", blank=True)
    returned_at = models.DateTimeField("rendue le", null=True, blank=True)

    class Meta:
        verbose_name = "lecture"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "reader"], name="one_reading_per_reader"),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(returned_at__isnull=False) & ~Q(decision="read"),
                name="one_decided_reading_per_version",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, decision="") | (Q(returned_at__isnull=False) & ~Q(decision="")),
                name="reading_returned_with_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Lecture de {self.version_id}"


class ReadingMark(models.Model):
    """One line of the reading grid. No number, no total (A-067)."""

    class Mark(models.TextChoices):
        NOT_DONE = "not_done", "Non fait"
        INSUFFICIENT = "insufficient", "Insuffisant"
        SATISFYING = "satisfying", "Satisfaisant"
        VERY_SATISFYING = "very_satisfying", "Très satisfaisant"

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="marks")
    criterion = models.PositiveSmallIntegerField("critère")
    mark = models.CharField("appréciation", max_length=15, choices=Mark)

    class Meta:
        verbose_name = "appréciation"
        ordering = ["reading", "criterion"]
        constraints = [models.UniqueConstraint(fields=["reading", "criterion"], name="one_mark_a_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.get_mark_display()}"


class Annotation(models.Model):
    """A remark on a passage or on the whole version; replies hang under it.

    `section`, `start` and `end` (characters, half-open) place the quote; without a quote it is general.
    """

    class Kind(models.TextChoices):
        REMARK = "remark", "Remarque"
        QUESTION = "question", "Question"
        EVIDENCE = "evidence", "Preuve"

    version = models.ForeignKey(TraceVersion, on_delete=models.CASCADE, related_name="annotations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("nature", max_length=8, choices=Kind, default=Kind.REMARK)
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    section = models.CharField(max_length=20, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField("passage", blank=True)
    text = models.TextField("commentaire")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "annotation"
        ordering = ["version", "section", "start", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="annotation_span_in_order")
        ]

    def __str__(self) -> str:
        return f"Annotation {self.pk}"
