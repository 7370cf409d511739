"""What is known between people before their groups are drawn. Confidential: read by the secretariat and the
coordination, never by other interns or tutors."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models.cohort import Cohort
from groups.models.intern import Intern
from groups.models.tutor import Tutor


class PairWish(models.Model):
    """Two interns to keep apart, or together. The same pair may be asked for by several people, so that
    nobody learns from a refusal that somebody else had asked."""

    class Kind(models.TextChoices):
        APART = "apart", "Pas dans le même groupe"
        TOGETHER = "together", "Dans le même groupe"

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="pair_wishes")
    kind = models.CharField("nature", max_length=8, choices=Kind)
    first = models.ForeignKey(Intern, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Intern, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("motif", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField("demandé le", auto_now_add=True)

    class Meta:
        verbose_name = "demande sur un binôme"
        verbose_name_plural = "demandes sur un binôme"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "second", "entered_by"], name="pair_wished_once_by_a_person"
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_wish_in_order"),
            models.CheckConstraint(
                condition=~Q(kind="together") | ~Q(reason=""), name="pair_together_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Demande {self.pk}"


class TutorTie(models.Model):
    """A declared relation between a tutor and an intern: the draw never puts them together."""

    tutor = models.ForeignKey(Tutor, on_delete=models.CASCADE, related_name="ties")
    intern = models.ForeignKey(Intern, on_delete=models.CASCADE, related_name="tutor_ties")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField("déclaré le", auto_now_add=True)

    class Meta:
        verbose_name = "lien déclaré"
        verbose_name_plural = "liens déclarés"
        ordering = ["-entered_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["tutor", "intern"], name="tie_declared_once")]

    def __str__(self) -> str:
        return f"Lien {self.pk}"
