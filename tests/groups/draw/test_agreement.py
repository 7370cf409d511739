"""The program that draws, verify_draw.py and the browser, written apart from one specification, agree."""

from base64 import b64encode
from collections import Counter
from pathlib import Path

import pytest

from groups.draw import Method, verify, written
from tests.groups.draw.samples import samples

SCRIPT = Path("static/js/verify_draw.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made():
    return list(samples(120))


def test_the_verifier_draws_the_same_groups_by_every_method(made):
    methods = Counter(method for method, _ in made)
    assert set(methods) == set(Method)
    assert len(made) > 150
    for _, each in made:
        verdict = verify(each)
        assert verdict.ok, verdict.sentence


def test_the_browser_draws_the_same_groups_and_says_the_same(made, page):
    page.goto("about:blank")
    page.add_script_tag(content=f"{SCRIPT}; globalThis.verify = verify;", type="module")
    page.wait_for_function("globalThis.verify")
    some = [each for _, each in made[::3]]
    assert in_browser(page, [written(each) for each in some]) == [
        {"ok": verdict.ok, "sentence": verdict.sentence} for verdict in map(verify, some)
    ]
    data = written(some[0])
    places = range(5, len(data), len(data) // 40)
    changed = [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in places]
    assert not any(verdict["ok"] for verdict in in_browser(page, changed))


def in_browser(page, files):
    return page.evaluate(
        "files => files.map((file) => verify(Uint8Array.from(atob(file), (each) => each.charCodeAt(0))))",
        [b64encode(file).decode() for file in files],
    )
