from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models.cohort import Cohort
from groups.models.constitution import Constitution
from groups.models.intern import Intern
from groups.models.tutor import Tutor


class TutorialGroup(models.Model):
    """Four to six interns of one cohort who stay together for the whole DES (A-002, A-003)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField("numéro")
    constitution = models.ForeignKey(
        Constitution, on_delete=models.SET_NULL, null=True, blank=True, related_name="groups"
    )
    interns = models.ManyToManyField(Intern, through="Membership", related_name="groups")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField("dissous le", null=True, blank=True)

    class Meta:
        verbose_name = "groupe tutorial"
        verbose_name_plural = "groupes tutoriaux"
        ordering = ["-cohort__year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="group_number_once_a_cohort")
        ]

    def __str__(self) -> str:
        return f"Groupe {self.code}"

    @property
    def code(self) -> str:
        """`26-04`, with a no-break hyphen; needs the cohort loaded."""
        return f"{self.cohort.code}‑{self.number:02d}"


class Membership(models.Model):
    """Where an intern learns over a period: in a group, or alone with a tutor (A-011).

    One at a time, and the past is never rewritten (D.1-1).
    """

    NAMED_WITH = ("intern__person", "group__cohort", "tutor__person")

    group = models.ForeignKey(
        TutorialGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    tutor = models.ForeignKey(
        Tutor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alone_with",
        verbose_name="tuteur individuel",
    )
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "appartenance à un groupe"
        verbose_name_plural = "appartenances à un groupe"
        ordering = ["group", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intern"], condition=Q(ends_on=None), name="one_active_group_per_intern"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=False, tutor=None) | Q(group=None, tutor__isnull=False),
                name="membership_in_a_group_or_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intern}, {str(self.group).lower() if self.group else f'avec {self.tutor}'}"


class Tutorship(models.Model):
    """A tutor, or a co-tutor, of a group over a period (A-001, A-172)."""

    class Part(models.TextChoices):
        TUTOR = "tutor", "Tuteur"
        CO_TUTOR = "co_tutor", "Co-tuteur"

    NAMED_WITH = ("tutor__person", "group__cohort")

    group = models.ForeignKey(TutorialGroup, on_delete=models.PROTECT, related_name="tutorships")
    tutor = models.ForeignKey(Tutor, on_delete=models.PROTECT, related_name="tutorships")
    part = models.CharField("rôle dans le groupe", max_length=8, choices=Part, default=Part.TUTOR)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "tutorat d’un groupe"
        verbose_name_plural = "tutorats de groupe"
        ordering = ["group", "-part", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(ends_on=None, part="tutor"),
                name="one_active_tutor_per_group",
            ),
            models.UniqueConstraint(
                fields=["group", "tutor"], condition=Q(ends_on=None), name="one_part_per_tutor_in_a_group"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="tutorship_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tutor}, {str(self.group).lower()}"
