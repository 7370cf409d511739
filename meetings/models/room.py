from django.db import models
from django.db.models import F, Q

UNSUITED_FROM = 2
"""From that many open complaints on, a room is not suited to groups until the secretariat settles them."""


class Room(models.Model):
    """A place where a group can meet (A-140, A-141).

    One open complaint: it no longer counts as a round table. `UNSUITED_FROM` of them: not suited to groups.
    """

    class Layout(models.TextChoices):
        CIRCLE = "circle", "en cercle"
        TABLE = "table", "autour d’une table"
        U = "u", "en U"
        ISLANDS = "islands", "en îlots"
        ROWS = "rows", "en rangées"
        TIERS = "tiers", "amphithéâtre"

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("nom", max_length=80, blank=True)
    site = models.CharField("site", max_length=80, blank=True)
    layout = models.CharField("disposition", max_length=8, choices=Layout, default=Layout.TABLE)
    capacity = models.PositiveSmallIntegerField("places")
    group_work = models.BooleanField("convient à un groupe", default=True)
    accessible = models.BooleanField("accessible en fauteuil", default=False)
    note = models.CharField("remarque", max_length=200, blank=True)
    is_active = models.BooleanField("proposée", default=True)
    open_complaints = models.PositiveSmallIntegerField("signalements à traiter", default=0, editable=False)

    class Meta:
        verbose_name = "salle"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(capacity__gte=1), name="room_has_a_seat")]

    def __str__(self) -> str:
        return f"salle {self.code}"

    @property
    def suits_groups(self) -> bool:
        return self.group_work and self.open_complaints < UNSUITED_FROM

    @property
    def is_round_table(self) -> bool:
        """Everybody sees everybody, and nobody has complained since."""
        return self.layout in (self.Layout.CIRCLE, self.Layout.TABLE) and not self.open_complaints


class RoomClosure(models.Model):
    NAMED_WITH = ("room",)

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")
    reason = models.CharField("motif", max_length=120, blank=True)
    feed = models.ForeignKey(
        "meetings.CalendarFeed", on_delete=models.CASCADE, null=True, blank=True, related_name="closures"
    )
    feed_uid = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "fermeture de salle"
        verbose_name_plural = "fermetures de salle"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "feed_uid"], name="closure_once_a_feed"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="closure_times_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.room} fermée, {self.reason}"
