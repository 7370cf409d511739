from groups.draw import Attempt, draw, minutes, prepare, seed_from, verify
from tests.groups.draw.rosters import VALUE, roster


def drawn(document, value=VALUE):
    document = prepare(document)
    return document, draw(document, seed_from(document.source, [value]))


def test_every_intern_is_in_one_group_and_every_hard_rule_holds():
    document, result = drawn(roster())
    everybody = sorted(person for group in result.groups for person in group.interns)
    assert everybody == [person.id for person in document.people]
    assert [len(group.interns) for group in result.groups] == document.sizes()
    assert all(each.done == each.of for each in result.satisfied)
    assert result.method == "rejection"


def test_the_same_document_and_seed_give_the_same_groups():
    assert drawn(roster())[1] == drawn(roster())[1]
    assert drawn(roster())[1] != drawn(roster(), "8e" * 32)[1]


def test_minutes_hold_with_and_without_the_confidential_requests():
    document, result = drawn(roster())
    for full in (True, False):
        verdict = verify(minutes([Attempt(document, (VALUE,), result)], full=full))
        assert verdict.ok, verdict.sentence
