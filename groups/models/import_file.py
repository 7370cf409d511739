from django.conf import settings
from django.db import models

from groups.models.cohort import Cohort


class ImportFile(models.Model):
    """A file somebody wants to import: kept as a table of text until it is applied or abandoned.

    The table never holds a NIR column, and is emptied once the file has been decided on: what stays is the
    report of what became of each row.
    """

    class State(models.TextChoices):
        PENDING = "pending", "À confirmer"
        APPLIED = "applied", "Importé"
        ABANDONED = "abandoned", "Abandonné"

    kind = models.CharField("nature", max_length=20)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="import_files"
    )
    new_cohort = models.JSONField("promotion à créer", default=dict, blank=True)
    filename = models.CharField("fichier", max_length=200)
    table = models.JSONField("tableau lu", default=dict)
    nir_columns = models.JSONField("colonnes écartées", default=list, blank=True)
    mapping = models.JSONField("correspondance choisie", null=True, blank=True)
    sieve = models.CharField("code gardé", max_length=60, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PENDING)
    report = models.JSONField("compte rendu", default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("déposé le", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    class Meta:
        verbose_name = "fichier à importer"
        verbose_name_plural = "fichiers à importer"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.filename
