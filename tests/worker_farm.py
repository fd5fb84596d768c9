"""Workers as processes of their own, which can be killed: `python -m tests.worker_farm`.

One process loads Django once and forks a worker for each line that it reads, so that a new worker costs
milliseconds. `Farm` speaks to it.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[1]


class Farm:
    """Starts workers on the database of this test, and kills them."""

    def __init__(self, **variables: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.worker_farm"],
            cwd=ROOT,
            env={**os.environ, **_same_site(), **{name: str(value) for name, value in variables.items()}},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Farm":
        return self

    def __exit__(self, *failure: object) -> None:
        self._process.communicate()

    def start(self) -> int:
        """Start a worker; its process."""
        return int(self._ask("start"))

    def kill(self, worker: int) -> None:
        """End it as a power cut does, and wait until it is gone, at the database too."""
        self._ask(f"kill {worker}")
        _wait_until_the_database_knows(worker)

    def stop(self, worker: int) -> None:
        """Ask it to end, and wait until it has."""
        self._ask(f"stop {worker}")

    def _ask(self, words: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


def _wait_until_the_database_knows(worker: int) -> None:
    """PostgreSQL finishes what it was told last by somebody who is dead by now."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    ends = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [_name(worker)])
            if cursor.fetchone() is None:
                return
    raise AssertionError("the database still works for a worker that was killed")


def _name(worker: int) -> str:
    """Under which PostgreSQL knows a worker."""
    return f"worker {worker}"


def _same_site() -> dict[str, str]:
    """The settings by which another process finds this test's database, and is the same copy of the site."""
    from django.conf import settings
    from django.db import connection

    where = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{where['NAME']}"
    else:
        host = quote(str(where["HOST"]), safe="")
        address = f"postgres://{where['USER']}:{where['PASSWORD']}@{host}:{where['PORT']}/{where['NAME']}"
    return {
        "DATABASE_URL": address,
        "INSTANCE_ID": settings.INSTANCE_ID,
        "VAR_DIR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "fas_press.settings",
        "LOG_LEVEL": "ERROR",
    }


def _main() -> None:
    import django

    django.setup()
    # Loaded before the first fork.
    from releases.management.commands.worker import Worker

    for line in sys.stdin:
        order, _, number = line.strip().partition(" ")
        if order == "start":
            child = os.fork()
            if child == 0:
                _work(Worker)
        else:
            child = int(number)
            os.kill(child, signal.SIGKILL if order == "kill" else signal.SIGTERM)
            os.waitpid(child, 0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _work(worker: Any) -> None:
    os.environ["PGAPPNAME"] = _name(os.getpid())
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        worker(stop, parent=os.getppid()).work(pause=0.05)
    finally:
        os._exit(0)


if __name__ == "__main__":
    _main()
