"""The people of the department and their roles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules
from accounts.access import roles_required
from accounts.actions import leave_addresses, set_roles
from accounts.forms import PersonForm
from accounts.models import Person, Role
from accounts.queries import matching
from accounts.queries import people as everybody

PAGE = 50


@roles_required(Role.ADMINISTRATOR, Role.SECRETARY)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    found = matching(everybody(), request.GET.get("q", ""))
    role = request.GET.get("role", "")
    if role in Role.values:
        found = found.filter(role_assignments__role=role)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/people.html",
        {
            "page": page,
            "words": request.GET.get("q", ""),
            "role": role,
            "roles": Role.choices,
            "may_add": rules.gives_roles(request.user),
        },
    )


@roles_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Person())


@roles_required(Role.ADMINISTRATOR, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    if not rules.edits_identity(request.user, person):
        raise Http404
    return _edit(request, person)


def _edit(request: HttpRequest, person: Person) -> HttpResponse:
    may_give_roles = rules.gives_roles(request.user)
    old = person.email
    form = PersonForm(request.POST or None, instance=person, may_give_roles=may_give_roles)
    if form.is_valid():
        with transaction.atomic():
            if person.pk is None:
                person.set_unusable_password()
            form.save()
            if old:
                leave_addresses(changes=[(person, old)])
            if may_give_roles:
                set_roles(person=person, roles=form.cleaned_data["roles"])
        messages.success(request, f"{person.full_name} : modifications enregistrées.")
        return redirect("accounts:person-edit", person.pk)
    crumbs = [("Personnes", reverse("accounts:people")), (person.full_name or "Ajouter", "")]
    return render(request, "accounts/person_edit.html", {"form": form, "person": person, "crumbs": crumbs})
