"""The bars and parts of a page are kept by what they say: nobody is shown those of somebody else."""

from dataclasses import replace

import pytest
from django.template import Context, Template

from accounts.models import Person
from design.samples import SampleChrome, SamplePerson
from design.templatetags.framing import _drawn

TOPBAR = Template('{% frame "components/_topbar.html" %}')


def drawn(chrome: SampleChrome, token: str = "secret") -> str:
    return TOPBAR.render(Context({"chrome": chrome, "csrf_token": token}))


def test_each_person_role_and_theme_has_its_own():
    chrome = SampleChrome()
    others = [
        replace(chrome, person=SamplePerson("Inès", "Barthélemy")),
        replace(chrome, role_label="Tutrice"),
        replace(chrome, theme="dark"),
        replace(chrome, nav=chrome.nav[:1]),
        replace(chrome, notices=0),
    ]
    assert len({drawn(each) for each in (chrome, *others)}) == 6
    assert "Nadège Fortin" in drawn(chrome)
    assert "Nadège" not in drawn(others[0])


def test_the_token_and_the_address_are_those_of_the_page():
    first, second = drawn(SampleChrome(path="/a")), drawn(SampleChrome(path='/b"<'), "other")
    assert 'value="secret"' in first and 'value="/a"' in first
    assert 'value="other"' in second and "/b&quot;&lt;" in second
    assert "secret" not in second and "[" not in first


PILL = Template('{% drawn "components/pill.html" label=label url="?" count=2 active=False icon="" tone="" %}')


def test_a_part_is_drawn_once_for_what_it_says():
    _drawn.cache_clear()
    first, again, other = (PILL.render(Context({"label": label})) for label in ("Sues", "Sues", "<Tues>"))
    assert first == again and "Sues" in first
    assert "&lt;Tues&gt;" in other
    assert _drawn.cache_info().misses == 2


@pytest.mark.parametrize("label", [Person(pk=1), ("a", (Person(pk=1),))])
def test_a_part_is_not_kept_by_the_key_of_a_model(label):
    with pytest.raises(TypeError, match="compares by its key"):
        PILL.render(Context({"label": label}))
