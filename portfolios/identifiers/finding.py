from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NIR = "nir"
    NIR_LIKE = "nir_like"
    EMAIL = "email"
    FILE_NUMBER = "file_number"
    NUMBER = "number"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    DATE = "date"
    NAME = "name"
    ADDRESS = "address"
    METADATA = "metadata"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def is_blocking(self) -> bool:
        """A text that holds one cannot be submitted; the others are for the author to judge (B.13)."""
        return self in BLOCKING


LABELS = {
    Kind.NIR: "Numéro de sécurité sociale",
    Kind.NIR_LIKE: "Numéro qui ressemble à un NIR",
    Kind.EMAIL: "Adresse électronique",
    Kind.FILE_NUMBER: "Numéro de dossier",
    Kind.NUMBER: "Long numéro",
    Kind.PHONE: "Numéro de téléphone",
    Kind.BIRTH_DATE: "Date de naissance",
    Kind.DATE: "Date exacte",
    Kind.NAME: "Nom précédé d’une civilité",
    Kind.ADDRESS: "Adresse postale",
    Kind.METADATA: "Nom dans les propriétés du fichier",
}
BLOCKING = frozenset({Kind.NIR, Kind.EMAIL, Kind.FILE_NUMBER})


@dataclass(frozen=True, order=True)
class Finding:
    """A passage `text[start:end]` (characters, half-open) and what could stand there instead."""

    start: int
    end: int
    kind: Kind
    text: str
    suggestion: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.kind.is_blocking
