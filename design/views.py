from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from design.samples import sample_page

THEMES = ("light", "dark", "auto")


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Every component on one page, with sample names; only where nothing is real (DEBUG or DEMO)."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    asked = request.GET.get("theme", "")
    return render(request, "design/language.html", sample_page(asked if asked in THEMES else "auto"))
