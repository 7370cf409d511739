"""Files: what is accepted is read, what is dangerous is refused with a sentence that helps."""

import time

import pikepdf
import pytest

from portfolios.files import LARGEST_FILE, RefusedFile, inspect
from tests.portfolios.samples import CONTENT_TYPES, archive, docx, odt, pdf, saved, swollen_pdf


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx("Mme Delcourt\nest arrivée", author="Camille Baron"), "récit.docx"),
        (odt("Mme Delcourt"), "récit.odt"),
        (saved(pdf("Mme Delcourt", author="Camille Baron")), "récit.PDF"),
    ],
)
def test_accepted_files_give_their_text_kind_and_digest(content: bytes, name: str) -> None:
    inspected = inspect(content, name)
    assert "Mme Delcourt" in inspected.text
    assert inspected.is_read
    assert inspected.kind == name.rsplit(".")[-1].lower()
    assert len(inspected.sha256) == 64


def test_paragraphs_stay_apart() -> None:
    assert inspect(docx("le 14\nnovembre"), "a.docx").text == "le 14\nnovembre"


def test_the_author_in_the_properties_is_read() -> None:
    assert inspect(docx(author="Camille Baron"), "a.docx").author == "Camille Baron"
    assert inspect(saved(pdf(author="Camille Baron")), "a.pdf").author == "Camille Baron"


def test_a_scan_without_text_is_accepted_and_said_to_be_unread() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    assert inspect(saved(document), "scan.pdf").is_read is False


def locked_pdf(user: str) -> bytes:
    return saved(pdf(), encryption=pikepdf.Encryption(owner="owner", user=user))


def pdf_with(key: str, value: object) -> bytes:
    document = pdf()
    document.Root[key] = value
    return saved(document)


def pdf_with_attachment() -> bytes:
    document = pdf()
    document.attachments["virus.exe"] = b"MZ"
    return saved(document)


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
MACRO_TYPES = CONTENT_TYPES.format("application/vnd.ms-word.document.macroEnabled.main+xml")
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "a.pdf", "vide"),
        (b"%PDF-1.7" + b"0" * LARGEST_FILE, "a.pdf", "20 Mo"),
        (saved(pdf()), "a.exe", "PDF, DOCX et ODT"),
        (saved(pdf()), "a", "PDF, DOCX et ODT"),
        (b"MZ\x90\x00" + b"\x00" * 500, "a.pdf", "abîmé ou d’un autre format"),
        (b"<html><script>alert(1)</script></html>", "a.pdf", "autre format"),
        (docx(), "a.pdf", "Renommez"),
        (saved(pdf()), "a.docx", "Renommez"),
        (docx(), "a.odt", "Renommez"),
        (archive({"xl/workbook.xml": "<a/>"}), "a.docx", "autre format"),
        (b"%PDF-1.7\n%garbage", "a.pdf", "abîmé"),
        (docx()[:-120], "a.docx", "abîmé"),
        (locked_pdf("secret"), "a.pdf", "protégé"),
        (locked_pdf(""), "a.pdf", "protégé"),
        (pdf_with("/OpenAction", SCRIPT), "a.pdf", "programme"),
        (pdf_with("/AA", pikepdf.Dictionary(WC=SCRIPT)), "a.pdf", "programme"),
        (pdf_with_attachment(), "a.pdf", "autre fichier"),
        (saved(pdf(pages=201)), "a.pdf", "200 pages"),
        (docx(**{"word/vbaProject.bin": b"\xd0\xcf"}), "a.docx", "macros"),
        (docx(**{"[Content_Types].xml": MACRO_TYPES}), "a.docx", "macros"),
        (odt(**{"Basic/Standard/Module1.xml": "<a/>"}), "a.odt", "macros"),
        (odt(manifest="<m><manifest:encryption-data xmlns:manifest='urn:m'/></m>"), "a.odt", "mot de passe"),
        (docx(**{"word/media/bomb.bin": b"\x00" * (30 * 1024 * 1024)}), "a.docx", "anormalement gros"),
        (docx(**{f"word/media/{n}": b"" for n in range(3001)}), "a.docx", "anormalement gros"),
        (docx(**{"word/document.xml": ENTITIES}), "a.docx", "abîmé"),
        (docx(**{"word/document.xml": OUTSIDE}), "a.docx", "abîmé"),
        (docx(**{"word/document.xml": "<not closed"}), "a.docx", "abîmé"),
        (docx(**{"word/document.xml": b"\xff\xfe\x00"}), "a.docx", "abîmé"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(content: bytes, name: str, word: str) -> None:
    with pytest.raises(RefusedFile) as refusal:
        inspect(content, name)
    sentence = str(refusal.value)
    assert word in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("order", [b"BT /F1 1 Tf () Tj ET\n", b"BT /F1 1 Tf (a) Tj ET\n", b"q Q\n"])
def test_a_small_pdf_that_unrolls_into_hours_of_work_stays_unread_at_once(order: bytes) -> None:
    content = saved(swollen_pdf(order, megabytes=3, pages=40))
    assert len(content) < 100_000
    begun = time.process_time()
    assert not inspect(content, "a.pdf").is_read
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("size", range(0, 1400, 97))
def test_a_file_cut_anywhere_is_refused_or_read_but_never_breaks(size: int) -> None:
    for content, name in ((docx(), "a.docx"), (odt(), "a.odt"), (saved(pdf()), "a.pdf")):
        try:
            inspect(content[:size], name)
        except RefusedFile as refusal:
            assert str(refusal).endswith(".")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Temp\\récit.PDF", "récit.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("\u202efdp.pdf", "fdp.pdf"),
        ("   .pdf", "trace.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_the_name_given_back_is_harmless(given: str, kept: str) -> None:
    assert inspect(saved(pdf()), given).name == kept
