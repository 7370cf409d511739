"""The command line: answers on paper, sentences on refusals, and the best so far when it is interrupted."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from meetings.planner.__main__ import main
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate

PROJECT = Path(__file__).resolve().parents[3]
SMALL = Path(__file__).with_name("small.json")


@pytest.fixture
def own_signals():
    kept = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in kept:
        signal.signal(number, handler)


def test_readies_a_machine():
    assert main(["compile"]) == 0


def test_answers_in_the_format(tmp_path, capsys, own_signals):
    out = tmp_path / "out.json"
    arguments = ["solve", str(SMALL), "--out", str(out), "--seconds", "0.3", "--workers", "1", "--events"]
    assert main(arguments) == 0
    answer = json.loads(out.read_text())
    hard, soft = check(json.loads(SMALL.read_text()), answer)
    assert not hard
    assert answer["cost"] == sum(soft.values())
    assert answer["bound"] <= answer["cost"]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"cost", "bound", "seconds"} <= set(lines[0])
    pinned = [*arguments, "--from", str(out), "--pin", "G0", "--change-weight", "2"]
    assert main(pinned) == 0
    again = json.loads(out.read_text())
    assert again["moved"] == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "ce n’est pas du JSON lisible"),
        ("[" * 100_000, "ce n’est pas du JSON lisible"),
        ("[]", "instance : un objet est attendu"),
        ("{}", "grid.slots_per_day : un nombre entier est attendu"),
        ('{"grid": {"slots_per_day": 1e999}}', "grid.slots_per_day : un nombre entier est attendu"),
    ],
)
def test_says_what_can_not_be_read(tmp_path, capsys, own_signals, content, sentence):
    source = tmp_path / "in.json"
    source.write_text(content)
    assert main(["solve", str(source), "--out", str(tmp_path / "out.json")]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--pin", "G9"], "--pin : le groupe « G9 » n’est pas dans l’instance."),
        (["--pin", "G0"], "--pin : le groupe « G0 » n’a pas de place"),
        (["--seconds", "0"], "--seconds : une durée"),
        (["--seconds", "nan"], "--seconds : une durée"),
        (["--from", "nulle-part.json"], "nulle-part.json : le fichier ne peut pas être lu"),
    ],
)
def test_says_which_option_is_wrong(tmp_path, capsys, own_signals, options, sentence):
    assert main(["solve", str(SMALL), "--out", str(tmp_path / "out.json"), *options]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_writes_the_best_so_far(tmp_path, number):
    data = generate("S", 2)[0]
    source, out = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(data))
    command = [sys.executable, "-m", "meetings.planner", "solve", str(source), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--seconds", "600", "--events"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
    )
    assert process.stdout is not None
    process.stdout.readline()
    began = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert time.monotonic() - began < 30
    hard, _ = check(data, json.loads(out.read_text()))
    assert not hard
