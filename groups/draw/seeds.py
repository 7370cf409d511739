"""Where the seed comes from, and how what was typed becomes 32 bytes (docs/draw.md, « The seed »)."""

import hashlib
import re
from collections.abc import Sequence

from groups.draw.documents import Source, SourceKind

SEED = "tutorat-seed/1"
WITNESS = "tutorat-witness/1"


class WrongValue(ValueError):
    """What was typed cannot be the value of the source; the message is a French sentence."""


def witness_hash(word: str, salt: str) -> str:
    """What a witness gives before the document is sealed. `salt`: hexadecimal, at least 32 digits."""
    return hashlib.sha256(f"{WITNESS}\n{salt}\n{word}".encode()).hexdigest()


def witness_value(word: str, salt: str) -> str:
    """How a witness's revealed word is written among the values of the seed."""
    return f"{salt}:{word}"


def seed_from(source: Source, values: Sequence[str]) -> str:
    """The seed, 64 hexadecimal digits, of the values as typed: one for drand, the numbers of a lottery in the
    order announced, `witness_value` of each witness in the order of the document. WrongValue otherwise."""
    values = [value.strip() for value in values]
    if source.kind == SourceKind.DRAND:
        _refuse_unless(
            len(values) == 1 and re.fullmatch(r"[0-9a-f]{64}", values[0]) is not None,
            "La valeur d’un tour drand est faite de 64 chiffres hexadécimaux, en minuscules. "
            "Copiez le champ « randomness » du tour annoncé.",
        )
    elif source.kind == SourceKind.LOTTERY:
        _refuse_unless(
            len(values) >= 5 and all(re.fullmatch(r"0|[1-9][0-9]{0,9}", value) for value in values),
            "Un tirage de loterie donne au moins cinq numéros. Tapez-les dans l’ordre annoncé.",
        )
    else:
        _check_witnesses(source, values)
    return hashlib.sha256("\n".join([SEED, *values]).encode()).hexdigest()


def _check_witnesses(source: Source, values: Sequence[str]) -> None:
    witnesses = source.witnesses
    _refuse_unless(len(witnesses) >= 2, "Il faut au moins deux témoins.")
    _refuse_unless(
        len(values) == len(witnesses),
        f"Il faut un mot de chacun des {len(witnesses)} témoins, dans l’ordre du document.",
    )
    for witness, value in zip(witnesses, values, strict=True):
        salt, _, word = value.partition(":")
        _refuse_unless(
            "\n" not in value and witness_hash(word, salt) == witness.sealed,
            f"Le mot de {witness.name} n’est pas celui dont l’empreinte a été scellée. "
            "Vérifiez les majuscules, les accents et les espaces.",
        )


def _refuse_unless(condition: bool, sentence: str) -> None:
    if not condition:
        raise WrongValue(sentence)
