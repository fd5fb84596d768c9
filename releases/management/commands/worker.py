"""The worker: sends what waits in rows. Nothing becomes public by it, or late without it."""

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from releases import jobs
from releases.actions.delivering import Courier
from releases.desk import mailings
from releases.queries import fence

HEARTBEAT = 60
PROGRESS = 10
"""Seconds between two lines that say how far a mailing is."""
log = logging.getLogger("releases.worker")


class Command(BaseCommand):
    """`manage.py worker` until it is stopped, `manage.py worker --once` for a timer."""

    help = "Send the mails that are due. Stops cleanly when it is told to; killed, it loses nothing."
    # Whoever starts it has looked already, and every second counts after a crash.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for how long, and how often."""
        parser.add_argument("--once", action="store_true", help="do what is due, then end")
        parser.add_argument("--pause", type=float, default=5, help="seconds between two looks (5)")
        parser.add_argument("--parent", type=int, help="end when this process is not the parent any more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until somebody stops it."""
        if options["once"]:
            if objection := fence.objection():
                self.stderr.write(f"No mail leaves. {objection}")
            self.stdout.write(f"{_once()} mails sent.")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        log.info("The worker has started.")
        Worker(stop, parent=options["parent"]).work(pause=options["pause"])
        log.info("The worker has stopped.")


class Worker:
    """One process that looks again and again."""

    def __init__(self, stop: threading.Event, *, parent: int | None = None) -> None:
        self._stop = stop
        self._parent = parent
        self._courier: Courier | None = None
        self._objection = ""

    def work(self, *, pause: float) -> None:
        """Look until somebody says stop; at once again while there is something to do."""
        sent, spoke, told = 0, time.monotonic(), time.monotonic()
        while not self._is_over():
            done = self._look()
            sent += done
            now = time.monotonic()
            if done and now - told >= PROGRESS:
                told = now
                for line in mailings.progress_lines():
                    log.info(line)
            if now - spoke >= HEARTBEAT:
                log.info("The worker is alive; %s mails sent since it last said so.", sent)
                sent, spoke = 0, now
            if not done:
                self._stop.wait(pause)
        self._end()

    def _is_over(self) -> bool:
        return self._stop.is_set() or (self._parent is not None and os.getppid() != self._parent)

    def _look(self) -> int:
        """One round. A database that does not answer is waited for."""

        def look() -> int:
            close_old_connections()
            self._say_objection(fence.objection())
            self._courier = self._courier or new_courier(self._stop.wait)
            answer = partial(jobs.answer_sign_ups, wait=self._stop.wait)
            send = partial(jobs.send_to_subscribers, self._courier)
            return sum(
                _whatever_happens(partial(job, stop=self._is_over))
                for job in (jobs.send_due_notices, answer, send)
            )

        return _unless_the_database_is_away(look)

    def _say_objection(self, objection: str) -> None:
        if objection and objection != self._objection:
            log.warning("No mail leaves. %s", objection)
        self._objection = objection

    def _end(self) -> None:
        if self._courier is not None:
            _unless_the_database_is_away(self._courier.close)


def new_courier(wait: Callable[[float], object]) -> Courier:
    """A way out for the mails of this process, under a name that no other process has."""
    return Courier(f"{os.getpid()}-{secrets.token_hex(8)}", wait=wait)


def _once() -> int:
    sent = jobs.send_due_notices() + jobs.answer_sign_ups()
    # Whatever happens, the courier gives back what it has taken and not begun.
    with closing(new_courier(time.sleep)) as courier:
        while done := jobs.send_to_subscribers(courier):
            sent += done
    return sent


def _whatever_happens(job: Callable[[], int]) -> int:
    """Do one job. What nobody foresaw goes into the log, and stops neither the other jobs nor the worker."""
    try:
        return job()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("A job of the worker has failed. It is tried again in the next round.")
        return 0


def _unless_the_database_is_away(work: Callable[[], int]) -> int:
    try:
        return work()
    except (OperationalError, InterfaceError) as failure:
        reason = (str(failure).strip().splitlines() or ["no reason given"])[0]
        log.warning("The database does not answer (%s). The worker waits for it.", reason)
        connection.close()
        return 0
