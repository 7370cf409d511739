"""The settings of the planner as they are filled in: what is refused says what to write instead."""

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from design.french import NBSP
from meetings.models import PlanningPolicy
from tests.factories.people import coordinator

pytestmark = pytest.mark.django_db
PAGE = "meetings:planning-policy"


@pytest.fixture
def send(client):
    """`send(sessions_per_day="9")`: the usual settings but for those, as the coordination sends them."""
    client.force_login(coordinator())
    usual = {name: value for name, value in model_to_dict(PlanningPolicy()).items() if value is not None}
    return lambda **typed: client.post(reverse(PAGE), usual | typed)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("sessions_per_day", "9", "Ce nombre est trop grand. Écrivez 6 au plus."),
        ("window_days", "0", "Ce nombre est trop petit. Écrivez 1 au moins."),
        ("notice_days", "-3", "Ce nombre est trop petit. Écrivez 0 au moins."),
        ("waste_unit", "quatre", "Écrivez un nombre entier, en chiffres."),
        ("lunch", "500", "200 points au plus : au-delà, rien d’autre ne compterait."),
        ("day_ends_at", "8 heures", f"Cette heure n’a pas été comprise. Écrivez-la ainsi{NBSP}: 14h30."),
        ("slot_minutes", "20", "Ce choix n’est pas proposé. Choisissez dans la liste."),
    ],
)
def test_what_is_refused_is_kept_and_says_what_to_write(send, name, typed, sentence):
    answer = send(**{name: typed})
    assert (answer.status_code, answer.context["form"].errors) == (422, {name: [sentence]})
    assert answer.context["form"][name].value() == typed
    assert not PlanningPolicy.objects.exists()


def test_what_is_right_is_saved(send):
    assert send(sessions_per_day="3").status_code == 302
    assert PlanningPolicy.objects.get().sessions_per_day == 3
