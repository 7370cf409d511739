"""Calendars somebody else keeps: seminars of a cohort or closures of a room, by address or by file."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.models import Cohort
from meetings.models.room import Room


class CalendarFeed(models.Model):
    """One iCalendar source: read again by itself when it has an address, by hand when it is a file.

    Its events are the seminars of `cohort` or the closures of `room`; those it no longer has go away with it.
    """

    name = models.CharField("nom", max_length=120)
    url = models.URLField("adresse", max_length=500, blank=True)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    room = models.ForeignKey(
        Room, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    checked_at = models.DateTimeField("lu le", null=True, blank=True)
    failing_since = models.DateTimeField("en échec depuis le", null=True, blank=True)
    failure = models.CharField("échec", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        verbose_name = "agenda suivi"
        verbose_name_plural = "agendas suivis"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cohort__isnull=False, room=None) | Q(cohort=None, room__isnull=False),
                name="feed_of_a_cohort_or_a_room",
            ),
            models.UniqueConstraint(
                fields=["cohort", "name"], condition=Q(room=None), name="feed_name_once_a_cohort"
            ),
            models.UniqueConstraint(
                fields=["room", "name"], condition=Q(cohort=None), name="feed_name_once_a_room"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarReading(models.Model):
    """What was read of a feed at one moment: shown first when a person brought it, applied or abandoned.

    `content` is emptied once decided; `report` says what became of the events.
    """

    class State(models.TextChoices):
        PENDING = "pending", "À confirmer"
        APPLIED = "applied", "Appliqué"
        ABANDONED = "abandoned", "Abandonné"

    feed = models.ForeignKey(CalendarFeed, on_delete=models.CASCADE, related_name="readings")
    content = models.TextField("agenda lu", blank=True)
    state = models.CharField("état", max_length=9, choices=State, default=State.PENDING)
    report = models.JSONField("compte rendu", default=dict, blank=True)
    read_at = models.DateTimeField("lu le", auto_now_add=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "lecture d’un agenda"
        verbose_name_plural = "lectures d’agendas"
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.feed_id} lu le {self.read_at:%d/%m/%Y}"
