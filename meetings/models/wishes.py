"""What is asked of the tutors before a semester is planned, and what each of them answers (A-138)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.models import Tutor
from meetings.models.semester import Semester


class WishCall(models.Model):
    """The request for wishes about one semester; answers are taken until `deadline`, that day included.

    A new date raises `sequence`: everybody who has not answered is told again.
    """

    semester = models.OneToOneField(Semester, on_delete=models.CASCADE, related_name="wish_call")
    deadline = models.DateField("réponse attendue jusqu’au")
    remind_days = models.PositiveSmallIntegerField("relance, en jours avant", default=3)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField("demandés le", auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "demande de souhaits"
        verbose_name_plural = "demandes de souhaits"
        ordering = ["-deadline", "pk"]

    def __str__(self) -> str:
        return f"Souhaits pour le semestre {self.semester_id}"


class TutorWishes(models.Model):
    """What a tutor would like for a semester. The half-days he or she cannot come are `Unavailability` rows.

    `preferred_weekdays` holds `date.weekday()` numbers (Tuesday is 1, Thursday 3); none means all suit.
    """

    tutor = models.ForeignKey(Tutor, on_delete=models.CASCADE, related_name="wishes")
    semester = models.ForeignKey(Semester, on_delete=models.CASCADE, related_name="tutor_wishes")
    preferred_weekdays = models.JSONField("jours préférés", default=list, blank=True)
    most_sessions_a_day = models.PositiveSmallIntegerField("séances par jour, au plus", null=True, blank=True)
    submitted_at = models.DateTimeField("répondu le", auto_now=True)

    class Meta:
        verbose_name = "souhaits d’un tuteur"
        verbose_name_plural = "souhaits des tuteurs"
        ordering = ["semester", "tutor"]
        constraints = [
            models.UniqueConstraint(fields=["tutor", "semester"], name="wishes_told_once_a_semester"),
            models.CheckConstraint(
                condition=Q(most_sessions_a_day=None) | Q(most_sessions_a_day__gte=1),
                name="wishes_allow_a_session_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Souhaits de {self.tutor_id} pour le semestre {self.semester_id}"
