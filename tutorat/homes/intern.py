"""The intern's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def intern_home(request: HttpRequest) -> HttpResponse:
    return render(request, "tutorat/home.html")
