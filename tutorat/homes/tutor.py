"""The tutor's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def tutor_home(request: HttpRequest) -> HttpResponse:
    return render(request, "tutorat/home.html")
