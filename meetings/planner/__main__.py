"""`python -m meetings.planner solve IN.json --out OUT.json --seconds N`: a semester from the command line.

`python -m meetings.planner compile` readies a machine, so that its first search does not wait.
"""

import argparse
import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from .compiling import compile_search
from .instance import Instance, Solution
from .outcome import Event, Outcome
from .portfolio import solve
from .reading import InvalidInstance, read_instance, read_solution


class CannotRead(Exception):
    """A file can't be used; the message is a French sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 2 something can’t be read or written."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (CannotRead, InvalidInstance) as refusal:
        print(refusal, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m meetings.planner")
    commands = parser.add_subparsers(required=True)
    ready = commands.add_parser("compile", help="compile the search for this machine, once")
    ready.set_defaults(run=_compile)
    command = commands.add_parser("solve", help="place the groups of a semester")
    command.set_defaults(run=_solve)
    command.add_argument("instance", type=Path, metavar="IN.json")
    command.add_argument("--out", type=Path, required=True, metavar="OUT.json")
    command.add_argument("--seconds", type=float, default=10)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--workers", type=int, default=2, help="1: the same seed gives the same answer")
    command.add_argument("--from", type=Path, dest="previous", metavar="PREVIOUS.json")
    command.add_argument("--pin", nargs="+", default=[], metavar="GROUP", help="groups that stay")
    command.add_argument(
        "--change-weight", type=float, default=1, help="points a session moved or a person told"
    )
    command.add_argument("--events", action="store_true", help="one JSON line per improvement")
    return parser


def _compile(options: argparse.Namespace) -> int:
    compile_search()
    return 0


def _solve(options: argparse.Namespace) -> int:
    stop = _StopRequest()
    instance = read_instance(_json(options.instance))
    previous = read_solution(_json(options.previous)) if options.previous else None
    _refuse_options(options, instance, previous)
    if not options.out.absolute().parent.is_dir():
        raise CannotRead(f"--out : le dossier « {options.out.absolute().parent} » n’existe pas.")
    outcome = solve(
        instance,
        seconds=options.seconds,
        seed=options.seed,
        workers=options.workers,
        previous=previous,
        change_weight=options.change_weight,
        pins=options.pin,
        on_event=_print_event if options.events else None,
        should_stop=stop.asked,
    )
    _write(options.out, _answer(instance, outcome))
    print(_summary(outcome), file=sys.stderr)
    return 0


class _StopRequest:
    """Ctrl-C and SIGTERM ask for the best answer so far; they never cut it short."""

    def __init__(self) -> None:
        self._asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def asked(self) -> bool:
        return self._asked


def _refuse_options(options: argparse.Namespace, instance: Instance, previous: Solution | None) -> None:
    if not 0 < options.seconds <= 86_400:
        raise CannotRead("--seconds : une durée de plus de 0 et d’au plus 86 400 secondes est attendue.")
    if not 1 <= options.workers <= 64:
        raise CannotRead("--workers : de 1 à 64.")
    if not 0 <= options.change_weight <= 1_000_000:
        raise CannotRead("--change-weight : un nombre de points de 0 à 1 000 000 est attendu.")
    known = {group.id for group in instance.groups}
    for pin in options.pin:
        if pin not in known:
            raise CannotRead(f"--pin : le groupe « {pin} » n’est pas dans l’instance.")
        if previous is None or previous.of(pin) is None:
            raise CannotRead(f"--pin : le groupe « {pin} » n’a pas de place dans le plan donné par --from.")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotRead(f"{path} : le fichier ne peut pas être lu ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise CannotRead(f"{path} : ce n’est pas du JSON lisible ({error}).") from error


def _write(path: Path, answer: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotRead(f"{path} : le fichier ne peut pas être écrit ({error.strerror}).") from error


def _answer(instance: Instance, outcome: Outcome) -> dict[str, Any]:
    return {
        "instance": instance.name,
        "sessions": outcome.solution.to_json(),
        "cost": outcome.cost,
        "bound": outcome.bound,
        "terms": outcome.terms,
        "seconds": round(outcome.seconds, 3),
        "change": outcome.change,
        "moved": list(outcome.moved),
        "told": outcome.told,
        "unplaced": [left_out.to_json() for left_out in outcome.unplaced],
        "conflict": outcome.conflict.to_json() if outcome.conflict else None,
    }


def _print_event(event: Event) -> None:
    print(json.dumps(event.to_json()), flush=True)


def _summary(outcome: Outcome) -> str:
    text = f"Coût {outcome.cost:g}, borne prouvée {outcome.bound:g}, {outcome.seconds:.1f} s."
    if outcome.moved:
        text += f" {len(outcome.moved)} séance(s) déplacée(s), {outcome.told} personne(s) à prévenir."
    if outcome.unplaced:
        text += f" Sans place : {', '.join(left_out.group for left_out in outcome.unplaced)}."
    return text


if __name__ == "__main__":
    sys.exit(main())
