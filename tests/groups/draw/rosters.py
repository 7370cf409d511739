"""Rosters to draw from, as the tests and the figures need them."""

import random

from groups.draw import (
    Document,
    Person,
    Rules,
    Secret,
    Source,
    SourceKind,
    Strength,
    Tutor,
)

DEPARTMENTS = ("18", "28", "36", "37", "41", "45")
BEACON = Source(kind=SourceKind.DRAND, name="quicknet", reference="24356000")
VALUE = "9f" * 32

EVERY_RULE = Rules(
    apart=Strength.HARD,
    together=Strength.HARD,
    balance=Strength.HARD,
    spread=Strength.HARD,
    links=Strength.HARD,
    choice=Strength.HARD,
)


def roster(
    count: int = 142,
    tutors: int = 25,
    *,
    rules: Rules = EVERY_RULE,
    apart: int = 10,
    together: int = 3,
    links: int = 20,
    number: int = 1,
    **more,
) -> Document:
    """A made-up cohort, the same for the same arguments; pairs kept apart and together never share
    anybody."""
    chance = random.Random(number)
    people = [
        Person(
            f"i{each:04d}",
            sex=chance.choices("FM", (56, 44))[0],
            department=chance.choices(DEPARTMENTS, (2, 3, 2, 6, 3, 5))[0],
        )
        for each in range(count)
    ]
    paired = chance.sample([person.id for person in people], 2 * (apart + together))
    pairs = list(zip(paired[::2], paired[1::2], strict=True))
    offers = [Tutor(f"t{each:04d}", places=2, held=chance.randrange(3)) for each in range(tutors)]
    secrets = [Secret("apart", *pair, salt=f"{chance.getrandbits(128):032x}") for pair in pairs[:apart]]
    secrets += [
        Secret("link", chance.choice(people).id, chance.choice(offers).id, f"{chance.getrandbits(128):032x}")
        for _ in range(links)
    ]
    return Document(
        cohort="2026",
        people=tuple(people),
        tutors=tuple(offers),
        rules=rules,
        source=BEACON,
        together=tuple(pairs[apart:]),
        secrets=tuple(secrets),
        **more,
    )
