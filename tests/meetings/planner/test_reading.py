"""Whatever JSON comes in, it is read or refused with a sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.planner import InvalidInstance, read_instance, read_solution
from tests.meetings.planner.strategies import instances

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _spots(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _spots(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _spots(inner, (*path, index))


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_one_spoilt_value_is_read_or_refused_in_a_sentence(data):
    instance = data.draw(instances())
    *path, last = data.draw(st.sampled_from([spot for spot in _spots(instance) if spot]))
    owner = instance
    for key in path:
        owner = owner[key]
    owner[last] = data.draw(ANYTHING)
    try:
        read_instance(instance)
    except InvalidInstance as refusal:
        assert str(refusal).endswith(".")
        assert " : " in str(refusal)


@given(ANYTHING)
def test_anything_else_is_refused_in_a_sentence(value):
    with pytest.raises(InvalidInstance, match="attendu"):
        read_instance(value)
    with pytest.raises(InvalidInstance, match="attendu"):
        read_solution(value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "autre/2"}, "format : « tutorat-sched/1 » est attendu, pas « autre/2 »."),
        ({"rooms": [{"id": "R", "kind": "cave"}]}, "rooms[0].kind : « cave » n’est pas un type de salle"),
        ({"tutors": []}, "groups[0].tutor : « T0 » n’est pas défini dans l’instance."),
    ],
)
def test_says_where_and_what(change, sentence):
    path = Path(__file__).with_name("small.json")
    with pytest.raises(InvalidInstance) as refusal:
        read_instance(json.loads(path.read_text()) | change)
    assert str(refusal.value).startswith(sentence)
