"""The identifier gate: what it sees, what it leaves alone, and that no text makes it slow."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir

from portfolios.identifiers import LONGEST_TEXT, Kind, scan


def found(text: str, **options: object) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.text) for finding in scan(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Son NIR : 255081416802538.", [("nir", "255081416802538")]),
        ("2 55 08 14 168 025 38", [("nir", "2 55 08 14 168 025 38")]),
        ("2 55 08 14 168 025 39", [("nir_like", "2 55 08 14 168 025 39")]),
        ("écrire à lea.martin@free.fr.", [("email", "lea.martin@free.fr")]),
        ("(dossier 4471208, je le note)", [("file_number", "4471208")]),
        ("IPP n° 80 123 456", [("file_number", "80 123 456")]),
        ("dossier médical n°: AB12345", [("file_number", "AB12345")]),
        ("rappelée au 06 12 34 56 78 le soir", [("phone", "06 12 34 56 78")]),
        ("au +33 2 47 05 12 34", [("phone", "+33 2 47 05 12 34")]),
        ("arrivée le 14 novembre pour une fièvre", [("date", "14 novembre")]),
        ("vue le 03/02/2026 puis le 1er mars 2026", [("date", "03/02/2026"), ("date", "1er mars 2026")]),
        ("née le 12/05/1958", [("birth_date", "12/05/1958")]),
        ("date de naissance : 1 mai 1931", [("birth_date", "1 mai 1931")]),
        ("Mme Delcourt est arrivée", [("name", "Mme Delcourt")]),
        ("Monsieur de La Tour m’attend", [("name", "Monsieur de La Tour")]),
        ("M. D. revient", [("name", "M. D.")]),
        ("le Dr Karim Belhadj", [("name", "Dr Karim Belhadj")]),
        ("elle habite 12 bis, rue des Halles, au deuxième", [("address", "12 bis, rue des Halles")]),
        ("à 37150 Bléré", [("address", "37150 Bléré")]),
        ("le code 123456789", [("number", "123456789")]),
    ],
)
def test_identifiers_are_found_where_they_are(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Je reçois une patiente âgée, seule, en novembre 2026.",
        "TA 145/85, FC 102, SpO2 94 %, CRP 132 mg/L, 38,4 °C.",
        "Amoxicilline 1 g trois fois par jour pendant 7 jours, soit 21 comprimés.",
        "Monsieur, vous n’allez pas l’emmener ? Madame, asseyez-vous.",
        "Un homme de quatre-vingts ans, le 99/99/2020 n’existe pas.",
        "Exercer 2018;143:222-31.",
        "Elle a 3 enfants et 2 chats, rue piétonne.",
    ],
)
def test_ordinary_clinical_prose_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_only_nir_email_and_file_number_block() -> None:
    blocking = {kind for kind in Kind if kind.is_blocking}
    assert blocking == {Kind.NIR, Kind.EMAIL, Kind.FILE_NUMBER}


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("le 14 novembre", "en novembre"),
        ("le 14/11/2026", "en novembre 2026"),
        ("née le 12/05/1958", "dans les années 1950"),
        ("Mme Delcourt", "une patiente"),
        ("M. Roche", "un patient"),
    ],
)
def test_a_replacement_is_offered(text: str, suggestion: str) -> None:
    assert [finding.suggestion for finding in scan(text)] == [suggestion]


def test_kinds_can_be_left_out() -> None:
    assert found("Consulté le 14 novembre 2026, a@b.fr", leave_out=[Kind.DATE]) == [("email", "a@b.fr")]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_gives_findings_in_order_that_quote_it(text: str) -> None:
    findings = scan(text)
    for finding in findings:
        assert text[finding.start : finding.end] == finding.text
    for before, after in pairwise(findings):
        assert before.end <= after.start


@given(
    st.integers(1, 2),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["01", "37", "2A", "2B", "95"]),
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(["", " ", ".", "\u00a0"]),
    st.text(alphabet="abc é,\n", max_size=30),
)
def test_a_valid_nir_never_passes(sex, year, month, department, town, order, blank, around) -> None:
    body = f"{sex}{year:02d}{month:02d}{department}{town:03d}{order:03d}"
    number = body + nir.calc_check_digits(body)
    parts = [number[:1], number[1:3], number[3:5], number[5:7], number[7:10], number[10:13], number[13:]]
    findings = scan(f"{around} {blank.join(parts)} {around}")
    assert Kind.NIR in {finding.kind for finding in findings}


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 60_000,
        "1 " * 30_000,
        "a" * 60_000 + "@",
        "a@" + "b." * 30_000,
        "Mme " * 15_000,
        "Mme A" + "a" * 60_000,
        "12 rue " * 8_000,
        "12 rue " + "x" * 60_000,
        "dossier " * 8_000,
        "dossier n° " + "1-" * 30_000,
        "1/" * 30_000,
        "né le " * 10_000,
        "\u202f" * 60_000,
        "+33 " * 15_000,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_makes_it_slow(hostile: str) -> None:
    started = time.process_time()
    scan(hostile)
    assert time.process_time() - started < 4


def test_a_text_beyond_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        scan("a" * (LONGEST_TEXT + 1))
