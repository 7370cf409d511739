"""The professional project and the thesis, in the intern's words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import roles_required
from accounts.models import Role
from groups.models import Intern
from portfolios.actions import save_project, save_thesis
from portfolios.forms import ProjectForm, ThesisForm
from portfolios.models import Project, Thesis


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest) -> HttpResponse:
    intern = get_object_or_404(Intern, person=request.user)
    project = Project.objects.filter(intern=intern).first()
    form = ProjectForm(request.POST or None, initial={"text": project.text if project else ""})
    if request.method == "POST" and form.is_valid():
        save_project(intern=intern, text=form.cleaned_data["text"])
        messages.success(request, "Votre projet est enregistré.")
        return redirect("portfolios:project-edit")
    earlier = list(project.history.exclude(text="")[1:6]) if project else []
    return render(
        request, "portfolios/project_edit.html", {"form": form, "project": project, "earlier": earlier}
    )


@roles_required(Role.INTERN)
@require_http_methods(["GET", "HEAD", "POST"])
def thesis_edit(request: HttpRequest) -> HttpResponse:
    intern = get_object_or_404(Intern, person=request.user)
    thesis = Thesis.objects.filter(intern=intern).first()
    form = ThesisForm(request.POST or None, instance=thesis)
    if request.method == "POST" and form.is_valid():
        save_thesis(intern=intern, **form.cleaned_data)
        messages.success(request, "L’avancement de votre thèse est enregistré.")
        return redirect("portfolios:thesis-edit")
    return render(request, "portfolios/thesis_edit.html", {"form": form, "thesis": thesis})
