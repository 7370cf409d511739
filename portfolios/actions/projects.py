"""The intern's own words on the professional project and the thesis (A-050, A-052)."""

from datetime import date

from django.db import transaction

from groups.models import Intern
from portfolios.models import Project, Thesis


@transaction.atomic
def save_project(*, intern: Intern, text: str) -> Project:
    """Write the project; what it said before stays in its history."""
    project = Project.objects.filter(intern=intern).first() or Project(intern=intern)
    if project.text != text.strip() or project.pk is None:
        project.text = text.strip()
        project.save()
    return project


@transaction.atomic
def save_thesis(
    *, intern: Intern, step: str, subject: str = "", director: str = "", due_on: date | None = None
) -> Thesis:
    return Thesis.objects.update_or_create(
        intern=intern,
        defaults={"step": step, "subject": subject, "director": director, "due_on": due_on},
    )[0]
