"""Reading files: what is found by itself, and what is refused with a sentence."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from groups.import_kinds import InternKind
from groups.imports import FileRefused, Unreadable, fields
from groups.imports.columns import find, without_nir
from groups.imports.rows import parse
from groups.imports.tables import MAX_BYTES, MAX_ROWS, Table, read
from tests.groups.make_files import FOLDER, files

NIR = "255081416802538"


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("internes_modele.csv", "CSV, UTF-8, point-virgule"),
        ("internes_gip_recia.csv", "CSV, UTF-8, virgule"),
        ("internes_apogee.csv", "CSV, Windows-1252, point-virgule"),
        ("internes_pegase.csv", "CSV, UTF-8, point-virgule"),
        ("internes.xlsx", "classeur XLSX"),
    ],
)
def test_every_sample_gives_the_same_thirty_interns(name, source):
    kind = InternKind()
    table = read((FOLDER / name).read_bytes())
    assert table.source == source
    rows, refused = parse(table, find(table.columns, kind.fields).positions, kind)
    assert refused == []
    assert len(rows) == 30
    assert {rows[5]["last_name"], rows[5]["first_name"], rows[5]["student_number"]} == {
        "Costa",
        "Élodie",
        "22600006",
    }
    assert all(row["email"].endswith("@etu.example") for row in rows)
    assert not any(row.warnings for row in rows)


def test_samples_are_what_the_maker_writes():
    for name, content in files().items():
        if not name.endswith(".xlsx"):
            assert (FOLDER / name).read_bytes() == content, f"{name}: run python -m tests.groups.make_files"


def test_a_tabulation_separates_too():
    assert read("Nom\tPrénom\nBaron\tLéa\n".encode()).columns == ("Nom", "Prénom")


def test_utf16_with_its_mark():
    table = read("Nom;Prénom\nQuéré;Zoé\n".encode("utf-16"))
    assert table.rows == ((2, ("Quéré", "Zoé")),)


def test_line_numbers_are_those_of_the_file():
    table = read(b"Nom;Mail\n\n\nBaron;a@etu.example\n\n;\nCosta;b@etu.example\n")
    assert [number for number, _ in table.rows] == [4, 7]


def test_numbers_and_dates_of_a_workbook_read_as_written():
    import datetime

    table = read(xlsx(["Numéro", "Date"], [22600001.0, datetime.datetime(2026, 12, 10)]))
    assert table.rows == ((2, ("22600001", "10/12/2026")),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"   \n ", "vide"),
        (b"Nom;Mail\n", "ligne des titres"),
        (b"x" * (MAX_BYTES + 1), "2 Mo au plus"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", ".xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04not a zip", "abîmé"),
        (b"\x00\x01\x02\x03" * 40, "pas un tableau"),
        (b"\xef\xbb\xbfNom;\xff\xfe", "UTF-8"),
        (b"a;b\n" * (MAX_ROWS + 2), "lignes"),
        (";".join(f"c{n}" for n in range(200)).encode() + b"\nx\n", "colonnes"),
        (b"Nom\n" + b"y" * 1500, "caract"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, words):
    with pytest.raises(FileRefused, match=words):
        read(content)


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, data in members.items():
            parts.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content.getvalue()


def test_the_zip_of_gip_recia_is_named():
    with pytest.raises(FileRefused, match="archive ZIP"):
        read(archive(univ_dot_csv="a;b"))


def test_an_archive_of_something_else_is_refused():
    with pytest.raises(FileRefused, match="XLSX"):
        read(archive(content_dot_xml="<a/>"))


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = archive(xl__workbook_dot_xml="<a/>", xl__sharedStrings_dot_xml=b"0" * (60 * 1024 * 1024))
    assert len(bomb) < MAX_BYTES
    with pytest.raises(FileRefused, match="trop gros"):
        read(bomb)


def test_a_workbook_with_entities_does_not_expand_them():
    lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    with pytest.raises(FileRefused):
        read(archive(xl__workbook_dot_xml=lol))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_table_or_a_sentence(content):
    try:
        table = read(content)
    except FileRefused as error:
        assert str(error).endswith(".")
    else:
        kind = InternKind()
        parse(table, find(table.columns, kind.fields).positions, kind)


CELLS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=9), max_size=5))
def test_any_cells_are_planned_or_refused_with_a_remedy(rows):
    kind = InternKind()
    columns = tuple(field.label for field in kind.fields[:9])
    table = Table(columns, tuple((number, tuple(row)) for number, row in enumerate(rows, 2)), "")
    readable, refused = parse(table, find(columns, kind.fields).positions, kind)
    assert len(readable) + len(refused) == len(rows)
    assert all(outcome.problems for outcome in refused)
    for outcome in refused:
        for problem in outcome.problems:
            assert problem.problem and problem.remedy


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
@pytest.mark.parametrize(
    "convert",
    [
        fields.name,
        fields.email,
        fields.student_number,
        fields.ine,
        fields.rpps,
        fields.phone,
        fields.gender,
        fields.boolean,
        fields.integer(0, 9),
        fields.choice({"a": "Un", "b": "Deux"}),
        fields.day,
        fields.clock,
        fields.codes(),
        fields.text(20),
    ],
)
def test_a_converter_gives_a_value_or_a_remedy(convert, raw):
    try:
        convert(raw)
    except Unreadable as error:
        assert error.problem and error.remedy


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("LE GOFF", "Le Goff"),
        ("D'ALVÈS-LE GOFF", "D’Alvès-Le Goff"),
        ("McDonald", "McDonald"),
        ("  Anne  Laure ", "Anne Laure"),
    ],
)
def test_names_in_capitals_are_written_as_names(raw, read_as):
    assert fields.name(raw) == read_as


@pytest.mark.parametrize(
    "raw", ["p.doucet@etu", "p.doucet", "@etu.example", "a b@etu.example", "é@etu.example"]
)
def test_a_wrong_address_is_refused(raw):
    with pytest.raises(Unreadable):
        fields.email(raw)


def test_an_rpps_with_a_wrong_key_is_only_warned_about():
    assert fields.rpps("10101201234") == "10101201234"
    assert fields.wrong_rpps_key("10101201234")
    assert fields.wrong_rpps_key("99900000011") is None


@pytest.mark.parametrize(
    ("value", "usual"), [("999000001AA", True), ("9990000001A", True), ("ABCDEFGHIJK", False)]
)
def test_the_shape_of_an_ine_is_only_warned_about(value, usual):
    assert fields.ine(value.lower()) == value
    assert (fields.unusual_ine(value) is None) is usual


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("0261910001", "02 61 91 00 01"),
        ("+33 2 61 91 00 01", "02 61 91 00 01"),
        ("261910001", "02 61 91 00 01"),
        ("+32 470 00 00 00", "+32470000000"),
    ],
)
def test_phone_numbers(raw, read_as):
    assert fields.phone(raw) == read_as


@pytest.mark.parametrize(
    "column",
    [
        ("NIR", "x"),
        ("N° de sécurité sociale", "x"),
        ("Remarque", f"n° {NIR}"),
        ("Remarque", "2 55 08 14 168 025 38"),
    ],
)
def test_a_column_that_holds_a_nir_is_left_out(column):
    heading, cell = column
    table = Table(("Nom", heading, "Mail"), ((2, ("Baron", cell, "a@etu.example")),), "")
    kept, refused = without_nir(table)
    assert refused == [heading]
    assert kept.columns == ("Nom", "Mail")
    assert kept.rows == ((2, ("Baron", "a@etu.example")),)


def test_a_nir_in_a_cell_too_many_is_wiped():
    kept, _ = without_nir(Table(("Nom",), ((2, ("Baron", NIR)),), ""))
    assert NIR not in str(kept)


@pytest.mark.parametrize("cell", ["22600001", "999000001AA", "99900000011", "06 39 98 00 01", "2001-03-01"])
def test_other_numbers_are_not_taken_for_a_nir(cell):
    table = Table(("Nom", "Autre"), ((2, ("Baron", cell)),), "")
    assert without_nir(table) == (table, [])


def test_unknown_columns_are_listed_and_missing_ones_named():
    mapping = find(("Nom", "Prénom", "Couleur"), InternKind.fields)
    assert mapping.unknown == ("Couleur",)
    assert [field.name for field in mapping.missing] == ["student_number", "email"]


def test_a_chosen_column_wins_over_the_aliases():
    mapping = find(("Nom", "Nom 2", "Mail"), InternKind.fields, {"last_name": 1, "email": None, "ine": 99})
    assert mapping.positions == {"last_name": 1}


def test_twins_in_a_file_are_refused_with_the_first_line():
    table = Table(
        ("Numéro étudiant", "Nom", "Prénom", "Adresse électronique"),
        (
            (2, ("22600001", "Baron", "Léa", "a@etu.example")),
            (3, ("22600001", "Costa", "Zoé", "b@etu.example")),
        ),
        "",
    )
    kind = InternKind()
    rows, refused = parse(table, find(table.columns, kind.fields).positions, kind)
    assert [row.number for row in rows] == [2]
    assert "ligne 2" in refused[0].problems[0].problem
    assert refused[0].label == "Zoé Costa"


def test_more_cells_than_columns_is_said():
    table = read(b"Nom;Mail\nBaron;a@etu.example;x\n")
    kind = InternKind()
    _, refused = parse(table, find(table.columns, kind.fields).positions, kind)
    assert "3 cases pour 2 colonnes" in refused[0].problems[0].problem


def test_an_incomplete_ine_is_left_out_with_a_warning():
    kind = InternKind()
    values, warnings = {"ine": "9990000001"}, []
    kind.complete(values, warnings)
    assert values == {}
    assert warnings == ["L’INE est incomplet\u00a0: il n’est pas repris."]


def test_the_name_in_use_wins():
    values = {"last_name": "Baron", "usage_name": "Costa"}
    InternKind().complete(values, [])
    assert values == {"last_name": "Costa"}
