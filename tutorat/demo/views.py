"""Entering the demo in one click, and its files to import. Neither exists outside demo mode."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import SESSION_KEY
from accounts.models import Person
from tutorat.demo.files import demo_files
from tutorat.demo.people import DEMO_DOMAINS, PERSONAS

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Not found unless settings say this is the demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@demo_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person, without a password; anybody with a real address is not found."""
    given = request.POST.get("person", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    person = get_object_or_404(Person, pk=int(given), is_active=True)
    if person.email.rpartition("@")[2] not in DEMO_DOMAINS or person.is_superuser or person.is_staff:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    for persona in PERSONAS:
        if persona.identity.email == person.email:
            request.session[SESSION_KEY] = str(persona.role)
    return redirect("home")


@demo_only
@require_safe
@never_cache
def demo_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files to try the imports with."""
    content = demo_files().get(name)
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type="text/calendar" if name.endswith(".ics") else "text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
