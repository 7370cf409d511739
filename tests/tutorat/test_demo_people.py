"""No real person, only what is reserved for fiction (domain C.1)."""

import csv
import io
import re
from datetime import date

import pytest
from PIL import Image
from stdnum import luhn

from portfolios.identifiers import scan
from tutorat.demo import people
from tutorat.demo.content import rsca, set_in_type, traces, words
from tutorat.demo.files import demo_files, newcomers
from tutorat.demo.portraits import SIDE, portrait, recipe_for

TODAY = date(2026, 11, 23)
NIR = re.compile(r"\b[12] ?\d{2} ?(0[1-9]|1[0-2]) ?(\d{2}|2[AB]) ?\d{3} ?\d{3}( ?\d{2})?\b")
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]*\w)")


def everybody():
    return [
        *(tutor.who for tutor in people.TUTORS + people.CO_TUTORS),
        *people.STAFF,
        *(supervisor.who for supervisor in people.SUPERVISORS),
        people.STAR,
        *newcomers(),
    ]


def every_text():
    for story in rsca.FULL_RSCA:
        yield from story.sections.values()
    for trace in traces.SHORT_RSCA + traces.OTHER_TRACES:
        yield from trace.texts
    yield from words.SHARED_NOTES + words.PRIVATE_NOTES + words.GROUP_NOTES + words.INTERVIEW_SUMMARIES


def test_addresses_are_in_reserved_domains():
    assert {who.email.rpartition("@")[2] for who in everybody()} == {"tutorat.example", "etu.example"}
    assert len({who.email for who in everybody()}) == len(everybody())


def test_phones_are_in_the_range_kept_for_fiction():
    for number in (0, 1, 4321, 99_999):
        assert re.fullmatch(r"06 39 98 \d\d \d\d", people.mobile(number))


def test_rpps_begin_with_999_and_have_a_valid_key():
    assert [people.rpps(number) for number in (1, 2, 3)] == ["99900000011", "99900000029", "99900000037"]
    for number in range(1, 900):
        assert people.rpps(number).startswith("999")
        assert luhn.is_valid(people.rpps(number))


def test_ine_are_obviously_none():
    assert all(re.fullmatch(r"999\d{6}[A-Z]{2}", people.ine(number)) for number in range(1, 2000))
    assert len({people.ine(number) for number in range(1, 2000)}) == 1999


def test_names_are_only_those_invented_for_the_demo():
    names = people.drawn_names()

    assert len(set(names)) == len(names) == 30 * 28 - 1
    assert not {last for _, last in names} & (people.FACULTY_NAMES - {"Bonnefoy"})
    assert names == people.drawn_names()


def test_nothing_looks_like_a_social_security_number_or_a_real_address():
    contents = [
        content.decode("cp1252" if "apogee" in name else "utf-8")
        for name, content in demo_files(TODAY).items()
    ]
    for text in [*every_text(), *contents]:
        assert not NIR.search(text)
        assert set(ADDRESS.findall(text)) <= {"tutorat.example", "etu.example"}
        assert "univ-tours" not in text


def test_complete_rsca_are_long_enough_and_anonymous():
    assert len(rsca.FULL_RSCA) >= 5
    for story in rsca.FULL_RSCA:
        text = " ".join(story.sections.values())
        assert 300 <= len(text.split()) <= 520, story.title
        assert not re.search(r"\b(M\.|Mme|Monsieur|Madame) [A-ZÉ]", text)
        assert not story.shift or set_in_type(story.shift) in set_in_type(text)


def test_texts_are_set_in_french_type():
    assert set_in_type("« Oui ! » dit-elle : à 14 h, vraiment ?") == (
        "«\u00a0Oui\u202f!\u00a0» dit-elle\u00a0: à 14\u00a0h, vraiment\u202f?"
    )
    for text in every_text():
        assert "'" not in text


@pytest.mark.parametrize("name", ["demo_etudiants.csv", "demo_apogee.csv", "demo_pegase.csv"])
def test_the_three_student_files_tell_the_same_thirty_people(name):
    encoding, delimiter = ("cp1252", ";") if "apogee" in name else ("utf-8", ";")
    if "etudiants" in name:
        delimiter = ","
    rows = list(csv.DictReader(io.StringIO(demo_files(TODAY)[name].decode(encoding)), delimiter=delimiter))

    numbers = [row.get("matriculeEtudiant") or row.get("COD_ETU") or row["Code apprenant"] for row in rows]
    assert numbers == [f"226{rank:05d}" for rank in range(1, 31)]


def test_the_same_face_comes_back_and_others_differ():
    faces = {name: portrait(recipe_for(name, gender)) for name, gender in (("a", "f"), ("b", "m"), ("c", ""))}

    assert portrait(recipe_for("a", "f")) == faces["a"]
    assert len(set(faces.values())) == 3
    with Image.open(io.BytesIO(faces["a"])) as image:
        assert (image.format, image.size) == ("WEBP", (SIDE, SIDE))


def test_a_portrait_follows_the_words_it_is_asked_for():
    recipe = recipe_for("somebody", "f", "grey-bob-glasses")

    assert (recipe.hair, recipe.style, recipe.glasses, recipe.beard) == ("#717578", "bob", "round", "")


def test_the_gate_finds_nobody_in_the_texts_of_the_demo():
    for text in every_text():
        assert scan(set_in_type(text)) == []
