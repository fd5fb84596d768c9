"""Make the environment that a command needs: `python3 -m fas_press.environment requirements.txt`.

Runs before anything is installed, so it needs nothing but Python. What is already there is left alone.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"


def main(lock: Path) -> str | None:
    """Install exactly what the lock names; a sentence if that cannot be done."""
    # Nothing has checked the machine's own Python before this line.
    if sys.version_info < (3, 11):  # noqa: UP036
        return "fas_press needs Python 3.11 or newer. Name one with: make PYTHON=/path/to/python3.11 ..."
    stamp = VENV / f"{lock.name}.installed"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return None
    if not PYTHON.exists():
        if importlib.util.find_spec("ensurepip") is None:
            return "Python cannot make an environment yet. First: apt-get install -y python3-venv"
        _say("Making the environment in .venv")
        if not _run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            return "The environment in .venv could not be made; the lines above say why."
    _say(f"Installing what {lock} names; once, for a minute or two")
    if not any(_run(command) for command in _installers(lock)):
        return f"The packages of {lock} could not be installed; the lines above say why."
    stamp.write_text(wanted)
    return None


def _installers(lock: Path) -> list[list[str]]:
    exactly = ["--require-hashes", "-r", str(lock)]
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", *exactly]
    uv = shutil.which("uv")
    if uv is None:
        return [pip]
    # Many times quicker where somebody has it; pip is always there.
    return [[uv, "pip", "install", "-q", "--python", str(PYTHON), *exactly], pip]


def _run(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
