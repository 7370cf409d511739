"""The pages of one's own account, drawn over allauth's views."""

import pytest

from tests.factories.people import PersonFactory

pytestmark = pytest.mark.urls("tests.design.urls")


@pytest.fixture
def signed_in(client, db):
    person = PersonFactory()
    person.set_password("une phrase assez longue")
    person.save()
    client.force_login(person)
    client.post("/compte/reauthenticate/", {"password": "une phrase assez longue"})
    return client


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/compte/2fa/", "Double vérification"),
        ("/compte/2fa/totp/activate/", "Application de codes"),
        ("/compte/2fa/webauthn/add/", "<h1"),
        ("/compte/password/change/", "Changer de mot de passe"),
        ("/compte/logout/", "Se déconnecter"),
        ("/compte/reauthenticate/?next=/", "Confirmez que c’est vous"),
    ],
)
def test_account_page_opens_in_the_language(signed_in, address, said):
    response = signed_in.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert said in page
    assert page.count("<h1") == 1
    assert "tutorat.css" in page
    assert "style=" not in page


def test_a_spent_link_says_where_to_get_another(client, db):
    page = client.get("/compte/password/reset/key/1-faux/").content.decode()
    assert "Ce lien ne sert plus" in page


def test_a_short_password_is_refused_with_its_remedy(signed_in):
    page = signed_in.post(
        "/compte/password/change/",
        {"oldpassword": "une phrase assez longue", "password1": "court", "password2": "court"},
    ).content.decode()
    assert "invalid-feedback" in page
    assert "12" in page
