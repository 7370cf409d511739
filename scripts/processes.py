"""Several processes run as one: prefixed logs, one stop for all, no orphan. Standard library only."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


class Stopped(BaseException):
    """SIGINT, SIGTERM or SIGHUP arrived."""


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_on_signals() -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into a Stopped exception, and ignore the next ones."""

    def handler(number: int, frame: FrameType | None) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise Stopped

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, handler)


class Company:
    """A group of processes that live and end together.

    `with Company(folder) as company:` then `company.start("web", [...], environment)`; leaving the block ends
    every process that was started, and everything they started in turn.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.members: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> "Company":
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Start a process in its own process group; each line it prints is shown after its name."""
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.members[name] = process
        threading.Thread(target=self._show, args=(name, process), daemon=True).start()

    def _show(self, name: str, process: subprocess.Popen[str]) -> None:
        with contextlib.suppress(ValueError, BrokenPipeError):
            for line in process.stdout or ():
                print(f"{name:<7}| {line}", end="", flush=True)

    def ended(self) -> str | None:
        """Return the name of a process that has ended, or None while all are alive."""
        return next((name for name, process in self.members.items() if process.poll() is not None), None)

    def wait(self) -> str:
        """Wait until one of them ends; return its name."""
        while (name := self.ended()) is None:
            time.sleep(0.3)
        return name

    def stop(self) -> None:
        """Ask all of them to end, wait STOP_SECONDS at most, then end their groups by force."""
        for process in self.members.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.members.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
