"""Make `.venv` and install what the project needs, once per version of the requirements files.

Runs with the system's Python, before anything is installed: standard library only.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class CannotContinue(Exception):
    """Something has to be done by a person first; the message says what."""


def ensure(requirements: str) -> None:
    """Bring `.venv` up to date with a requirements file ("requirements.txt" or "requirements-dev.txt").

    Returns at once when it already is. Raises CannotContinue with a sentence when it can't be done.
    """
    if sys.version_info < OLDEST:
        raise CannotContinue(
            f"Tutorat demande Python {'.'.join(map(str, OLDEST))} ou plus récent ; "
            f"« {sys.executable} » est un Python {sys.version.split()[0]}. "
            "Indiquez-en un autre : make run PYTHON=/chemin/vers/python3.12"
        )
    if VENV.exists() and not _works():
        shutil.rmtree(VENV)
    if not VENV.exists():
        _create()
    stamp = VENV / f"installed-{requirements}"
    wanted = _fingerprint(requirements)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installation de {requirements} (une seule fois)…", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-r", requirements], cwd=PROJECT, check=False).returncode:
        raise CannotContinue(f"L’installation de {requirements} a échoué ; la raison est écrite ci-dessus.")
    for name in {requirements, "requirements.txt"}:
        (VENV / f"installed-{name}").write_text(_fingerprint(name))


def _works() -> bool:
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _fingerprint(requirements: str) -> str:
    names = {requirements, "requirements.txt"}
    return hashlib.sha256(b"".join((PROJECT / name).read_bytes() for name in sorted(names))).hexdigest()


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        _install_venv_module()
    print("Création de l’environnement .venv…", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotContinue("L’environnement .venv n’a pas pu être créé ; la raison est écrite ci-dessus.")


def _install_venv_module() -> None:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    sentence = f"Le module venv de Python manque. Sur Debian ou Ubuntu : apt-get install {package}"
    try:
        installed = install_debian_packages([package])
    except CannotContinue as error:
        raise CannotContinue(sentence) from error
    if not installed:
        raise CannotContinue(sentence)


def install_debian_packages(packages: list[str]) -> bool:
    """Install Debian packages; return False where that is impossible (no apt-get, or not root)."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    print(f"Installation des paquets Debian : {' '.join(packages)}…", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotContinue(f"apt-get {command[0]} a échoué :\n{done.stdout[-2000:]}")
    return True
