"""Two people at once: one waits for a row that the other holds."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def meanwhile(work: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Run the work beside a transaction, which is this block and ends once the work waits or is done."""
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            saving: Future[Any] = Future()
            yield saving
            begun = other.submit(_with_own_connection, work)
            while not begun.done() and not _somebody_waits():
                wait([begun], timeout=0.01)
        saving.set_result(begun.result(timeout=20))


def _with_own_connection(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    # Not by the activity, of which a transaction always sees the same.
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({waiting})")
        return bool(cursor.fetchone()[0])
