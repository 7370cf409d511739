from dataclasses import replace

import pytest

from groups.draw import Contradictory, Rules, Secret, TutorMode, check, prepare
from groups.draw.problems import Problem
from tests.groups.draw.rosters import EVERY_RULE, roster

PLAIN = roster(20, 6, rules=replace(EVERY_RULE, balance="off", spread="off"), apart=0, together=0, links=0)
IDS = [person.id for person in PLAIN.people]


def secret(kind, first, second):
    return Secret(kind, first, second, "00" * 16)


def sentences(document):
    return [each.sentence for each in check(document)]


def test_a_start_is_a_valid_partition():
    document = prepare(roster())
    problem = Problem(document)
    assert problem.fits(problem.arrangement(document.start)) == (True, True)


def test_nobody_and_too_few_places():
    assert sentences(replace(PLAIN, people=())) == ["Il n’y a personne à répartir."]
    assert "il manque 2\u00a0places" in sentences(replace(PLAIN, tutors=PLAIN.tutors[:1]))[0]


def test_seven_interns_make_no_groups_of_four():
    assert "des groupes de 3" in sentences(replace(PLAIN, people=PLAIN.people[:7]))[0]


def test_a_pair_kept_together_through_another_and_apart():
    document = replace(
        PLAIN,
        together=((IDS[0], IDS[1]), (IDS[1], IDS[2]), (IDS[5], IDS[6])),
        secrets=(secret("apart", IDS[0], IDS[2]), secret("apart", IDS[8], IDS[9])),
    )
    assert {each.rule for each in check(document)} == {"together", "apart"}
    assert len(check(document)) == 3


def test_a_block_too_large():
    document = replace(PLAIN, together=tuple((IDS[0], IDS[each]) for each in range(1, 6)))
    assert "les groupes ont 5 internes au plus" in sentences(document)[0]


def test_more_people_apart_than_groups():
    pairs = [secret("apart", IDS[a], IDS[b]) for a in range(5) for b in range(a)]
    assert "il faudrait 5\u00a0groupes, et il y en a 4" in sentences(replace(PLAIN, secrets=tuple(pairs)))[0]


def test_an_intern_tied_to_every_tutor():
    secrets = tuple(secret("link", IDS[3], tutor.id) for tutor in PLAIN.tutors)
    assert "aucun des tuteurs" in sentences(replace(PLAIN, secrets=secrets))[0]


def test_a_tutor_wanted_by_too_many_or_tied_to_who_wants_him():
    tutor = Problem(PLAIN).tutors[0]
    rules = replace(PLAIN.rules, tutors=TutorMode.CHOSEN)
    many = tuple(replace(person, wanted=tutor) for person in PLAIN.people[:11])
    crowded = replace(PLAIN, rules=rules, people=(*many, *PLAIN.people[11:]))
    assert "ne peut en accueillir que 10" in sentences(crowded)[0]
    tied = replace(crowded, people=(*many[:1], *PLAIN.people[1:]), secrets=(secret("link", IDS[0], tutor),))
    assert [each.rule for each in check(tied)] == ["choice", "links"]


def test_too_few_departments():
    people = tuple(replace(person, department="37") for person in PLAIN.people[:18])
    document = replace(
        PLAIN,
        people=(*people, *PLAIN.people[18:]),
        rules=replace(PLAIN.rules, spread="hard", departments=2),
    )
    assert "Chaque groupe doit réunir au moins 2\u00a0départements" in sentences(document)[0]


def test_what_only_the_solver_sees_is_reduced_to_what_contradicts():
    """Two couples in groups of three and two leave one place, which a fifth intern can take with neither."""
    together = ((IDS[0], IDS[1]), (IDS[2], IDS[3]))
    secrets = (
        secret("apart", IDS[0], IDS[4]),
        secret("apart", IDS[3], IDS[4]),
        secret("link", IDS[1], PLAIN.tutors[0].id),
    )
    document = replace(
        PLAIN, people=PLAIN.people[:5], together=together, secrets=secrets, rules=Rules(2, 2, 3)
    )
    found = check(document)
    assert [each.rule for each in found] == ["apart", "apart", "together", "together"]
    assert found[0].sentence == "i0000 et i0004 doivent être séparés."


def test_dropping_any_one_of_them_lifts_the_contradiction():
    document = replace(
        PLAIN,
        together=((IDS[0], IDS[1]), (IDS[1], IDS[2])),
        secrets=(secret("apart", IDS[0], IDS[2]),),
    )
    assert check(document)
    first, second = document.together
    assert not check(replace(document, together=(first,)))
    assert not check(replace(document, together=(second,)))
    assert not check(replace(document, secrets=()))
    with pytest.raises(Contradictory, match="doivent être séparés"):
        prepare(document)
