from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models.cohort import Cohort
from groups.models.constitution import Constitution
from groups.models.intern import Intern
from groups.models.tutor import Tutor


class Draw(models.Model):
    """The draw of a cohort's groups (A-107): its list, its rules, and where it stands.

    Sealing makes a `DrawAttempt`; drawing again makes another, and none is ever removed.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", "En préparation"
        SEALED = "sealed", "Scellé"
        DRAWN = "drawn", "Tiré"
        VALIDATED = "validated", "Validé"

    class TutorMode(models.TextChoices):
        DRAWN = "drawn", "Tirés au sort"
        CHOSEN = "chosen", "Choisis par les internes"
        ASSIGNED = "assigned", "Affectés par le secrétariat"

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="draws")
    state = models.CharField("état", max_length=9, choices=State, default=State.PREPARING)
    rules = models.JSONField("contraintes", default=dict)
    tutor_mode = models.CharField("tuteurs", max_length=8, choices=TutorMode, default=TutorMode.DRAWN)
    listed_at = models.DateTimeField("liste prise le")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    constitution = models.OneToOneField(
        Constitution, on_delete=models.PROTECT, null=True, blank=True, related_name="draw"
    )

    class Meta:
        verbose_name = "tirage au sort"
        verbose_name_plural = "tirages au sort"
        ordering = ["-listed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"], condition=~Q(state="validated"), name="one_open_draw_a_cohort"
            ),
            models.CheckConstraint(
                condition=Q(state="validated", validated_at__isnull=False, constitution__isnull=False)
                | (~Q(state="validated") & Q(validated_at=None, constitution=None)),
                name="draw_validated_with_its_groups",
            ),
        ]

    def __str__(self) -> str:
        return f"Tirage au sort, {str(self.cohort).lower()}"


class DrawEntry(models.Model):
    """An intern on the list as it was taken: drawn, or set aside with a reason."""

    class Gender(models.TextChoices):
        FEMININE = "f", "Femme"
        MASCULINE = "m", "Homme"
        UNSAID = "", "Non renseigné"

    NAMED_WITH = ("intern__person", "draw__cohort")

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="entries")
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="+")
    set_aside = models.CharField("motif de mise à l’écart", max_length=120, blank=True)
    gender = models.CharField("femme ou homme", max_length=1, choices=Gender, blank=True)
    department_code = models.CharField("département du stage", max_length=3, blank=True)
    wanted = models.ForeignKey(
        Tutor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tuteur choisi ou affecté",
    )

    class Meta:
        verbose_name = "interne sur la liste d’un tirage"
        verbose_name_plural = "internes sur la liste d’un tirage"
        ordering = ["draw", "intern__student_number"]
        constraints = [models.UniqueConstraint(fields=["draw", "intern"], name="once_on_the_list_of_a_draw")]

    def __str__(self) -> str:
        return f"{self.intern}, {str(self.draw).lower()}"


class DrawOffer(models.Model):
    """A tutor offered to a draw: how many new groups, and with which co-tutor (A-172)."""

    NAMED_WITH = ("tutor__person", "draw__cohort")

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="offers")
    tutor = models.ForeignKey(Tutor, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField("nouveaux groupes")
    co_tutor = models.ForeignKey(Tutor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "tuteur proposé à un tirage"
        verbose_name_plural = "tuteurs proposés à un tirage"
        ordering = ["draw", "tutor"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "tutor"], name="once_offered_to_a_draw"),
            models.CheckConstraint(
                condition=Q(co_tutor=None) | ~Q(co_tutor=F("tutor")), name="draw_co_tutor_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tutor}, {str(self.draw).lower()}"


class DrawAttempt(models.Model):
    """One sealed document and what came of it; closed with a reason when one draws again."""

    class Source(models.TextChoices):
        DRAND = "drand", "Balise publique drand"
        LOTTERY = "lottery", "Tirage d’une loterie"
        WITNESSES = "witnesses", "Mots de témoins"

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField("numéro")
    document = models.TextField("document scellé")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    openings = models.JSONField("ouverture des engagements", default=list)
    source = models.CharField("source de la graine", max_length=9, choices=Source)
    expected_at = models.DateTimeField("graine attendue le", null=True, blank=True)
    sealed_at = models.DateTimeField("scellé le")
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    values = models.JSONField("valeurs de la source", default=list, blank=True)
    provenance = models.CharField("d’où vient la valeur", max_length=300, blank=True)
    attendance = models.TextField("personnes présentes", blank=True)
    drawn_at = models.DateTimeField("tiré le", null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    result = models.JSONField("résultat", null=True, blank=True)
    closed_at = models.DateTimeField("abandonné le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField("motif de l’abandon", max_length=200, blank=True)

    class Meta:
        verbose_name = "tirage scellé"
        verbose_name_plural = "tirages scellés"
        ordering = ["draw", "number"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="draw_attempt_number_once"),
            models.UniqueConstraint(
                fields=["draw"], condition=Q(closed_at=None), name="one_open_attempt_a_draw"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closed_reason=""), name="draw_attempt_closed_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(drawn_at__gte=F("sealed_at")),
                name="draw_attempt_sealed_before_it_is_drawn",
            ),
        ]

    def __str__(self) -> str:
        return f"Tirage scellé n° {self.number}"


class DrawSwap(models.Model):
    """Two interns exchanged by hand after the draw; the reason is in the minutes for ever."""

    attempt = models.ForeignKey(DrawAttempt, on_delete=models.PROTECT, related_name="swaps")
    number = models.PositiveSmallIntegerField("numéro")
    first = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField("fait le")

    class Meta:
        verbose_name = "échange après un tirage"
        verbose_name_plural = "échanges après un tirage"
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="draw_swap_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="draw_swap_with_a_reason"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="draw_swap_of_two_people"),
        ]

    def __str__(self) -> str:
        return f"Échange {self.number}"
