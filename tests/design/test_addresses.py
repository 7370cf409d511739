"""Addresses are those Django finds, found once."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse

from design.addresses import address, page_of_ours


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_an_address_is_the_one_django_finds():
    assert address("home") == reverse("home")
    assert address("groups:group-detail", 12) == reverse("groups:group-detail", args=[12])


def test_the_tag_takes_arguments_names_and_a_variable():
    assert rendered("{% url 'groups:group-detail' pk %}", pk=12) == reverse("groups:group-detail", args=[12])
    assert rendered("{% url 'groups:group-detail' pk=pk %}", pk=12) == reverse(
        "groups:group-detail", args=[12]
    )
    assert rendered("{% url 'home' as here %}[{{ here }}]") == f"[{reverse('home')}]"
    assert rendered("{% url 'nowhere' as here %}[{{ here }}]") == "[]"


def test_an_address_that_does_not_exist_is_said_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            rendered("{% url 'nowhere' %}")


def test_the_tables_of_addresses_are_told_apart(settings):
    assert address("meetings:planning")
    settings.ROOT_URLCONF = "tests.design.urls"
    with pytest.raises(NoReverseMatch):
        address("meetings:planning")


@pytest.mark.parametrize("typed", ["/planning/?semestre=3", "/", "/aide/#trace"])
def test_a_page_of_ours_is_where_a_form_leads(typed):
    assert page_of_ours(typed, "/accueil") == typed


@pytest.mark.parametrize(
    "typed", ["", "home", "-1", "//ailleurs.example/", "https://ailleurs.example/", "/\\\\a.b"]
)
def test_anything_else_leads_where_it_would_otherwise(typed):
    assert page_of_ours(typed, "/accueil") == "/accueil"
