from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The home page of the role worn at the moment."""
    return render(request, "tutorat/home.html")
