"""A migrated SQLite database, kept in `var/` from one run of the tests to the next."""

import hashlib
import sqlite3
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "var" / "test-template"
# What a new database is made of; whatever else changes, `migrate` still runs over the copy.
MADE_OF = ("releases/migrations/*.py", "releases/models/*.py", "releases/vocabulary.py", "requirements.txt")


def path() -> Path:
    """Where the template of exactly these migrations and guards lies, or would lie."""
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for source in sorted(ROOT.glob(pattern)):
            digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return FOLDER / f"{digest.hexdigest()[:32]}.sqlite3"


def keep(database: Path) -> None:
    """Keep a copy of a fresh database for the next run, and no copy of older migrations."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = path()
    half = kept.with_suffix(f".{database.parent.name}")
    with sqlite3.connect(database) as source, sqlite3.connect(half) as copy:
        source.backup(copy)
    half.replace(kept)
    for old in FOLDER.glob("*.sqlite3"):
        if old != kept:
            old.unlink(missing_ok=True)
