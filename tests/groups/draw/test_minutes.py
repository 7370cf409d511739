import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from groups.draw import (
    Attempt,
    Rules,
    Source,
    SourceKind,
    Strength,
    Swap,
    Witness,
    draw,
    minutes,
    prepare,
    seal,
    seed_from,
    verify,
    witness_hash,
    witness_value,
    written,
)
from groups.draw.canonical import sha256
from tests.groups.draw.rosters import VALUE, roster

VERIFIER = Path("groups/draw/verify_draw.py")
SMALL = Rules(3, 4, 5, balance=Strength.PREFERRED, spread=Strength.HARD, departments=2, candidates=3)


def attempt(document, value=VALUE):
    document = prepare(document)
    return Attempt(document, (value,), draw(document, seed_from(document.source, [value])))


@pytest.fixture(scope="module")
def twice():
    """Minutes of a draw that was drawn again, with one swap."""
    first = attempt(roster(14, 5, rules=SMALL, apart=2, together=1, links=3))
    again = replace(first.document, attempt=2, reason="Un interne oublié", previous=seal(first.document))
    second = attempt(again, "4d" * 32)
    one, other = second.result.groups[0].interns[0], second.result.groups[1].interns[0]
    return minutes([first, second], swaps=[Swap(one, other, "Même terrain")], present=["Dr N."], full=True)


def test_every_attempt_and_swap_stays_and_holds(twice):
    verdict = verify(twice)
    assert verdict.ok, verdict.sentence
    assert "2 tirages" in verdict.sentence
    assert "échanges à la main : 1" in verdict.sentence


def test_an_attempt_cannot_be_forgotten(twice):
    assert not verify(hashed({**twice, "attempts": twice["attempts"][1:]})).ok


@pytest.fixture(scope="module")
def reopened():
    """Minutes of a draw whose first document was given up before its seed."""
    first = Attempt(prepare(roster(14, 5, rules=SMALL, apart=2, together=1, links=3)))
    again = replace(first.document, attempt=2, reason="Un interne oublié", previous=seal(first.document))
    return minutes([first, attempt(again)], full=True)


def test_a_document_given_up_before_its_seed_stays_and_its_seal_is_checked(reopened):
    verdict = verify(reopened)
    assert verdict.ok, verdict.sentence
    assert "abandonnés avant la graine : 1" in verdict.sentence
    assert "tirages" not in verdict.sentence


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "00" * 32},
        {"values": [VALUE]},
        {"drawn_at": "2026-11-27T10:00:00+01:00"},
        {"seal": "00" * 32},
        {"result": {"groups": [], "candidates": [], "chosen": 0, "satisfied": []}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nothing_of_a_document_given_up_can_be_changed(reopened, change):
    first, last = reopened["attempts"]
    assert not verify(hashed({**reopened, "attempts": [{**first, **change}, last]})).ok


def test_minutes_end_with_a_draw(reopened):
    first, _ = reopened["attempts"]
    assert "n’est pas tiré" in verify(hashed({**reopened, "attempts": [first]})).sentence
    with pytest.raises(ValueError, match="not drawn"):
        minutes([Attempt(prepare(roster(14, 5, rules=SMALL, apart=2, together=1, links=3)))])


def test_public_minutes_show_no_confidential_request():
    made = attempt(roster(14, 5, rules=SMALL, apart=2, together=0, links=3))
    public = minutes([made])
    assert "openings" not in public["attempts"][0]
    for secret in made.document.secrets:
        assert secret.salt not in written(public).decode()
    verdict = verify(public)
    assert verdict.ok
    assert "restent scellées" in verdict.sentence


def test_the_file_and_its_bytes_give_one_line_and_a_status(twice, tmp_path):
    file = tmp_path / "minutes.json"
    file.write_bytes(written(twice))
    seal = twice["attempts"][-1]["seal"]
    assert run(file).stdout.startswith("OK. Le résultat découle")
    assert run(file, "--seal", seal).returncode == 0
    other = run(file, "--seal", "00" * 32)
    assert (other.returncode, other.stdout.startswith("NON.")) == (1, True)
    file.write_bytes(written(twice) + b"\n")
    assert run(file).returncode == 1


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-I", VERIFIER, *arguments], capture_output=True, text=True, check=False
    )


def test_no_changed_byte_is_accepted(twice):
    chance = random.Random(4)
    data = written(twice)
    for _ in range(150):
        place = chance.randrange(len(data))
        changed = bytearray(data)
        changed[place] = chance.choice([each for each in range(256) if each != data[place]])
        assert not verify(bytes(changed)).ok


def test_no_change_is_accepted_even_with_a_new_hash_and_a_new_seal(twice):
    chance = random.Random(5)
    for _ in range(60):
        changed = mutated(twice, chance)
        assert not verify(changed).ok


def mutated(plain, chance):
    """The minutes with one value of roster, rules, seed or result changed, then hashed and sealed again."""
    changed = json.loads(json.dumps(plain))
    record = chance.choice(changed["attempts"])
    holder = record
    while True:
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        if key in ("sealed_at", "drawn_at", "seal"):
            continue
        value = holder[key]
        if isinstance(value, dict | list) and value:
            holder = value
            continue
        holder[key] = value + chance.choice([1, 2]) if isinstance(value, int) else f"{value}x"
        break
    if chance.random() < 0.5:
        record["seal"] = sha256(record["document"])
    return hashed(changed)


def hashed(plain):
    rest = {key: value for key, value in plain.items() if key != "hash"}
    return {**rest, "hash": sha256(rest)}


def test_true_is_not_one(twice):
    changed = json.loads(json.dumps(twice))
    changed["groups"][0]["number"] = True
    assert not verify(hashed(changed)).ok


def test_words_of_witnesses_are_those_they_sealed():
    words = [("marée", "0a" * 16), ("tilleul", "0b" * 16)]
    witnesses = tuple(
        Witness(name, witness_hash(*word)) for name, word in zip(("A. N.", "B. L."), words, strict=True)
    )
    source = Source(kind=SourceKind.WITNESSES, witnesses=witnesses)
    document = prepare(roster(14, 5, rules=SMALL, apart=1, together=0, links=0))
    document = prepare(replace(document, source=source, start=()))
    values = tuple(witness_value(*word) for word in words)
    made = Attempt(document, values, draw(document, seed_from(source, values)))
    assert verify(minutes([made], full=True)).ok
    with pytest.raises(ValueError, match=r"Le mot de B\. L\."):
        seed_from(source, (values[0], witness_value("tilleuls", "0b" * 16)))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (SourceKind.DRAND, ["9F" * 32]),
        (SourceKind.DRAND, ["9f" * 31]),
        (SourceKind.LOTTERY, ["3", "17", "22", "41"]),
        (SourceKind.LOTTERY, ["3", "17", "22", "41", "045"]),
        (SourceKind.WITNESSES, ["00:mot"]),
    ],
)
def test_a_value_that_is_not_of_its_source_is_refused(kind, values):
    with pytest.raises(ValueError, match=r"\.$"):
        seed_from(Source(kind=kind), values)
