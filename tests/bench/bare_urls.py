"""The one address of the yardstick."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    return render(request, "rows.html", {"rows": User.objects.order_by("last_name")[:50]})


urlpatterns = [path("rows/", rows, name="rows")]
