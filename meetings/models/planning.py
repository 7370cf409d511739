"""How the planner works here, and each time it was asked to work."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from meetings.models.semester import Semester

WEIGHTS = (
    "extra_day_base",
    "extra_day_per_10min_driving",
    "gap_base",
    "gap_per_30min_driving",
    "distant_hours",
    "lunch",
    "preferred_day",
    "room_type",
    "room_waste",
    "intern_conflict",
    "spread",
)
ONLY_ROW = 1


def usual_weekdays() -> list[int]:
    """Tuesday and Thursday (A-138)."""
    return [1, 3]


def preferred_weekdays() -> list[int]:
    """Thursday, the teaching day of Tours (A-138)."""
    return [3]


class PlanningPolicy(models.Model):
    """What the planner may do and what it should avoid: one row for the department, with its history.

    Times are local, lengths in minutes, weights in points of cost.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    weekdays = models.JSONField("jours possibles", default=usual_weekdays)
    preferred_weekdays = models.JSONField("jours préférés", default=preferred_weekdays)
    day_starts_at = models.TimeField("première heure", default=time(8, 30))
    day_ends_at = models.TimeField("dernière heure", default=time(18, 30))
    slot_minutes = models.PositiveSmallIntegerField(
        "pas de la grille (minutes)", default=30, choices=[(15, "15"), (30, "30"), (60, "60")]
    )
    notice_days = models.PositiveSmallIntegerField(
        "délai de prévenance (jours)", default=14, help_text="Aucune séance n’est proposée plus tôt."
    )
    lunch_from = models.TimeField("déjeuner, à partir de", default=time(12))
    lunch_until = models.TimeField("déjeuner, jusqu’à", default=time(13, 30))
    distant_minutes = models.PositiveSmallIntegerField(
        "un tuteur vient de loin à partir de (minutes de route, aller)", default=60
    )
    distant_earliest_start = models.TimeField("qui vient de loin commence après", default=time(10, 30))
    distant_latest_end = models.TimeField("et finit avant", default=time(17, 30))
    sessions_per_day = models.PositiveSmallIntegerField(
        "séances par jour et par tuteur, au plus",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
    )
    window_days = models.PositiveSmallIntegerField(
        "les groupes d’une promotion se voient en (jours)", default=14, validators=[MinValueValidator(1)]
    )
    waste_unit = models.PositiveSmallIntegerField(
        "une salle est trop grande à partir de (places vides)", default=4, validators=[MinValueValidator(1)]
    )
    extra_day_base = models.PositiveSmallIntegerField("journée de plus pour un tuteur", default=20)
    extra_day_per_10min_driving = models.PositiveSmallIntegerField(
        "journée de plus, par dix minutes de route", default=2
    )
    gap_base = models.PositiveSmallIntegerField("attente entre deux séances, par pas", default=3)
    gap_per_30min_driving = models.PositiveSmallIntegerField("attente, par demi-heure de route", default=1)
    distant_hours = models.PositiveSmallIntegerField(
        "hors des heures de qui vient de loin, par pas", default=4
    )
    lunch = models.PositiveSmallIntegerField("séance pendant le déjeuner, par pas", default=3)
    preferred_day = models.PositiveSmallIntegerField("séance hors des jours préférés", default=6)
    room_type = models.PositiveSmallIntegerField("salle qui n’est pas en cercle ou en table", default=2)
    room_waste = models.PositiveSmallIntegerField("salle trop grande", default=1)
    intern_conflict = models.PositiveSmallIntegerField("interne indisponible", default=5)
    spread = models.PositiveSmallIntegerField("groupe loin des autres de sa promotion", default=8)
    change_weight = models.PositiveSmallIntegerField(
        "poids d’un changement",
        default=10,
        help_text="Points à gagner pour déplacer une séance déjà publiée.",
    )
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "réglages du planificateur"
        verbose_name_plural = "réglages du planificateur"
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY_ROW), name="one_planning_policy"),
            models.CheckConstraint(
                condition=Q(day_ends_at__gt=F("day_starts_at")), name="planning_day_in_order"
            ),
            models.CheckConstraint(
                condition=Q(lunch_until__gte=F("lunch_from")), name="planning_lunch_in_order"
            ),
        ]

    def __str__(self) -> str:
        return "Réglages du planificateur"

    @property
    def weights(self) -> dict[str, int]:
        """The weight of each soft term, under the name the planner gives it."""
        return {name: getattr(self, name) for name in WEIGHTS}


class PlanningRun(models.Model):
    """One search for a better plan: asked for by somebody, done by a worker, watched and adopted at will.

    `base` holds the positions of the draft when it was asked for and `best` the best ones so far, by group id
    (`meetings.plans.positions`). `progress` lists `[seconds, cost, bound]`, and `unplaced`
    `{"group", "because": [sentences], "relax"}`; costs count what leaving the published plan costs. The draft
    changes only when somebody adopts.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "En attente"
        RUNNING = "running", "En cours"
        STOPPING = "stopping", "S’arrête"
        FINISHED = "finished", "Terminé"
        STOPPED = "stopped", "Arrêté"
        ADOPTED = "adopted", "Adopté"
        FAILED = "failed", "Interrompu"

    ACTIVE = (State.QUEUED, State.RUNNING, State.STOPPING)

    semester = models.ForeignKey(Semester, on_delete=models.CASCADE, related_name="planning_runs")
    state = models.CharField("état", max_length=8, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField("demandé le", auto_now_add=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(
        "temps donné (secondes)", default=20, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    seed = models.PositiveIntegerField("graine", default=0)
    keeps_published = models.BooleanField(
        "déplacer le moins possible", default=False, help_text="Chaque séance publiée qui bouge coûte."
    )
    change_weight = models.PositiveSmallIntegerField("poids d’un changement", default=0)
    base = models.JSONField("positions au départ", default=dict)
    base_cost = models.PositiveIntegerField("coût au départ", null=True, blank=True)
    best = models.JSONField("meilleures positions", null=True, blank=True)
    cost = models.PositiveIntegerField("coût", null=True, blank=True)
    bound = models.PositiveIntegerField("borne", null=True, blank=True)
    progress = models.JSONField("progrès", default=list)
    unplaced = models.JSONField("séances sans créneau", default=list)
    conflict = models.JSONField("faits incompatibles", default=list)
    failure = models.CharField("raison de l’interruption", max_length=300, blank=True)

    class Meta:
        verbose_name = "recherche de planning"
        verbose_name_plural = "recherches de planning"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["semester"],
                condition=Q(state__in=("queued", "running", "stopping")),
                name="one_active_run_a_semester",
            )
        ]

    def __str__(self) -> str:
        return f"Recherche {self.pk}, {self.get_state_display()}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE
