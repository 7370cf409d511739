"""Finding. Every expression is bounded, so that no text makes it slow."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import phonenumbers
from stdnum.fr import nir

from portfolios.identifiers.finding import Finding, Kind

LONGEST_TEXT = 400_000

MONTHS = {
    "janvier": 1,
    "février": 2,
    "fevrier": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "août": 8,
    "aout": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "décembre": 12,
    "decembre": 12,
}
MONTH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
SPACE = "[ \u00a0\u202f]"
APOSTROPHE = "['’]"
CAPITAL = "A-ZÀ-ÖØ-ÞŒ"

DIGIT = r"[ .\u00a0\u202f-]?\d"
NIR = re.compile(
    rf"(?<!\w)[1-478](?:{DIGIT}){{4}}{DIGIT}[ .\u00a0\u202f-]?[\dAB](?:{DIGIT}){{6}}"
    rf"(?:(?:{DIGIT}){{2}})?(?!\w)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
NUMERIC_DATE = re.compile(r"(?<![\w./-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-])")
ISO_DATE = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
WRITTEN_DATE = re.compile(
    rf"(?<!\w)(1{SPACE}?er|\d{{1,2}}){SPACE}{{1,3}}({'|'.join(MONTHS)})(?:{SPACE}{{1,3}}(\d{{4}}))?(?!\w)",
    re.IGNORECASE,
)
BIRTH = re.compile(rf"(?:n[ée]e?{SPACE}{{1,3}}le|naissance|DDN)[^\n\d]{{0,12}}$", re.IGNORECASE)
TITLES = "M\\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteure|Docteur|Pr|Professeure|Professeur"
PARTICLES = f"(?:de{SPACE}la{SPACE}|de{SPACE}|du{SPACE}|des{SPACE}|d{APOSTROPHE}|van{SPACE}|von{SPACE}|[Ll]e{SPACE}|[Ll]a{SPACE})?"  # noqa: E501
SURNAME = f"[{CAPITAL}][\\w’'-]{{0,40}}"
NAME = re.compile(
    rf"(?<!\w)({TITLES}){SPACE}{{1,3}}([{CAPITAL}]\.|{PARTICLES}{SURNAME}(?:{SPACE}{SURNAME}){{0,2}})(?!\w)"
)
NOT_A_NAME = frozenset(
    [
        "Le",
        "La",
        "Les",
        "Un",
        "Une",
        "Je",
        "Tu",
        "Il",
        "Elle",
        "On",
        "Nous",
        "Vous",
        "Ils",
        "Elles",
        "Et",
        "Ou",
        "Mais",
        "Qui",
        "Que",
        "Quoi",
        "Ce",
        "Cette",
        "Ces",
        "Mon",
        "Ma",
        "Mes",
        "Son",
        "Sa",
        "Ses",
        "X",
        "Y",
        "Z",
    ]
)
FILE_WORDS = r"dossier|IPP|NIP|NDA|s[ée]jour|num[ée]ro{S}patient|n°{S}patient|identifiant".replace(
    "{S}", SPACE
)
FILE_NUMBER = re.compile(
    rf"(?<!\w)(?:{FILE_WORDS})(?:{SPACE}{{1,2}}(?:patient|médical|hospitalier))?[\s:,(]{{0,4}}"
    rf"(?:n(?:°|o|um[ée]ro)?{SPACE}{{0,2}}:?{SPACE}{{0,2}})?([A-Z]{{0,3}}\d(?:[ .-]?\d){{4,14}})(?!\w)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.,/-])\d{7,14}(?![\w/-])")
STREET = "rue|avenue|av\\.|boulevard|bd|place|chemin|impasse|allée|allee|route|quai|square|cours|résidence|hameau|lieu-dit"  # noqa: E501
ADDRESS = re.compile(
    rf"(?<!\w)\d{{1,4}}{SPACE}?(?:bis|ter|quater)?,?{SPACE}{{1,2}}(?:{STREET}){SPACE}{{1,2}}[^\n,.;:()«»]{{2,60}}",
    re.IGNORECASE,
)
POSTCODE = re.compile(rf"(?<![\w.,])(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}}{SPACE}{{1,2}}[{CAPITAL}][\w’'-]{{1,40}}")


def scan(text: str, *, leave_out: Iterable[Kind] = ()) -> list[Finding]:
    """What may identify somebody in `text`, in order of appearance, without overlap.

    Where two shapes claim the same characters the blocking one wins, then the longer. Kinds in `leave_out`
    are not looked for (a bibliography has dates and names). Raises ValueError past LONGEST_TEXT characters.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"A text of at most {LONGEST_TEXT} characters, not {len(text)}")
    unwanted = frozenset(leave_out)
    found = [finding for finding in _everything(text) if finding.kind not in unwanted]
    found.sort(key=lambda finding: (not finding.is_blocking, finding.start - finding.end, finding.start))
    kept: list[Finding] = []
    taken = bytearray(len(text))
    for finding in found:
        if not any(taken[finding.start : finding.end]):
            taken[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
            kept.append(finding)
    return sorted(kept)


def _everything(text: str) -> Iterator[Finding]:
    yield from _nirs(text)
    for match in EMAIL.finditer(text):
        yield _finding(match, Kind.EMAIL)
    for match in FILE_NUMBER.finditer(text):
        yield _finding(match, Kind.FILE_NUMBER, group=1)
    for number in phonenumbers.PhoneNumberMatcher(text, "FR"):
        yield Finding(number.start, number.end, Kind.PHONE, number.raw_string)
    for match in NUMBER.finditer(text):
        yield _finding(match, Kind.NUMBER)
    yield from _dates(text)
    yield from _names(text)
    for match in ADDRESS.finditer(text):
        yield _trimmed(match, Kind.ADDRESS, "dans un quartier de la ville")
    for match in POSTCODE.finditer(text):
        yield _finding(match, Kind.ADDRESS, suggestion="dans une commune du département")


def _finding(match: re.Match[str], kind: Kind, *, group: int = 0, suggestion: str = "") -> Finding:
    return Finding(match.start(group), match.end(group), kind, match.group(group), suggestion)


def _trimmed(match: re.Match[str], kind: Kind, suggestion: str) -> Finding:
    """The same without the blanks at its end."""
    text = match.group().rstrip()
    return Finding(match.start(), match.start() + len(text), kind, text, suggestion)


def _nirs(text: str) -> Iterator[Finding]:
    for match in NIR.finditer(text):
        digits = re.sub(r"[ .\u00a0\u202f-]", "", match.group())
        if nir.is_valid(digits):
            yield _finding(match, Kind.NIR)
        elif 1 <= int(digits[3:5]) <= 12 or 20 <= int(digits[3:5]) <= 42:
            yield _finding(match, Kind.NIR_LIKE)


def _dates(text: str) -> Iterator[Finding]:
    for match in NUMERIC_DATE.finditer(text):
        year = match.group(4)
        yield from _dated(
            text, match, match.group(1), match.group(3), year if len(year) == 4 else f"20{year}"
        )
    for match in ISO_DATE.finditer(text):
        yield from _dated(text, match, match.group(3), match.group(2), match.group(1))
    for match in WRITTEN_DATE.finditer(text):
        month = str(MONTHS[match.group(2).lower()])
        yield from _dated(text, match, match.group(1), month, match.group(3) or "")


def _dated(text: str, match: re.Match[str], day: str, month: str, year: str) -> Iterator[Finding]:
    """A finding when day, month and year make a real date; 2000 stands for a year not said."""
    try:
        date(int(year or 2000), int(month), int(re.sub(r"\D", "", day)))
    except ValueError:
        return
    if BIRTH.search(text[max(0, match.start() - 40) : match.start()]):
        decade = f"dans les années {int(year) // 10 * 10}" if year else "dans l’âge, à la dizaine près"
        yield _finding(match, Kind.BIRTH_DATE, suggestion=decade)
        return
    yield _finding(match, Kind.DATE, suggestion=f"en {MONTH_NAMES[int(month) - 1]} {year}".rstrip())


def _names(text: str) -> Iterator[Finding]:
    for match in NAME.finditer(text):
        if match.group(2).split()[0].rstrip(".") not in NOT_A_NAME:
            yield _finding(match, Kind.NAME, suggestion=_stand_in(match.group(1)))


def _stand_in(title: str) -> str:
    if title in {"Mme", "Mlle", "Madame", "Mademoiselle"}:
        return "une patiente"
    if title in {"M.", "Mr", "Monsieur"}:
        return "un patient"
    return "le médecin" if title.startswith(("Dr", "Doct")) else "le chef de service"
