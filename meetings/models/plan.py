"""A semester's plan: the draft somebody works on, and the versions that were published."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models import Cohort, TutorialGroup
from meetings.models.room import Room
from meetings.models.semester import Semester


class Plan(models.Model):
    """Where and when every group of a semester meets: one draft at most, and versions numbered from 1.

    A draft books nothing and tells nobody: the truth stays with the sessions. `revision` is raised by every
    change, so that two people never overwrite each other.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"

    semester = models.ForeignKey(Semester, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT)
    number = models.PositiveSmallIntegerField("version", null=True, blank=True)
    revision = models.PositiveIntegerField("révision", default=0)
    note = models.CharField("note", max_length=200, blank=True)
    people_told = models.PositiveIntegerField("personnes prévenues", null=True, blank=True)
    created_at = models.DateTimeField("ouvert le", auto_now_add=True)
    modified_at = models.DateTimeField("modifié le")
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "planning"
        ordering = ["semester", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["semester"], condition=Q(state="draft"), name="one_draft_plan_a_semester"
            ),
            models.UniqueConstraint(fields=["semester", "number"], name="plan_version_numbered_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, published_at=None)
                | Q(state="published", number__gte=1, published_at__isnull=False),
                name="published_plan_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}" if self.number else "Brouillon"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class PlanEntry(models.Model):
    """The session of one group as a plan has it; the entries of a published version never change."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="entries")
    group = models.ForeignKey(TutorialGroup, on_delete=models.PROTECT, related_name="plan_entries")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_entries"
    )
    place = models.CharField("autre lieu", max_length=160, blank=True)
    is_locked = models.BooleanField("verrouillée", default=False)
    resolution = models.CharField("choix fait malgré les avertissements", max_length=1000, blank=True)

    class Meta:
        verbose_name = "séance prévue"
        verbose_name_plural = "séances prévues"
        ordering = ["plan", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "group"], name="one_entry_per_group_in_a_plan"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="entry_times_in_order"),
            models.CheckConstraint(condition=Q(room=None) | Q(place=""), name="entry_in_a_room_or_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"Séance prévue du groupe {self.group_id}"


class PlanDayLock(models.Model):
    """A day of a draft that the planner leaves as it is: nothing leaves it, nothing comes."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="day_locks")
    day = models.DateField("jour")

    class Meta:
        verbose_name = "jour verrouillé"
        verbose_name_plural = "jours verrouillés"
        ordering = ["plan", "day"]
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="day_locked_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.day} verrouillé"


class PlanEdit(models.Model):
    """One change made to a draft, with what was there before: it can be undone.

    `before` and `after` hold, by group id, the position of its session (`meetings.plans.positions`) or None;
    `day` is the one locked or opened again, when that is the change.
    """

    class Kind(models.TextChoices):
        PLACED = "placed", "Séance placée"
        MOVED = "moved", "Séance déplacée"
        REMOVED = "removed", "Séance retirée"
        LOCKED = "locked", "Séance verrouillée"
        UNLOCKED = "unlocked", "Séance déverrouillée"
        DAY_LOCKED = "day_kept", "Jour verrouillé"
        DAY_UNLOCKED = "day_open", "Jour déverrouillé"
        ADOPTED = "adopted", "Proposition adoptée"
        RESTORED = "restored", "Version reprise"
        FOLLOWED = "followed", "Changement fait hors du brouillon"
        UNDONE = "undone", "Changement annulé"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField("révision")
    kind = models.CharField("nature", max_length=8, choices=Kind)
    before = models.JSONField("avant")
    after = models.JSONField("après")
    day = models.DateField("jour", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField("fait le", auto_now_add=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "changement du brouillon"
        verbose_name_plural = "changements du brouillon"
        ordering = ["plan", "-revision"]
        constraints = [models.UniqueConstraint(fields=["plan", "revision"], name="one_edit_per_revision")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.revision})"


class DedicatedDay(models.Model):
    """A day set aside for the tutorial groups of a semester, of one cohort or of all (A-136, A-138)."""

    semester = models.ForeignKey(Semester, on_delete=models.CASCADE, related_name="dedicated_days")
    day = models.DateField("jour")
    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="dedicated_days"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "journée dédiée"
        verbose_name_plural = "journées dédiées"
        ordering = ["semester", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["semester", "day"], condition=Q(cohort=None), name="day_dedicated_once_to_all"
            ),
            models.UniqueConstraint(
                fields=["semester", "day", "cohort"], name="day_dedicated_once_to_a_cohort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}, journée dédiée"

    @property
    def whose(self) -> str:
        return f"promotion {self.cohort.year}" if self.cohort else "toutes les promotions"
