"""The component page and what its layout links to, without the rest of the project."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from design.samples import SampleChrome


@login_not_required
def focus(request: HttpRequest) -> HttpResponse:
    return render(request, "focus.html", {"chrome": SampleChrome()})


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html")


urlpatterns = [
    path("", include("design.urls")),
    path("compte/", include("allauth.urls")),
    path("seul", focus),
    path("", focus, name="home"),
    path("panne", broken),
    path("essai", broken, name="demo-sign-in"),
]
