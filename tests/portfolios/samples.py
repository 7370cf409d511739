"""Files made on the spot: honest ones and hostile ones."""

import io
import zipfile

import pikepdf

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(parts: dict[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(name, content, how)
    return buffer.getvalue()


def docx(text: str = "Je reçois une patiente.", author: str = "", **more: str | bytes) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES.format(PLAIN),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>',
        "docProps/core.xml": '<c:coreProperties xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{author}</dc:creator></c:coreProperties>",
    }
    return archive(parts | more)


def odt(text: str = "Je reçois une patiente.", manifest: str = "<m/>", **more: str | bytes) -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<o:d xmlns:o="urn:o" xmlns:t="urn:t"><t:p>{text}</t:p></o:d>',
        "META-INF/manifest.xml": manifest,
    }
    return archive(parts | more, stored=("mimetype",))


def pdf(text: str = "Je recois une patiente.", author: str = "", pages: int = 1) -> pikepdf.Pdf:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1"))
    if author:
        document.docinfo["/Author"] = author
    return document


def swollen_pdf(order: bytes, *, megabytes: int, pages: int) -> pikepdf.Pdf:
    """Every page repeats one order over and over, in a stream that compresses to almost nothing."""
    document = pdf(pages=pages)
    stream = document.make_stream(order * (megabytes * 1024 * 1024 // len(order)))
    for page in document.pages:
        page.Contents = stream
    return document


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()
