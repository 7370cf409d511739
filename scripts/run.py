"""`make run`: the whole application on this machine, with the demo faculty the first time.

Runs with the system's Python; makes the environment first, so: standard library only.
"""

import errno
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import environment
from scripts.environment import PROJECT, PYTHON, CannotContinue
from scripts.processes import Company, Stopped, stop_on_signals

READY_SECONDS = 60
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
WORKER_OPTIONS = ["--concurrency", "2", "--loglevel", "INFO", *ALONE]


def main() -> int:
    """Run until Ctrl-C; return 0, or 1 after a sentence on what went wrong."""
    stop_on_signals()
    port = os.environ.get("PORT", "8000")
    try:
        check_port(port)
        environment.ensure("requirements.txt")
        variables = os.environ | {
            "DEMO": os.environ.get("DEMO", "1"),
            "PORT": port,
            "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://localhost:{port}"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }
        prepare(variables)
        serve(port, variables)
    except CannotContinue as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except Stopped:
        print("\nTutorat est arrêté.")
    return 0


def check_port(port: str) -> None:
    """Raise CannotContinue when `port` is no port number, or is taken."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise CannotContinue(f"PORT doit être un nombre entre 1 et 65535, pas « {port} ».")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            why = (
                "est déjà pris"
                if error.errno == errno.EADDRINUSE
                else f"n’est pas utilisable ({error.strerror})"
            )
            raise CannotContinue(
                f"Le port {port} {why}. Choisissez-en un autre, par exemple : make run PORT={int(port) + 1}"
            ) from error


def prepare(variables: dict[str, str]) -> None:
    """Bring the database, the static files and the demo up to date (scripts/prepare.py)."""
    done = subprocess.run([PYTHON, "-m", "scripts.prepare"], cwd=PROJECT, env=variables, check=False)
    if done.returncode:
        raise CannotContinue("La préparation a échoué ; la raison est écrite ci-dessus.")


def serve(port: str, variables: dict[str, str]) -> None:
    """Start web, worker and beat, say where they are, and stay until one ends or a signal comes."""
    celery = [str(PYTHON), "-m", "celery", "--quiet", "-A", "tutorat"]
    with Company(PROJECT) as company:
        gunicorn = [str(PYTHON), "-m", "gunicorn", "--config", "deploy/gunicorn.py", "tutorat.wsgi"]
        company.start("web", [*gunicorn, "--bind", f"127.0.0.1:{port}", "--workers", "2"], variables)
        company.start("worker", [*celery, "worker", *WORKER_OPTIONS], variables)
        company.start("beat", [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"], variables)
        wait_for_answer(port, company)
        compile_the_planner(variables)
        print(f"\nTutorat est prêt : {variables['PUBLIC_URL']}\nPour tout arrêter : Ctrl-C.\n", flush=True)
        raise CannotContinue(f"Le processus « {company.wait()} » s’est arrêté ; tout est arrêté avec lui.")


def compile_the_planner(variables: dict[str, str]) -> None:
    """Ready the planner's search behind the scenes: the first one somebody asks for then does not wait."""
    subprocess.Popen(
        ["nice", str(PYTHON), "-m", "meetings.planner", "compile"],
        cwd=PROJECT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for_answer(port: str, company: Company) -> None:
    """Wait until the sign-in page answers."""
    deadline = time.monotonic() + READY_SECONDS
    while company.ended() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise CannotContinue("Le serveur n’a pas démarré ; la raison est écrite ci-dessus.")


if __name__ == "__main__":
    sys.exit(main())
