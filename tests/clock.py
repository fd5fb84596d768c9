"""The clock of the tests: one instant for Python and for the database, whichever database it is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

INSTANT_FORMAT = "%Y-%m-%d %H:%M:%f"
SECONDS = re.compile(r"([+-]?\d+(?:\.\d+)?) seconds?")

POSTGRES_CLOCK = """
CREATE SCHEMA IF NOT EXISTS test_clock;
CREATE TABLE IF NOT EXISTS test_clock.instant (at timestamptz NOT NULL);
CREATE OR REPLACE FUNCTION test_clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce((SELECT at FROM test_clock.instant), pg_catalog.statement_timestamp()) $$;
"""
# `public` comes first so that new tables land there; the test clock stands before the real one.
SEARCH_PATH = "public, test_clock, pg_catalog"


class Clock:
    """Call it with an aware instant: Python and the database then stand still at that instant."""

    def __init__(self) -> None:
        self._travel: time_machine.travel | None = None

    def __call__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("The clock of a test needs an instant with a time zone.")
        self._release_python()
        # In UTC, because time_machine also moves the zone of the process when it sees a ZoneInfo.
        self._travel = time_machine.travel(instant.astimezone(UTC), tick=False)
        self._travel.start()
        if connection.vendor == "postgresql":
            _set_postgres(instant)

    def stop(self) -> None:
        """Give both their real clock back."""
        if self._travel is None:
            return
        self._release_python()
        # Inside the transaction of a test the row goes with the rollback, even with a broken one.
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            _set_postgres(None)

    def _release_python(self) -> None:
        if self._travel is not None:
            self._travel.stop()
            self._travel = None


@contextmanager
def moved_clock() -> Iterator[Clock]:
    """A clock that runs as usual until it is called, and again when the block ends."""
    clock = Clock()
    try:
        yield clock
    finally:
        clock.stop()


def follow_python(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Let an SQLite connection ask Python for the time, so that whatever moves Python moves both."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("strftime", -1, sqlite_strftime)


def sqlite_strftime(form: str, *arguments: str) -> str:
    """What SQLite's own strftime answers for the calls that Django and our triggers make; refuses others."""
    if form != INSTANT_FORMAT or not arguments or arguments[0].lower() != "now" or len(arguments) > 2:
        raise ValueError(f"The test clock does not know strftime{(form, *arguments)}.")
    instant = datetime.now(UTC)
    for modifier in arguments[1:]:
        seconds = SECONDS.fullmatch(modifier)
        if seconds is None:
            raise ValueError(f"The test clock does not know the modifier {modifier!r}.")
        instant += timedelta(seconds=float(seconds[1]))
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def install_postgres_clock() -> None:
    """Put the clock that tests can move before PostgreSQL's own, for every connection."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_CLOCK)
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET search_path = {SEARCH_PATH}")
        cursor.execute(f"SET search_path = {SEARCH_PATH}")


def _set_postgres(instant: datetime | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM test_clock.instant")
        if instant is not None:
            cursor.execute("INSERT INTO test_clock.instant VALUES (%s)", [instant])
