"""`make test`: every check, in order, stopping at the first that fails.

    python3 scripts/check.py             everything
    python3 scripts/check.py lint unit   only these steps

Runs with the system's Python; makes the environment first, so: standard library only.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import environment
from scripts.environment import PROJECT, VENV, CannotContinue
from scripts.processes import Stopped, stop_on_signals
from tests.services import servers

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
BIN = VENV / "bin"
PYTEST = [str(BIN / "python"), "-m", "pytest", "-q", "-n", "2", "--maxfail", "20"]
EMBEDDED = {"DATABASE_URL": None, "REDIS_URL": None}
WITHOUT_DATABASE = ["tests/meetings/planner", "tests/groups/draw"]
"""Pure computation: run once, with `unit`."""
ROOMS = ["tutorat", "evaluations", "portfolios", "meetings", "groups", "outbox", "accounts", "design"]
PACKAGES = [*ROOMS, "database"]


class Failed(Exception):
    """A check failed; its own output says why."""


def run(command: list[str], **variables: str | None) -> None:
    """Run a command to its end; raise Failed when it does not succeed. A variable that is None is unset."""
    print("$", " ".join(command).replace(f"{PROJECT}/", ""), flush=True)
    environ = {name: value for name, value in {**os.environ, **variables}.items() if value is not None}
    process = subprocess.Popen(
        command, cwd=PROJECT, env=environ, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        if process.wait():
            raise Failed(" ".join(command).replace(f"{BIN}/", ""))
    finally:
        servers.stop(process)


def lint() -> None:
    """Style, templates, types, imports, migrations."""
    run([str(BIN / "ruff"), "check", "--output-format", "concise", "."])
    run([str(BIN / "ruff"), "format", "--check", "."])
    run([str(BIN / "djlint"), "templates", "--lint", "--quiet"])
    folder = {"TUTORAT_DATA": str(PROJECT / "test-results" / "data")}
    run([str(BIN / "mypy"), *PACKAGES, "scripts"], **folder)
    run([str(BIN / "lint-imports")])
    run([str(BIN / "python"), "manage.py", "makemigrations", "--check", "--dry-run"], **folder)


def unit() -> None:
    """The suite on SQLite."""
    run([*PYTEST, "-m", "not browser and not services"], **EMBEDDED)


def services() -> None:
    """The suite on PostgreSQL and Redis, with real workers and a real SMTP peer."""
    try:
        with servers.postgresql() as database_url, servers.redis() as redis_url:
            ignored = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
            run([*PYTEST, "-m", "not browser", *ignored], DATABASE_URL=database_url, REDIS_URL=redis_url)
    except servers.ServerMissing as missing:
        skip("the suite on PostgreSQL and Redis", str(missing))


def browser() -> None:
    """The walks in Chromium."""
    if not chromium_is_here():
        skip("the browser tests", "Chromium is not installed (on Debian: apt-get install chromium)")
        return
    run([*PYTEST, "-m", "browser"], **EMBEDDED)


STEPS: dict[str, Callable[[], None]] = {
    "lint": lint,
    "unit": unit,
    "services": services,
    "browser": browser,
}
skipped: list[str] = []


def skip(what: str, why: str) -> None:
    """Say what is left out, and why; with CI=true, fail instead."""
    if IN_CI:
        raise CannotContinue(f"{what} cannot be skipped with CI=true: {why}")
    skipped.append(f"{what}: {why}")
    print(f"SKIPPED: {skipped[-1]}", flush=True)


def chromium_is_here() -> bool:
    """Tell whether the browser tests have their browser (CHROMIUM names another one)."""
    return Path(os.environ.get("CHROMIUM", "/usr/bin/chromium")).exists()


def install_missing_programs(steps: list[str]) -> None:
    """On Debian as root, install what the steps need; elsewhere each step says what it misses."""
    missing = []
    if "services" in steps:
        missing += [] if servers.postgresql_binaries() else ["postgresql"]
        missing += [] if shutil.which("redis-server") else ["redis-server"]
    if "browser" in steps and not chromium_is_here():
        missing += ["chromium", "fonts-dejavu-core"]
    if missing:
        environment.install_debian_packages(missing)


def main(steps: list[str]) -> int:
    """Run the steps; return 0 when all passed, else 1."""
    stop_on_signals()
    began = time.monotonic()
    with contextlib.suppress(Stopped):
        try:
            environment.ensure("requirements-dev.txt")
            install_missing_programs(steps)
            for step in steps:
                heading = STEPS[step].__doc__
                print(f"\n━━ {step}: {heading} ({time.monotonic() - began:.0f} s)", flush=True)
                STEPS[step]()
        except (CannotContinue, Failed, servers.ServerFailed) as problem:
            print(f"\nFAILED after {time.monotonic() - began:.0f} s: {problem}", file=sys.stderr)
            return 1
        for line in skipped:
            print(f"SKIPPED: {line}", file=sys.stderr)
        print(f"\nAll steps passed in {time.monotonic() - began:.0f} s: {', '.join(steps)}", flush=True)
        return 0
    return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(STEPS)))
