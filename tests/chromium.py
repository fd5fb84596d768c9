"""Where the browser of the browser tests is."""

import shutil

MISSING = "Chromium is not installed: apt-get install -y chromium-headless-shell"
# Debian builds both from one source. The one without windows takes a quarter of the time.
PROGRAMS = ("chromium-headless-shell", "chromium")


def path() -> str | None:
    """The system's Chromium, or None where there is none (say MISSING then)."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)
