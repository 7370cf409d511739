"""The fields of a kind, and the converters from what was typed to a value."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from stdnum import luhn


class Unreadable(ValueError):
    """A cell that cannot be taken: what is wrong and what to do, in French."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


Convert = Callable[[str], Any]


def quoted(raw: str) -> str:
    """What was typed, between guillemets, cut when long."""
    return f"« {raw if len(raw) <= 40 else raw[:39] + '…'} »"


def fold(words: str) -> str:
    """Letters and figures only, without case or accent: how headings and labels are compared."""
    flat = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in flat if letter.isalnum())


def text(longest: int) -> Convert:
    """Any text on one line, up to `longest` characters."""

    def convert(raw: str) -> str:
        value = " ".join(raw.split())
        if len(value) > longest:
            raise Unreadable(
                f"{len(value)} caractères, {longest} au plus.", "Raccourcissez le texte de cette case."
            )
        return value

    return convert


def _same(old: Any, new: Any, raw: str) -> bool:
    return old == new


def same_name(old: Any, new: Any, raw: str) -> bool:
    """Older exports write names in capitals, without accents: that alone is not a change."""
    return old == new or (raw.isupper() and fold(str(old)) == fold(raw))


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of data a kind can read.

    `name` is the key in `Row.values`; `label` heads the column of the template; `aliases` are other headings
    (case, accents and punctuation do not count). `warn` looks at the converted value and may return a
    sentence that is shown without refusing the row. `show` writes a value for the person who reads the
    preview. `same(old, new, typed)` tells whether there is a change. `in_template` is False for columns that
    only other software writes.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    convert: Convert = str.strip
    warn: Callable[[Any], str | None] | None = None
    show: Callable[[Any], str] = str
    same: Callable[[Any, Any, str], bool] = _same
    example: str = ""
    in_template: bool = True

    def headings(self) -> set[str]:
        return {fold(self.label), fold(self.name), *map(fold, self.aliases)}


def _capitalised(words: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda found: found.group().capitalize(), words)


def name(raw: str) -> str:
    """A first or last name, 80 characters; `LE GOFF` becomes `Le Goff`, mixed case is left alone."""
    value = " ".join(raw.replace("'", "’").split())
    if not any(letter.isalpha() for letter in value):
        raise Unreadable(f"{quoted(value)} n’est pas un nom.", "Vérifiez que la bonne colonne est choisie.")
    if any(letter.isdigit() or letter in "@<>=" for letter in value):
        raise Unreadable(
            f"{quoted(value)} contient un signe inattendu dans un nom.",
            "Corrigez la case, ou vérifiez que la bonne colonne est choisie.",
        )
    if len(value) > 80:
        raise Unreadable(f"{len(value)} caractères, 80 au plus.", "Raccourcissez le nom.")
    return _capitalised(value) if len(value) > 1 and value.isupper() else value


EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", re.ASCII)


def email(raw: str) -> str:
    """An e-mail address in lower case."""
    value = raw.strip().removeprefix("mailto:").lower()
    if EMAIL.fullmatch(value) and len(value) <= 254 and ".." not in value:
        return value
    if "@" not in value:
        raise Unreadable(
            f"{quoted(raw)} n’est pas une adresse : il manque l’arobase.", "Complétez l’adresse."
        )
    head, _, domain = value.partition("@")
    if head and "." not in domain:
        raise Unreadable(
            f"{quoted(raw)} : il manque la fin de l’adresse, après « {domain or '@'} ».",
            "Complétez l’adresse.",
        )
    raise Unreadable(
        f"{quoted(raw)} n’est pas une adresse électronique.",
        "Corrigez l’adresse : espace, accent ou virgule ?",
    )


def student_number(raw: str) -> str:
    """The number of a student: figures and letters, 4 to 20, in capitals (8 figures at Tours)."""
    value = re.sub(r"[\s.\-]", "", raw).upper()
    if not re.fullmatch(r"[A-Z0-9]{4,20}", value, re.ASCII):
        raise Unreadable(
            f"{quoted(raw)} n’est pas un numéro étudiant.",
            "Attendu : 4 à 20 chiffres ou lettres, 8 chiffres à Tours.",
        )
    return value


def ine(raw: str) -> str:
    """The national student number: length and characters only, for its key changed with time (B.16)."""
    value = re.sub(r"[\s.\-]", "", raw).upper()
    if not re.fullmatch(r"[0-9A-Z]{11}", value, re.ASCII):
        raise Unreadable(
            f"{quoted(raw)} n’est pas un INE.",
            "Attendu : 11 caractères, 10 chiffres et 1 lettre ou 9 chiffres et 2 lettres.",
        )
    return value


def unusual_ine(value: str) -> str | None:
    if re.fullmatch(r"\d{10}[A-Z]|\d{9}[A-Z]{2}", value):
        return None
    return (
        f"L’INE « {value} » n’a pas la forme habituelle : "
        "10 chiffres et 1 lettre, ou 9 chiffres et 2 lettres."
    )


def rpps(raw: str) -> str:
    """The RPPS of a practitioner: 11 figures; the key is only warned about (B.16)."""
    value = re.sub(r"[\s.\-]", "", raw)
    if not re.fullmatch(r"\d{11}", value, re.ASCII):
        raise Unreadable(
            f"{quoted(raw)} n’est pas un RPPS.", "Attendu : 11 chiffres. Laissez vide si inconnu."
        )
    return value


def wrong_rpps_key(value: str) -> str | None:
    if luhn.is_valid(value):
        return None
    return f"La clé du RPPS « {value} » ne correspond pas. Vérifiez-le auprès de la personne."


def phone(raw: str) -> str:
    """A French phone number, `02 61 91 00 01`, or an international one as typed."""
    figures = re.sub(r"[\s.\-()/]", "", raw)
    if figures.startswith(("+33", "0033")):
        figures = "0" + figures.removeprefix("+33").removeprefix("0033").removeprefix("0")
    if len(figures) == 9 and figures[0] in "1234567":
        figures = "0" + figures  # A spreadsheet drops the leading zero.
    if re.fullmatch(r"0[1-9]\d{8}", figures, re.ASCII):
        return " ".join(figures[start : start + 2] for start in range(0, 10, 2))
    if re.fullmatch(r"\+\d{8,15}", figures, re.ASCII):
        return figures
    raise Unreadable(
        f"{quoted(raw)} n’est pas un numéro de téléphone.", "Attendu : 10 chiffres, ou + et l’indicatif."
    )


def gender(raw: str) -> str:
    """`f` or `m`, from F, M, H, 1, 2, Madame, Monsieur…"""
    code = fold(raw)
    if code in {"f", "2", "femme", "feminin", "mme", "madame"}:
        return "f"
    if code in {"m", "h", "1", "homme", "masculin", "monsieur"}:
        return "m"
    raise Unreadable(f"{quoted(raw)} n’est pas compris.", "Attendu : F ou M. Laissez vide si non renseigné.")


def boolean(raw: str) -> bool:
    code = fold(raw)
    if code in {"oui", "o", "vrai", "true", "yes", "y", "x", "1"}:
        return True
    if code in {"non", "n", "faux", "false", "no", "0"}:
        return False
    raise Unreadable(f"{quoted(raw)} n’est ni oui ni non.", "Attendu : oui ou non.")


def yes_no(value: bool) -> str:
    return "oui" if value else "non"


def integer(lowest: int, highest: int) -> Convert:
    """A whole number within bounds, both included."""

    def convert(raw: str) -> int:
        figures = re.sub(r"\s", "", raw)
        if not re.fullmatch(r"-?\d{1,9}([.,]0+)?", figures, re.ASCII):
            raise Unreadable(
                f"{quoted(raw)} n’est pas un nombre entier.", f"Attendu : de {lowest} à {highest}."
            )
        value = int(re.split("[.,]", figures)[0])
        if not lowest <= value <= highest:
            raise Unreadable(f"{value} est hors limites.", f"Attendu : de {lowest} à {highest}.")
        return value

    return convert


def choice(labels: Mapping[str, str], aliases: Mapping[str, str] | None = None) -> Convert:
    """One of a list of codes, typed as the code, its label or one of `aliases` (alias → code)."""
    codes = {fold(label): code for code, label in labels.items()}
    codes |= {fold(code): code for code in labels}
    codes |= {fold(alias): code for alias, code in (aliases or {}).items()}

    def convert(raw: str) -> str:
        code = codes.get(fold(raw))
        if code is None:
            raise Unreadable(
                f"{quoted(raw)} n’est pas dans la liste.", f"Attendu : {', '.join(labels.values())}."
            )
        return code

    return convert


def day(raw: str) -> date:
    """A date, JJ/MM/AAAA or AAAA-MM-JJ."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"):
        try:
            return datetime.strptime(raw.strip().split(" ")[0], pattern).date()
        except ValueError:
            continue
    raise Unreadable(f"{quoted(raw)} n’est pas une date.", "Attendu : JJ/MM/AAAA, par exemple 10/12/2026.")


def clock(raw: str) -> time:
    """A time of day: `14:00`, `14h`, `14 h 30`."""
    found = re.fullmatch(r"(\d{1,2})\s*[h:H]\s*(\d{2})?(?::\d{2})?", raw.strip(), re.ASCII)
    if found:
        hours, minutes = int(found[1]), int(found[2] or 0)
        if hours < 24 and minutes < 60:
            return time(hours, minutes)
    raise Unreadable(f"{quoted(raw)} n’est pas une heure.", "Attendu : 14:00 ou 14 h 30.")


def codes(separators: str = "@,;|") -> Convert:
    """Several codes in one cell, as GIP-RECIA writes `codesEtape` (B.17)."""

    def convert(raw: str) -> tuple[str, ...]:
        return tuple(code for code in (part.strip() for part in re.split(f"[{separators}]", raw)) if code)

    return convert


def listed(values: Iterable[str]) -> str:
    return ", ".join(values)
