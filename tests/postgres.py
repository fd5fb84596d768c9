"""A PostgreSQL that lives as long as one run of the tests, from the system's own binaries."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

MISSING = "PostgreSQL is not installed: apt-get install -y postgresql"
SERVER_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    "-c max_connections=60 -c timezone=UTC "
    # It lives for minutes: no clean-up, no copies for replicas, and no compiling of queries that run once.
    "-c autovacuum=off -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1h -c jit=off"
)


@contextmanager
def database_url(options: str = SERVER_OPTIONS) -> Iterator[str | None]:
    """The address of a PostgreSQL to test on, or None where there is none (say MISSING then)."""
    given = os.environ.get("TEST_DATABASE_URL")
    binaries = newest_binaries()
    if given or binaries is None:
        yield given or None
        return
    folder = Path(tempfile.mkdtemp(prefix="fas_press_pg_"))
    try:
        _start(binaries, folder, options)
        try:
            yield f"postgres://postgres@{quote(str(folder), safe='')}:5432/postgres"
        finally:
            _run(binaries, "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def newest_binaries() -> Path | None:
    """The folder of the newest complete server; a pg_ctl on PATH is no proof that there is one."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    complete = [folder for folder in folders if (folder / "postgres").exists()]
    return max(complete, key=lambda folder: float(folder.parent.name), default=None)


def _start(binaries: Path, folder: Path, server_options: str) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, log = f"{folder}/data", f"{folder}/log"
    _run(binaries, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
    options = f"{server_options} -c unix_socket_directories='{folder}'"
    _run(binaries, "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")


def _run(binaries: Path, program: str, *arguments: str) -> None:
    # The server refuses to run as root; Debian's package has made the user that it wants.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*user, str(binaries / program), *arguments]
    # Not a pipe: the server inherits it and would keep it open for ever.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/")
        said.seek(0)
        if done.returncode != 0:
            raise RuntimeError(f"{program} did not succeed:\n{said.read()}")
