"""Every address of Tutorat, room by room. French paths, English names."""

from django.contrib import admin
from django.urls import include, path

from tutorat import views
from tutorat.health import HealthView
from tutorat.search import search

urlpatterns = [
    path("", views.home, name="home"),
    path("recherche/", search, name="search"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("aide/", views.help_page, name="help"),
    path("compte/", include("allauth.urls")),
    path("personnes/", include("accounts.urls")),
    path("messages/", include("outbox.urls")),
    path("", include("groups.urls")),
    path("", include("meetings.urls")),
    path("", include("portfolios.urls")),
    path("", include("evaluations.urls")),
    path("sante", HealthView.as_view(), name="health"),
    path("technique/", admin.site.urls),
]
