"""What Django refuses is said in our words: the fact, then the remedy."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

import design
from design.french import NBSP

NUMBER = forms.IntegerField(min_value=2, max_value=40)
TEXT = forms.CharField(min_length=2, max_length=4)
WORDS = Path(design.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (NUMBER, "", "Ce champ est obligatoire. Remplissez-le."),
        (NUMBER, "deux", "Écrivez un nombre entier, en chiffres."),
        (NUMBER, "1", "Ce nombre est trop petit. Écrivez 2 au moins."),
        (NUMBER, "41", "Ce nombre est trop grand. Écrivez 40 au plus."),
        (forms.FloatField(), "deux", "Écrivez un nombre, en chiffres."),
        (TEXT, "Tours", "Ce texte compte 5 signes, pour 4 au plus. Raccourcissez-le."),
        (TEXT, "T", "Ce texte est trop court. Écrivez 2 signes au moins."),
        (
            forms.DateField(),
            "31/02/2027",
            f"Cette date n’a pas été comprise. Écrivez-la ainsi{NBSP}: 15/03/2027.",
        ),
        (forms.TimeField(), "midi", f"Cette heure n’a pas été comprise. Écrivez-la ainsi{NBSP}: 14h30."),
        (
            forms.DateTimeField(),
            "demain",
            f"Ce moment n’a pas été compris. Écrivez-le ainsi{NBSP}: 15/03/2027 14:30.",
        ),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Ce choix n’est pas proposé. Choisissez dans la liste.",
        ),
    ],
)
def test_says_what_is_wrong_and_what_to_do(field, typed, sentence):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("field", "typed"), [(forms.DateField(), "15/03/2027"), (forms.TimeField(), "14h30")]
)
def test_the_examples_it_gives_are_accepted(field, typed):
    assert field.clean(typed)


def test_the_compiled_file_says_what_the_written_one_says():
    written = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', WORDS.read_text(), re.MULTILINE))
    assert len(written) > 10
    assert {sentence: gettext(sentence) for sentence in written} == written
