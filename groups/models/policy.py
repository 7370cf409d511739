from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from groups.models.cohort import Cohort


class Policy(models.Model):
    """The local policy of one cohort: no faculty works like another (A-180), so all of this is data."""

    class Preset(models.TextChoices):
        TOURS = "tours", "Tours"
        PARIS = "paris", "Paris"
        BORDEAUX = "bordeaux", "Bordeaux"

    class Severity(models.TextChoices):
        IGNORE = "ignore", "Ne rien dire"
        WARN = "warn", "Avertir"
        REFUSE = "refuse", "Refuser"

    class NoteReaders(models.TextChoices):
        AUTHOR = "author", "L’auteur seul"
        TUTORS = "tutors", "Tuteur et co-tuteur"
        COORDINATOR = "coordinator", "Tuteur, co-tuteur et coordination"

    class AfterAbsence(models.TextChoices):
        NOTHING = "nothing", "Aucune suite automatique"
        MAKE_UP = "make_up", "Entretien de rattrapage"
        COORDINATOR = "coordinator", "Signalement à la coordination"
        BLOCKS_PHASE = "blocks_phase", "Un semestre sans rencontre bloque la phase socle"

    class Production(models.TextChoices):
        INCENTIVE = "incentive", "Incitation"
        OBLIGATION = "obligation", "Obligation"

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="policy")
    preset = models.CharField("politique de départ", max_length=10, choices=Preset, default=Preset.TOURS)
    group_min = models.PositiveSmallIntegerField("taille minimale d’un groupe", default=4)
    group_target = models.PositiveSmallIntegerField("taille visée", default=5)
    group_max = models.PositiveSmallIntegerField("taille maximale", default=6)
    groups_per_tutor = models.PositiveSmallIntegerField("groupes par tuteur, au plus", default=3)
    speaking_minutes = models.PositiveSmallIntegerField(
        "temps de parole par interne (minutes)",
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(60)],
    )
    session_minutes = models.PositiveSmallIntegerField(
        "durée prévue d’une séance (minutes)",
        default=120,
        validators=[MinValueValidator(30), MaxValueValidator(480)],
    )
    reminder_days = models.JSONField("relances, en jours avant la séance", default=list)
    answer_until_hours = models.PositiveSmallIntegerField(
        "réponse possible jusqu’à (heures avant la séance)", default=0
    )
    on_seminar = models.CharField(
        "séminaire de la promotion au même moment", max_length=6, choices=Severity, default=Severity.WARN
    )
    on_room_unsuited = models.CharField(
        "salle inadaptée au travail en groupe", max_length=6, choices=Severity, default=Severity.WARN
    )
    on_room_small = models.CharField(
        "salle trop petite", max_length=6, choices=Severity, default=Severity.REFUSE
    )
    on_room_closed = models.CharField("salle fermée", max_length=6, choices=Severity, default=Severity.REFUSE)
    on_holiday = models.CharField("jour férié", max_length=6, choices=Severity, default=Severity.REFUSE)
    on_tutor_unavailable = models.CharField(
        "tuteur indisponible", max_length=6, choices=Severity, default=Severity.WARN
    )
    on_short_session = models.CharField(
        "durée inférieure au temps de parole", max_length=6, choices=Severity, default=Severity.WARN
    )
    note_readers = models.CharField(
        "lecture des notes privées", max_length=12, choices=NoteReaders, default=NoteReaders.AUTHOR
    )
    co_tutor_validates = models.BooleanField("le co-tuteur peut valider une trace", default=False)
    after_absence = models.CharField(
        "suite d’une absence", max_length=12, choices=AfterAbsence, default=AfterAbsence.NOTHING
    )
    production = models.CharField(
        "production de traces", max_length=10, choices=Production, default=Production.INCENTIVE
    )
    rsca_per_semester = models.PositiveSmallIntegerField("RSCA par semestre", default=1)
    other_traces_per_semester = models.PositiveSmallIntegerField("autres traces par semestre", default=1)
    tutor_validates = models.BooleanField("les traces sont validées par le tuteur", default=True)
    no_contact_days = models.PositiveSmallIntegerField(
        "alerte sans contact depuis (jours)", default=90, help_text="A-148 : deux à trois mois."
    )
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "politique"
        ordering = ["-cohort__year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group_min__gte=1, group_min__lte=F("group_target"))
                & Q(group_target__lte=F("group_max")),
                name="policy_group_sizes_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Politique de la {str(self.cohort).lower()}"
