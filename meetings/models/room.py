from django.db import models
from django.db.models import F, Q


class Room(models.Model):
    """A place where a group can meet (A-140, A-141)."""

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

    class Meta:
        verbose_name = "salle"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(capacity__gte=1), name="room_has_a_seat")]

    def __str__(self) -> str:
        return f"salle {self.code}"


class RoomClosure(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField("du")
    ends_at = models.DateTimeField("au")
    reason = models.CharField("motif", max_length=120, blank=True)

    class Meta:
        verbose_name = "fermeture de salle"
        verbose_name_plural = "fermetures de salle"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="closure_times_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.room_id} fermée, {self.reason}"
