"""Every address of Tutorat, room by room. French paths, English names."""

from django.contrib import admin
from django.urls import include, path

from tutorat.views import home

urlpatterns = [
    path("", home, name="home"),
    path("compte/", include("allauth.urls")),
    path("personnes/", include("accounts.urls")),
    path("messages/", include("outbox.urls")),
    path("", include("groups.urls")),
    path("", include("meetings.urls")),
    path("", include("portfolios.urls")),
    path("", include("evaluations.urls")),
    path("technique/", admin.site.urls),
]
