"""Where the browser of the browser tests is."""

import shutil

MISSING = "Chromium is not installed: apt-get install -y chromium"


def path() -> str | None:
    """The system's Chromium, or None where there is none (say MISSING then)."""
    return shutil.which("chromium")
