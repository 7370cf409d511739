"""Run one of the project's own tools, `python -m MODULE ARGUMENTS…`, in its environment."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import environment
from scripts.check import install_missing_programs


def main(arguments: list[str]) -> None:
    """Become the tool; when its environment cannot be made, say why and exit with 1."""
    try:
        environment.ensure("requirements-dev.txt")
        install_missing_programs(["services", "browser"])
    except environment.CannotContinue as problem:
        sys.exit(str(problem))
    os.chdir(environment.PROJECT)
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", *arguments])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
