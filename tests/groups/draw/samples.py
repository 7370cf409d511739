"""Minutes of many made-up draws, by every method, with and without the confidential requests."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from groups.draw import (
    Attempt,
    Contradictory,
    Rules,
    Strength,
    TutorMode,
    draw,
    minutes,
    prepare,
    seal,
    seed_from,
)
from tests.groups.draw.rosters import VALUE, roster

STRENGTHS = ("off", "preferred", "hard")


def samples(count: int, number: int = 3) -> Iterator[tuple[str, dict[str, Any]]]:
    """(method, minutes) of `count` draws, the same for the same number; two minutes for each.

    One in four comes after a document given up before its seed.
    """
    chance = random.Random(number)
    for each in range(count):
        try:
            document = prepare(_document(chance, each))
        except Contradictory:
            continue
        given_up = []
        if each % 4 == 2:
            given_up = [Attempt(document)]
            document = replace(document, attempt=2, reason="Un oubli", previous=seal(document))
        result = draw(document, seed_from(document.source, [VALUE]))
        for full in (True, False):
            yield result.method, minutes([*given_up, Attempt(document, (VALUE,), result)], full=full)


def _document(chance: random.Random, number: int):
    kinds = {rule: chance.choice(STRENGTHS) for rule in ("apart", "together", "balance", "spread", "links")}
    rules = Rules(
        minimum=chance.choice((2, 3, 4)),
        target=chance.choice((4, 5)),
        maximum=chance.choice((5, 6)),
        departments=chance.choice((2, 3)),
        candidates=chance.choice((1, 3)),
        tries=chance.choice((1, 3, 30)),
        steps=chance.choice((10, 30)),
        states=chance.choice((1, 3)),
        **kinds,
    )
    count = chance.randrange(14, 32)
    document = roster(
        count,
        count // 3,
        rules=rules,
        apart=chance.randrange(3),
        together=chance.randrange(3),
        links=chance.randrange(12),
        number=number,
    )
    if number % 4 == 1:
        rules = replace(rules, apart=Strength.HARD, links=Strength.HARD, tries=1, states=1)
        document = replace(document, rules=rules)
    if number % 3 == 0:
        people = tuple(
            replace(person, wanted=chance.choice(document.tutors).id if chance.random() < 0.2 else "")
            for person in document.people
        )
        rules = replace(rules, tutors=TutorMode.CHOSEN, choice=chance.choice(STRENGTHS))
        document = replace(document, rules=rules, people=people)
    if number % 5 == 0:
        people = tuple(
            replace(person, sex=chance.choice(("F", "M", "")), label="Zoé « 𝒵 »\n")
            for person in document.people
        )
        document = replace(document, people=people)
    return document
