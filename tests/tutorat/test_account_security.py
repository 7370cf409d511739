"""What the account pages and the technical site must never open."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin

from accounts.models import Person
from evaluations.models import Contact, Objective
from tests.factories.people import PersonFactory, coordinator
from tutorat import urls

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", ["action_add", "action_primary"])
def test_nobody_takes_an_address_by_themselves(client, act):
    head = coordinator(email="coordination@tutorat.example")
    client.force_login(PersonFactory())

    response = client.post("/compte/email/", {act: "", "email": head.email})

    assert response.status_code == 404
    assert not EmailAddress.objects.exists()
    assert client.get("/compte/email/").status_code == 404


def test_the_technical_site_holds_no_secret_and_no_private_text():
    assert urls.urlpatterns
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & {
        "account.EmailAddress",
        "mfa.Authenticator",
        "evaluations.Note",
        "evaluations.GroupNote",
        "evaluations.PlacementEvaluation",
        "outbox.Message",
        "portfolios.Trace",
        "portfolios.TraceVersion",
        "portfolios.Annotation",
        "portfolios.Reading",
        "portfolios.Project",
        "meetings.Interview",
        "meetings.Convocation",
        "meetings.Attendance",
        "accounts.Invitation",
    }


@pytest.mark.parametrize(("model", "text"), [(Contact, "summary"), (Objective, "text"), (Person, "password")])
def test_the_technical_site_leaves_what_was_written_out(rf, model, text):
    request = rf.get("/")
    request.user = PersonFactory(is_staff=True, is_superuser=True)
    assert text not in admin.site._registry[model].get_fields(request)
