"""Where a seed may come from, in French and in the terms of the sealed document.

The value of a drand round is public a moment after its time: rounds of the quicknet network follow each other
every three seconds since 23 August 2023 (https://docs.drand.love).
"""

from datetime import date, datetime, time, timedelta

from design.french import NBSP, PARIS, clock, list_words, long_date
from groups.draw import Source, SourceKind

QUICKNET = "quicknet"
QUICKNET_GENESIS = 1_692_803_367
QUICKNET_PERIOD = 3
QUICKNET_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
LOTTERY_HOUR = time(20)
"""No French lottery draws before eight in the evening."""
SOONEST = timedelta(minutes=10)
"""How long after the sealing a drand round may be: time for the mails to leave."""


def drand_round(at: datetime) -> int:
    """The first round whose value does not exist before `at`."""
    elapsed = int(at.timestamp()) - QUICKNET_GENESIS
    return -(-elapsed // QUICKNET_PERIOD) + 1


def round_time(number: int) -> datetime:
    """When a round gives its value."""
    seconds = QUICKNET_GENESIS + (number - 1) * QUICKNET_PERIOD
    return datetime.fromtimestamp(seconds, tz=PARIS)


def drand_source(at: datetime) -> tuple[Source, datetime]:
    """The source and the moment its value exists."""
    number = drand_round(at)
    return Source(SourceKind.DRAND, QUICKNET, str(number)), round_time(number)


def lottery_source(game: str, on: date) -> tuple[Source, datetime]:
    source = Source(SourceKind.LOTTERY, game, on.isoformat())
    return source, datetime.combine(on, LOTTERY_HOUR, tzinfo=PARIS)


def drand_address(source: Source) -> str:
    """Where anybody reads the value of the round; Tutorat itself never calls it."""
    return f"https://api.drand.sh/{QUICKNET_CHAIN}/public/{source.reference}"


def in_words(source: Source) -> str:
    """`le tour 12 345 de la balise publique drand, jeudi 12 novembre 2026 à 14 h`."""
    if source.kind == SourceKind.DRAND:
        at = round_time(int(source.reference))
        return (
            f"le tour n°{NBSP}{source.reference} de la balise publique drand ({source.name}), "
            f"{long_date(at)} à {clock(at)}"
        )
    if source.kind == SourceKind.LOTTERY:
        return f"le tirage «{NBSP}{source.name}{NBSP}» du {long_date(date.fromisoformat(source.reference))}"
    names = list_words(witness.name for witness in source.witnesses)
    return f"les mots de {names}, dont l’empreinte est déjà scellée"
