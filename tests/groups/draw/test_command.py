import io
import json

import pytest
from django.core.management import CommandError, call_command

from groups.draw import prepare, verify
from tests.groups.draw.rosters import VALUE, roster


@pytest.fixture
def document(tmp_path):
    prepared = prepare(roster(20, 6, apart=2, together=1, links=2))
    file = tmp_path / "document.json"
    file.write_text(json.dumps({"document": prepared.published(), "openings": prepared.openings()}))
    return file


def run(document, *more, seed=VALUE):
    out = io.StringIO()
    minutes = document.with_name("minutes.json")
    call_command("draw_groups", "--document", document, "--seed", seed, "--out", minutes, *more, stdout=out)
    return out.getvalue(), minutes.read_bytes()


def test_it_writes_minutes_that_hold(document):
    said, minutes = run(document)
    assert said.startswith("4\u00a0groupes tirés. Le résultat découle")
    assert verify(minutes).ok
    assert b"openings" in minutes
    assert b"openings" not in run(document, "--public")[1]


def test_it_says_what_is_wrong(document, tmp_path):
    with pytest.raises(CommandError, match="64 chiffres"):
        run(document, seed="42")
    plain = json.loads(document.read_text())["document"]
    document.write_text(json.dumps(plain))
    with pytest.raises(CommandError, match="demandes confidentielles"):
        run(document)
    document.write_text(json.dumps({**plain, "people": plain["people"][::-1]}))
    with pytest.raises(CommandError, match="forme scellée"):
        run(document)
    document.write_text("{")
    with pytest.raises(CommandError, match="pas du JSON"):
        run(document)
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        run(tmp_path / "none.json")
