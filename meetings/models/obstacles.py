"""What a session should not fall on: seminars of the cohort, absences of the tutor and of the interns."""

from django.db import models
from django.db.models import F, Q

from design.french import period
from groups.models import Cohort, Intern, Tutor
from meetings.models.feed import CalendarFeed


class Seminar(models.Model):
    """Another teaching of a cohort; a session at that time needs an explicit choice (A-135, D.1-7)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="seminars")
    title = models.CharField("intitulé", max_length=160)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=120, blank=True)
    feed = models.ForeignKey(
        CalendarFeed, on_delete=models.CASCADE, null=True, blank=True, related_name="seminars"
    )
    feed_uid = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "séminaire"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "title", "starts_at"], name="seminar_once"),
            models.UniqueConstraint(fields=["feed", "feed_uid"], name="seminar_once_a_feed"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="seminar_times_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Unavailability(models.Model):
    """A period when a tutor cannot be asked to come: noted one by one, or painted among the wishes."""

    class Source(models.TextChoices):
        NOTED = "noted", "Notée"
        WISHES = "wishes", "Souhaits"

    NAMED_WITH = ("tutor__person",)

    tutor = models.ForeignKey(Tutor, on_delete=models.CASCADE, related_name="unavailabilities")
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")
    reason = models.CharField("motif", max_length=120, blank=True)
    source = models.CharField("origine", max_length=6, choices=Source, default=Source.NOTED)

    class Meta:
        verbose_name = "indisponibilité"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="unavailability_times_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tutor}, {period(self.starts_at, self.ends_at)}"


class InternUnavailability(models.Model):
    """When an intern says he or she cannot come: a wish the planner weighs, never an excuse by itself."""

    class Kind(models.TextChoices):
        NIGHT_DUTY = "night_duty", "Lendemain de garde"
        LEAVE = "leave", "Congé"

    intern = models.ForeignKey(Intern, on_delete=models.CASCADE, related_name="unavailabilities")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")

    class Meta:
        verbose_name = "garde ou congé"
        verbose_name_plural = "gardes et congés"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intern", "kind", "starts_at"], name="intern_unavailability_noted_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="intern_unavailability_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intern_id} : {self.get_kind_display()}"
