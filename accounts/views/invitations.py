"""Inviting somebody without a university account, and accepting the invitation."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import rules
from accounts.access import roles_required
from accounts.actions import InvitationOver, accept_invitation, open_invitation
from accounts.actions import invite as send_invitation
from accounts.forms import InvitationForm
from accounts.models import Person, Role


@roles_required(Role.ADMINISTRATOR, Role.SECRETARY)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=True)
    if not rules.edits_identity(request.user, person):
        raise Http404
    send_invitation(person=person, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, f"Invitation envoyée à {person.full_name}. Le lien vaut quatorze jours.")
    return redirect("accounts:person-edit", pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person = open_invitation(token).person
        form = InvitationForm(request.POST or None, person=person)
        if form.is_valid():
            person = accept_invitation(token=token, password=form.cleaned_data["password"])
            if is_mfa_enabled(person):
                messages.success(request, "Votre mot de passe est enregistré. Connectez-vous.")
                return redirect("account_login")
            login(request, person)
            messages.success(request, f"Bienvenue, {person.first_name}. Votre compte est ouvert.")
            return redirect("home")
    except InvitationOver:
        return render(request, "accounts/invitation_over.html", status=410)
    return render(request, "accounts/invitation.html", {"form": form, "invited": person})
