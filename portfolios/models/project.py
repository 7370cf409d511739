from django.db import models
from simple_history.models import HistoricalRecords

from groups.models import Intern


class Project(models.Model):
    """The intern's professional project, in the intern's words, with its history (A-052)."""

    intern = models.OneToOneField(Intern, on_delete=models.CASCADE, related_name="project")
    text = models.TextField("projet professionnel", blank=True)
    written_at = models.DateTimeField("écrit le", auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "projet professionnel"
        verbose_name_plural = "projets professionnels"
        ordering = ["intern"]

    def __str__(self) -> str:
        return f"Projet de {self.intern}"


class Thesis(models.Model):
    """Where the thèse d’exercice stands (A-050, B.12)."""

    class Step(models.TextChoices):
        NOT_STARTED = "not_started", "Pas commencé"
        IDEA = "idea", "Idée"
        SUBJECT = "subject", "Sujet choisi"
        DIRECTOR = "director", "Directeur trouvé"
        FILED = "filed", "Fiche déposée"
        APPROVED = "approved", "Fiche validée"
        WRITING = "writing", "Rédaction"
        SUBMITTED = "submitted", "Dépôt"
        SCHEDULED = "scheduled", "Soutenance fixée"
        DEFENDED = "defended", "Soutenue"
        DEROGATION = "derogation", "Dérogation"

    intern = models.OneToOneField(Intern, on_delete=models.CASCADE, related_name="thesis")
    step = models.CharField("avancement", max_length=11, choices=Step, default=Step.NOT_STARTED)
    subject = models.CharField("sujet ou idée", max_length=200, blank=True)
    director = models.CharField("direction", max_length=120, blank=True)
    due_on = models.DateField("à soutenir avant le", null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "thèse"
        ordering = ["intern"]

    def __str__(self) -> str:
        return f"Thèse de {self.intern}"
