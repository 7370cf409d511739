"""Throwaway PostgreSQL and Redis servers: free port, temporary folder, gone with the `with` block.

Standard library only: the commands of the Makefile use them before anything is installed.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
INITDB_OPTIONS = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
NOTHING_ON_DISK = ["--save", "", "--appendonly", "no"]
PR_SET_PDEATHSIG = 1


class ServerMissing(Exception):
    """The program is not installed here; the message says which and how to get it on Debian."""


class ServerFailed(Exception):
    """The program is there but did not start; the message holds its log."""


def die_with_parent() -> None:
    """Ask Linux to end this child when its parent dies, whatever the way (call as `preexec_fn`)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Tell whether somebody listens on this loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], process: subprocess.Popen, log: Path) -> None:
    """Wait for `condition`, at most START_SECONDS; raise ServerFailed when the process ends before."""
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerFailed(log.read_text(errors="replace")[-4000:])
        time.sleep(0.05)


def stop(process: subprocess.Popen, stop_signal: int = signal.SIGTERM, seconds: float = 10) -> None:
    """End a process started with `start_new_session`, and whatever it started."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def postgresql_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged() -> dict:
    """Return the Popen arguments that make a child run as somebody else than root, if we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise ServerMissing("PostgreSQL refuses to run as root, and there is no account postgres or nobody")


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL server; yield the DATABASE_URL of an empty database on it."""
    binaries = postgresql_binaries()
    if binaries is None:
        raise ServerMissing("PostgreSQL is not installed (on Debian: apt-get install postgresql)")
    account = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="tutorat-postgresql-"))
    try:
        if account:
            os.chown(folder, account["user"], account["group"])
        initdb = subprocess.run(
            [binaries / "initdb", "-D", folder / "data", "-U", "tutorat", *INITDB_OPTIONS],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **account,
        )
        if initdb.returncode:
            raise ServerFailed(initdb.stderr)
        port, log = free_port(), folder / "log"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 100,
        }
        with log.open("w") as output:
            process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(folder / "data")]
                + [part for name, value in settings.items() for part in ("-c", f"{name}={value}")],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,
                **account,
            )
        try:
            wait_until(lambda: "ready to accept connections" in log.read_text(), process, log)
            yield f"postgres://tutorat@127.0.0.1:{port}/postgres"
        finally:
            stop(process, signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """Run a Redis server that keeps nothing on disk; yield its URL (database 0)."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("Redis is not installed (on Debian: apt-get install redis-server)")
    folder = Path(tempfile.mkdtemp(prefix="tutorat-redis-"))
    try:
        port, log = free_port(), folder / "log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [program, "--port", str(port), "--bind", "127.0.0.1", "--databases", "64", *NOTHING_ON_DISK],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        try:
            wait_until(lambda: answers(port), process, log)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
