"""Every address of Tutorat, room by room. French paths, English names."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import include, path

from tutorat import views
from tutorat.demo import views as demo
from tutorat.health import HealthView
from tutorat.search import search

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister([EmailAddress, Authenticator])

urlpatterns = [
    path("", views.home, name="home"),
    path("recherche/", search, name="search"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("aide/", views.help_page, name="help"),
    path("", include("design.urls")),
    path("demonstration/entrer/", demo.sign_in, name="demo-sign-in"),
    path("demonstration/fichiers/<str:name>", demo.demo_file, name="demo-file"),
    path("compte/email/", views.no_such_page, name="account_email"),
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
