"""Which database, and how we speak to it."""

from pathlib import Path

import dj_database_url

from fas_press import env

SCHEMES = ("sqlite:", "postgres:", "postgresql:")


def configured(var_dir: Path) -> dj_database_url.DBConfig:
    """The database of DATABASE_URL, or an SQLite file in `var_dir` where nothing is set."""
    address = env.secret("DATABASE_URL") or f"sqlite:///{var_dir / 'fas_press.sqlite3'}"
    # The address holds a password, so the sentence does not repeat it.
    advice = "Write sqlite:////path/to/file or postgres://user:password@host:5432/name."
    if not address.startswith(SCHEMES):
        raise env.WrongSetting(f"DATABASE_URL is not an address of SQLite or PostgreSQL. {advice}")
    try:
        database = dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    except ValueError as failure:
        raise env.WrongSetting(f"DATABASE_URL cannot be read. {advice}") from failure
    if database["ENGINE"].endswith("sqlite3"):
        database["CONN_MAX_AGE"] = 0
        # Without IMMEDIATE, two writers at once make one of them fail instead of wait.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        database["OPTIONS"] = {"connect_timeout": 5, **database.get("OPTIONS", {})}
    return database
