"""Measure the draw, print its figures, keep them in test-results/bench-draw.json.

python -m tests.bench.draw [--draws 20000] [--mutations 10000]
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from groups.draw import (
    Attempt,
    Document,
    Event,
    EventKind,
    Rules,
    State,
    Strength,
    Swap,
    TutorMode,
    draw,
    minutes,
    prepare,
    repairs,
    seal,
    seed_from,
    verify,
    written,
)
from tests.bench.installation import PROJECT
from tests.groups.draw.chi_square import p_value
from tests.groups.draw.rosters import EVERY_RULE, VALUE, roster
from tests.groups.draw.small import OPEN, STRICT, partitions
from tests.groups.draw.test_minutes import mutated

RESULTS = PROJECT / "test-results" / "bench-draw.json"
OF_29 = replace(EVERY_RULE, maximum=5)


def measured(function: Callable[[], Any]) -> tuple[Any, float]:
    """What it returns, and the seconds of processor it took."""
    start = time.process_time()
    result = function()
    return result, time.process_time() - start


def one_draw() -> dict[str, Any]:
    """142 interns, 29 groups, every kind of rule hard, 10 pairs kept apart; then with wanted tutors."""
    document, preparing = measured(lambda: prepare(roster(rules=OF_29)))
    seeds = [f"{number:064x}" for number in range(50)]
    drawn = [measured(lambda seed=seed: draw(document, seed)) for seed in seeds]
    wishing = _with_wishes(roster(rules=OF_29), 8)
    wished, chain = measured(lambda: draw(wishing, seeds[0]))
    return {
        "groups": len(drawn[0][0].groups),
        "prepare": preparing,
        "median seconds": statistics.median(seconds for _, seconds in drawn),
        "longest seconds": max(seconds for _, seconds in drawn),
        "median shuffles": statistics.median(result.attempts for result, _ in drawn),
        "methods": sorted({result.method for result, _ in drawn}),
        "with 8 wishes": {"seconds": chain, "method": wished.method},
    }


def _with_wishes(document: Document, wishes: int) -> Document:
    tutors = random.Random(2).sample([tutor.id for tutor in document.tutors], wishes)
    people = [
        replace(person, wanted=tutors[rank] if rank < wishes else "")
        for rank, person in enumerate(document.people)
    ]
    rules = replace(document.rules, tutors=TutorMode.CHOSEN)
    return prepare(replace(document, people=tuple(people), rules=rules))


def uniformity(draws: int) -> dict[str, Any]:
    """p-values of the chi-square over all valid partitions of small rosters."""
    chain = replace(STRICT, rules=replace(STRICT.rules, tries=1, states=1000))
    cases = {"no constraint": OPEN, "all constraints": STRICT, "all constraints, by the chain": chain}
    found = {}
    for name, case in cases.items():
        document = prepare(case)
        results = (draw(document, seal(document)[:32] + f"{number:032x}") for number in range(draws))
        counts = Counter(
            result.groups for result in results if case is not chain or result.method == "markov"
        )
        valid = partitions(document)
        found[name] = {
            "partitions": len(valid),
            "draws": counts.total(),
            "outside": len(set(counts) - set(valid)),
            "p": p_value([counts[each] for each in valid]),
        }
    return found


def large() -> dict[str, Any]:
    """5,000 interns, every kind of rule hard; in a process of its own, for its memory."""
    program = "import json; from tests.bench import draw; print(json.dumps(draw.large_here()))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def large_here() -> dict[str, Any]:
    given = roster(5000, 700, apart=300, together=40, links=900)
    document, preparing = measured(lambda: prepare(given))
    result, drawing = measured(lambda: draw(document, seed_from(document.source, [VALUE])))
    record = written(minutes([Attempt(document, (VALUE,), result)], full=True))
    verdict, verifying = measured(lambda: verify(record))
    light = replace(given, rules=replace(EVERY_RULE, spread=Strength.OFF))
    light_result, light_seconds = measured(lambda: draw(prepare(light), seal(document)))
    return {
        "prepare": preparing,
        "draw": drawing,
        "method": result.method,
        "verify": verifying,
        "holds": verdict.ok,
        "without the spread": {"draw": light_seconds, "method": light_result.method},
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def mutations(count: int) -> dict[str, int]:
    """Minutes with one byte changed, and with one value changed then hashed again, half of them sealed."""
    rules = Rules(3, 4, 5, balance=Strength.PREFERRED, spread=Strength.HARD, departments=2, candidates=3)
    document = prepare(roster(14, 5, rules=rules, apart=2, together=1, links=3))
    result = draw(document, seed_from(document.source, [VALUE]))
    swap = Swap(result.groups[0].interns[0], result.groups[1].interns[0], "Même terrain")
    plain = minutes([Attempt(document, (VALUE,), result)], swaps=[swap], full=True)
    data = written(plain)
    chance = random.Random(1)
    accepted = {"bytes": 0, "values": 0}
    for _ in range(count // 2):
        place = chance.randrange(len(data))
        byte = chance.choice([each for each in range(256) if each != data[place]])
        accepted["bytes"] += verify(data[:place] + bytes([byte]) + data[place + 1 :]).ok
        accepted["values"] += verify(mutated(plain, chance)).ok
    return {"tried": count // 2 * 2, "accepted, one byte changed": accepted["bytes"]} | {
        "accepted, one value changed and hashed again": accepted["values"]
    }


def minimal_repair() -> dict[str, Any]:
    """One departure in 29 groups: from a group of five, and from one of four."""
    document = prepare(roster(rules=OF_29))
    groups = draw(document, seed_from(document.source, [VALUE])).groups
    state = State(
        document.people, document.tutors, document.rules, groups, document.together, document.secrets
    )
    people = {person.id: person for person in document.people}
    found = {}
    for group in (groups[0], groups[-1]):
        event = Event(EventKind.DEPARTURE, people[group.interns[0]])
        plans, seconds = measured(lambda event=event: repairs(state, event))
        found[f"from a group of {len(group.interns)}"] = {
            "moved": plans[0].cost.moved,
            "equal repairs": len(plans),
            "seconds": seconds,
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=20_000)
    parser.add_argument("--mutations", type=int, default=10_000)
    options = parser.parse_args()
    figures = {
        "142 interns": one_draw(),
        "repair": minimal_repair(),
        "5,000 interns": large(),
        "uniformity": uniformity(options.draws),
        "mutations": mutations(options.mutations),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
