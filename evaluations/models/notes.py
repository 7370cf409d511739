from django.conf import settings
from django.db import models

from groups.models import Intern
from meetings.models import TutorialSession


class Theme(models.TextChoices):
    """Encadré 1 of the thesis (A-049…A-055)."""

    TRACES = "traces", "Traces d’apprentissage et port folio"
    THESIS = "thesis", "Thèse"
    PLACEMENT_PROBLEMS = "placement_problems", "Problèmes rencontrés en stage"
    PROJECT = "project", "Projet professionnel"
    FMC = "fmc", "Formation Médicale Continue"
    PERSONAL = "personal", "Problèmes personnels"
    MAQUETTE = "maquette", "Maquette de stage"


class WrittenText(models.Model):
    """A text that several devices may write at once without any of them losing a word.

    `revision` counts the versions; `page` is the page that wrote the last one. What another page wrote from
    an older version waits in `others`: page → {"text", "at" (ISO 8601)}.
    """

    text = models.TextField("note", blank=True)
    written_at = models.DateTimeField("écrite le", auto_now=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    page = models.CharField(max_length=16, blank=True, editable=False)
    others = models.JSONField("autres versions", default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Note(WrittenText):
    """What a tutor wrote about one intern in one session: shared with the intern, or private (D.1-12)."""

    class Audience(models.TextChoices):
        SHARED = "shared", "Note partagée"
        PRIVATE = "private", "Note privée"

    session = models.ForeignKey(TutorialSession, on_delete=models.PROTECT, related_name="notes")
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField("lecture", max_length=7, choices=Audience)

    class Meta:
        verbose_name = "note"
        ordering = ["session", "intern", "audience", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "intern", "author", "audience"], name="one_note_per_author_and_audience"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()}, {str(self.session).lower()}"


class GroupNote(WrittenText):
    """The note of the group; never evidence for an intern (A-108)."""

    session = models.OneToOneField(TutorialSession, on_delete=models.PROTECT, related_name="group_note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "note de groupe"
        verbose_name_plural = "notes de groupe"
        ordering = ["session"]

    def __str__(self) -> str:
        return f"Note de groupe, {str(self.session).lower()}"


class DiscussedTheme(models.Model):
    session = models.ForeignKey(TutorialSession, on_delete=models.PROTECT, related_name="themes")
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="themes")
    theme = models.CharField("thème", max_length=20, choices=Theme)

    class Meta:
        verbose_name = "thème abordé"
        verbose_name_plural = "thèmes abordés"
        ordering = ["session", "intern", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "intern", "theme"], name="theme_once_per_intern")
        ]

    def __str__(self) -> str:
        return self.get_theme_display()
