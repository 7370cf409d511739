"""Measure the planner beside a careful first-fit and FET; the figures go to test-results/bench-planner.json.

python -m tests.bench.planner [--sizes S M L XL] [--seeds 21 22 24] [--without-fet] [--without-bounds]

Every run is a fresh process of the command line, as anybody would start it; its answer is judged by the
format's own checker. "Best known" is the least cost any run of ours has met, kept in best_known.json.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from meetings.planner import evaluate, read_instance
from meetings.planner.first_fit import fill
from meetings.planner.schedule import Schedule
from meetings.planner.tables import Tables
from tests.bench import fet
from tests.bench.installation import PROJECT
from tests.meetings.planner.format.checker import check
from tests.meetings.planner.format.generator import generate

RESULTS = PROJECT / "test-results" / "bench-planner.json"
BEST_KNOWN = Path(__file__).with_name("best_known.json")


@dataclass(frozen=True)
class Goal:
    """What one size has to reach; `proof_seconds` is how long the bound may take."""

    first: float
    seconds: int
    best_known: float
    fet: float | None
    proof_seconds: int | None
    gap: float | None
    megabytes: int


GOALS = {
    "S": Goal(0.5, 5, 1.00, 0.75, 60, 0.0, 300),
    "M": Goal(1, 10, 1.03, 0.65, 120, 0.10, 500),
    "L": Goal(5, 60, 1.05, 0.65, None, None, 1_000),
    "XL": Goal(60, 300, 1.08, None, None, None, 3_000),
}


@dataclass
class Run:
    """One command-line solve, judged."""

    cost: float
    bound: float
    first: float
    megabytes: float
    violations: int


@dataclass
class Measured:
    name: str
    run: Run
    first_fit: float
    first_fit_left_out: int
    fet: float | None
    proof: Run | None
    best_known: float = 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", default=list(GOALS), choices=list(GOALS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[21, 22, 24])
    parser.add_argument("--without-fet", action="store_true")
    parser.add_argument("--without-bounds", action="store_true")
    options = parser.parse_args()
    with_fet = not options.without_fet and fet.available()
    warm_up()
    measured = []
    for size in options.sizes:
        for seed in options.seeds:
            one = measure(size, seed, with_fet=with_fet, with_bounds=not options.without_bounds)
            print(json.dumps(asdict(one)), flush=True)
            measured.append(one)
    remember(measured)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(one) for one in measured], indent=1) + "\n")
    print(table(measured, options.sizes))


def warm_up() -> None:
    """Compile what a first run compiles, so that no figure holds it."""
    command_line(generate("S", 1)[0], 1)


def measure(size: str, seed: int, *, with_fet: bool, with_bounds: bool) -> Measured:
    goal, data = GOALS[size], generate(size, seed)[0]
    instance = read_instance(data)
    schedule = Schedule(Tables(instance))
    fill(schedule)
    by_hand = evaluate(instance, schedule.tables.solution(schedule.places))
    timetable = fet.solve(instance, goal.seconds) if with_fet and goal.fet else None
    return Measured(
        name=data["name"],
        run=command_line(data, goal.seconds),
        first_fit=by_hand.cost,
        first_fit_left_out=len(instance.groups) - len(schedule.places),
        fet=evaluate(instance, timetable).cost if timetable else None,
        proof=command_line(data, goal.proof_seconds) if with_bounds and goal.proof_seconds else None,
    )


def command_line(data: dict, seconds: int) -> Run:
    """Solve in a process of its own; the first answer is timed from before it starts."""
    with tempfile.TemporaryDirectory() as folder:
        source, answer = Path(folder, "in.json"), Path(folder, "out.json")
        source.write_text(json.dumps(data))
        command = [sys.executable, "-m", "meetings.planner", "solve", str(source), "--out", str(answer)]
        began = time.monotonic()
        process = subprocess.Popen(
            [*command, "--seconds", str(seconds), "--events"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=PROJECT,
        )
        first: list[float] = []
        reader = threading.Thread(target=_time_first, args=(process, began, first))
        reader.start()
        reader.join()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        solution = json.loads(answer.read_text())
    hard, soft = check(data, solution)
    return Run(
        cost=sum(soft.values()),
        bound=solution["bound"],
        first=first[0] if first else float("inf"),
        megabytes=usage.ru_maxrss / 1024,
        violations=len(hard),
    )


def _time_first(process: subprocess.Popen, began: float, first: list[float]) -> None:
    """Note when the first answer without a hard violation comes."""
    for line in process.stdout or ():
        if not first and json.loads(line)["unplaced"] == 0:
            first.append(time.monotonic() - began)


def remember(measured: list[Measured]) -> None:
    """Keep the least cost ever met for each instance, and fill it in."""
    known = json.loads(BEST_KNOWN.read_text())
    for one in measured:
        costs = [run.cost for run in (one.run, one.proof) if run is not None and run.violations == 0]
        one.best_known = known[one.name] = min([*costs, known.get(one.name, float("inf"))])
    BEST_KNOWN.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


def gap(run: Run) -> float:
    return 100 * (1 - run.bound / run.cost)


def table(measured: list[Measured], sizes: list[str]) -> str:
    """Medians over the seeds, as Markdown."""
    rows = ["| | " + " | ".join(sizes) + " |", "|---|" + "---|" * len(sizes)]
    by_size = {size: [one for one in measured if one.name.rsplit("-", 1)[0] == size] for size in sizes}

    def row(title: str, figure) -> None:
        cells = []
        for size in sizes:
            figures = [value for one in by_size[size] if (value := figure(one)) is not None]
            cells.append(f"{statistics.median(figures):.4g}" if figures else "–")
        rows.append(f"| {title} | " + " | ".join(cells) + " |")

    row("hard violations", lambda one: one.run.violations)
    row("first answer (s)", lambda one: one.run.first)
    row("cost / best known", lambda one: one.run.cost / one.best_known)
    row("cost / first-fit", lambda one: one.run.cost / one.first_fit)
    row("cost / FET", lambda one: one.run.cost / one.fet if one.fet else None)
    row("gap in that time (%)", lambda one: 100 * (1 - one.run.bound / one.run.cost))
    row(
        "gap in 60 s (S), 120 s (M) (%)",
        lambda one: 100 * (1 - one.proof.bound / one.proof.cost) if one.proof else None,
    )
    row("memory (MB)", lambda one: max(run.megabytes for run in (one.run, one.proof) if run))
    return "\n".join(rows)


if __name__ == "__main__":
    main()
