"""A throwaway installation at the scale of profile R, and the yardstick beside it on the same server."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.services import servers

PROJECT = Path(__file__).resolve().parent.parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--workers", "2"]


class Installation:
    """Two applications, their databases and their web servers. Use it with `with`."""

    def __enter__(self) -> "Installation":
        with ExitStack() as stack:
            self.folder = Path(tempfile.mkdtemp(prefix="tutorat-bench-"))
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.database, url, bare_url = self._databases(stack)
            clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
            self.environment = clean | {
                "DJANGO_SETTINGS_MODULE": "tutorat.settings",
                "TUTORAT_DATA": str(self.folder / "data"),
                "STATIC_ROOT": str(self.folder / "static"),
                "DATABASE_URL": url,
                "DEMO": "1",
            }
            try:
                self.environment["REDIS_URL"] = stack.enter_context(servers.redis())
            except servers.ServerMissing as missing:
                print(f"Without Redis: {missing}")
            self.bare_environment = clean | {
                "DJANGO_SETTINGS_MODULE": "tests.bench.bare_settings",
                "DATABASE_URL": bare_url,
            }
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stack.close()

    def _databases(self, stack: ExitStack) -> tuple[str, str, str]:
        try:
            url = stack.enter_context(servers.postgresql())
        except servers.ServerMissing as missing:
            print(f"On SQLite: {missing}")
            return (
                "SQLite",
                f"sqlite:///{self.folder}/tutorat.sqlite3",
                f"sqlite:///{self.folder}/bare.sqlite3",
            )
        bare_url = url.rsplit("/", 1)[0] + "/bare"
        psql = servers.postgresql_binaries() / "psql"
        subprocess.run([psql, url, "-qc", "CREATE DATABASE bare"], check=True)
        return "PostgreSQL", url, bare_url

    def python(self, module: str, *arguments: str, bare: bool = False, **variables: str) -> str:
        """Run `python -m module` in the installation (or the yardstick); return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env=(self.bare_environment if bare else self.environment) | variables,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {' '.join(arguments)} failed:\n{done.stdout[-2000:]}")
        return done.stdout

    def fill(self, profile: str) -> str:
        """Make tables, static files and the demo faculty; return the session key of the yardstick."""
        self.python("manage", "migrate", "--verbosity", "0")
        self.python("manage", "collectstatic", "--noinput", "--verbosity", "0")
        self.python("manage", "demo", "--profile", profile)
        return self.python("tests.bench.bare_prepare", bare=True).strip()

    @contextmanager
    def serving(self) -> Iterator[tuple[int, int]]:
        """Run gunicorn twice, same settings; yield the ports of Tutorat and of the yardstick."""
        applications = [
            ("tutorat.wsgi", self.environment),
            ("django.core.wsgi:get_wsgi_application()", self.bare_environment),
        ]
        with ExitStack() as stack:
            ports = []
            for application, environment in applications:
                port = servers.free_port()
                log = self.folder / f"{port}.log"
                with log.open("w") as output:
                    process = subprocess.Popen(
                        [*GUNICORN, "--bind", f"127.0.0.1:{port}", application],
                        cwd=PROJECT,
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=output,
                        start_new_session=True,
                        preexec_fn=servers.die_with_parent,
                    )
                stack.callback(servers.stop, process)
                servers.wait_until(lambda port=port: servers.answers(port), process, log)
                ports.append(port)
            time.sleep(1)
            yield ports[0], ports[1]

    def load(self, port: int, path: str, cookie: str, *, clients: int, seconds: float) -> dict:
        """Ask for one address as often as it goes, from another process; return the measurements."""
        arguments = (str(port), path, cookie, str(clients), str(seconds))
        return json.loads(self.python("tests.bench.load", *arguments))
