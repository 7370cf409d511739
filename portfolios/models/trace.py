from django.conf import settings
from django.db import models
from django.db.models import Q

from design.marguerite import PETALS
from groups.models import Intern
from meetings.models import Placement, Semester
from portfolios.models.framework import Competency, Level, SituationFamily


class Trace(models.Model):
    """Something an intern produced and shows: a RSCA or another kind of learning trace (A-007, B.8)."""

    class Kind(models.TextChoices):
        RSCA = "rsca", "RSCA"
        LOGBOOK = "logbook", "Journal de bord"
        VIGNETTE = "vignette", "Vignette clinique / SCRE"
        POINT_SITUATION = "point_situation", "Situation ponctuelle"
        PEER_GROUP = "peer_group", "Compte rendu de groupe d’échange de pratiques"
        SUPERVISION = "supervision", "Compte rendu de supervision"
        ARTICLE = "article", "Résumé d’article commenté / lecture critique"
        TALK = "talk", "Présentation, exposé, cours"
        CERTIFICATE = "certificate", "Attestation"
        DIPLOMA = "diploma", "DU / formation"
        PATIENT_INFORMATION = "patient_information", "Document d’information au patient"
        PREVENTION = "prevention", "Action de prévention / santé publique"
        OSCE = "osce", "ECOS"
        RESEARCH = "research", "Recherche, publication"
        TUTORING_REPORT = "tutoring_report", "Compte rendu de réunion de tutorat"
        CV = "cv", "CV"
        OTHER = "other", "Autre"

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        SUBMITTED = "submitted", "Soumis"
        REWORK = "rework", "À retravailler"
        VALIDATED = "validated", "Validé"
        REFUSED = "refused", "Non validé"
        ARCHIVED = "archived", "Archivé"

    class Setting(models.TextChoices):
        AMBULATORY = "ambulatory", "Ambulatoire"
        HOSPITAL = "hospital", "Hospitalier"

    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="traces")
    kind = models.CharField("type de trace", max_length=20, choices=Kind, default=Kind.RSCA)
    title = models.CharField("titre", max_length=160)
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT)
    semester = models.ForeignKey(Semester, on_delete=models.PROTECT, related_name="traces")
    placement = models.ForeignKey(
        Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="traces"
    )
    setting = models.CharField("cadre", max_length=10, choices=Setting, blank=True)
    lived_on = models.DateField(
        "mois de la situation", null=True, blank=True, help_text="Le premier du mois : jamais un jour exact."
    )
    families = models.ManyToManyField(SituationFamily, blank=True, related_name="traces")
    recognisable = models.BooleanField("histoire reconnaissable même sans identifiant", default=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    changed_at = models.DateTimeField("modifiée le", auto_now=True)
    submitted_at = models.DateTimeField("soumise le", null=True, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "trace"
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"Trace {self.pk}"

    @property
    def is_frozen(self) -> bool:
        """Validated, refused or archived: a correction makes a new version, never a change (D.1-10)."""
        return self.state in (self.State.VALIDATED, self.State.REFUSED, self.State.ARCHIVED)

    @property
    def petals(self) -> tuple[bool, ...]:
        """Which of the six competencies it mobilises; the trace comes from `with_marks`."""
        codes = {mobilisation.competency.code for mobilisation in self.mobilised}  # type: ignore[attr-defined]
        return tuple(code in codes for code in PETALS)

    @property
    def about(self) -> str:
        """What it is, in one line: its type, where it was lived, its families; from `with_marks`."""
        words = [self.get_kind_display()]
        if self.placement:
            words.append(self.placement.place)
        elif self.setting:
            words.append(self.get_setting_display().lower())
        families = self.shown_families  # type: ignore[attr-defined]
        return ", ".join(words + [family.short_label.lower() for family in families])

    @property
    def name(self) -> str:
        """The title, or what stands for it while there is none."""
        return self.title.strip() or "Sans titre"

    @property
    def is_with_author(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.REWORK)


class TraceVersion(models.Model):
    """One state of the text. Written to while it is the draft; frozen when submitted; all are kept."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    sections = models.JSONField("sections", default=dict, help_text="Code de section → texte (B.7).")
    file = models.FileField("fichier", upload_to="traces/", blank=True)
    file_name = models.CharField("nom du fichier", max_length=160, blank=True)
    file_kind = models.CharField("format", max_length=4, blank=True)
    file_sha256 = models.CharField("empreinte", max_length=64, blank=True)
    file_findings = models.JSONField(
        "identifiants repérés dans le fichier", default=list, help_text="Nature, passage, gravité."
    )
    file_unread = models.BooleanField("texte du fichier illisible", default=False)
    kept = models.JSONField(
        "identifiants gardés", default=list, help_text="Section, nature, passage et motif de l’auteur."
    )
    revision = models.PositiveIntegerField("enregistrements", default=0, editable=False)
    saved_at = models.DateTimeField("enregistrée le", auto_now=True)
    submitted_at = models.DateTimeField("soumise le", null=True, blank=True)

    class Meta:
        verbose_name = "version"
        ordering = ["trace", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["trace", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["trace"], condition=Q(submitted_at=None), name="one_draft_version_per_trace"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trace}, version {self.number}"

    @property
    def word_count(self) -> int:
        return sum(len(text.split()) for text in self.sections.values())


class Mobilisation(models.Model):
    """A competency the author says the trace mobilises, with his or her own level and why (B.7, 7)."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="mobilisations")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=Level, default=Level.NOT_ASSESSED)
    reason = models.CharField("en quoi", max_length=300, blank=True)

    class Meta:
        verbose_name = "compétence mobilisée"
        verbose_name_plural = "compétences mobilisées"
        ordering = ["trace", "competency__position"]
        constraints = [
            models.UniqueConstraint(fields=["trace", "competency"], name="competency_mobilised_once")
        ]

    def __str__(self) -> str:
        return f"{self.competency} dans {self.trace}"
