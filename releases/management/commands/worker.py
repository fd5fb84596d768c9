"""The worker: sends what waits in rows. Nothing becomes public by it, or late without it."""

import logging
import os
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from releases import jobs

HEARTBEAT = 60
log = logging.getLogger("releases.worker")


class Command(BaseCommand):
    """`manage.py worker` until it is stopped, `manage.py worker --once` for a timer."""

    help = "Send the mails that are due. Stops cleanly when it is told to; killed, it loses nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for how long, and how often."""
        parser.add_argument("--once", action="store_true", help="do what is due, then end")
        parser.add_argument("--pause", type=float, default=5, help="seconds between two looks (5)")
        parser.add_argument("--parent", type=int, help="end when this process is not the parent any more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until somebody stops it."""
        if options["once"]:
            self.stdout.write(f"{jobs.send_due_notices() + jobs.answer_sign_ups()} mails sent.")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        log.info("The worker has started.")
        _work(stop, pause=options["pause"], parent=options["parent"])
        log.info("The worker has stopped.")


def _work(stop: threading.Event, *, pause: float, parent: int | None) -> None:
    sent, spoke = 0, time.monotonic()
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        sent += _look()
        if time.monotonic() - spoke >= HEARTBEAT:
            log.info("The worker is alive; %s mails sent since it last said so.", sent)
            sent, spoke = 0, time.monotonic()
        stop.wait(pause)


def _look() -> int:
    """One round. A database that does not answer is waited for."""
    try:
        close_old_connections()
        return jobs.send_due_notices() + jobs.answer_sign_ups()
    except (OperationalError, InterfaceError) as failure:
        reason = (str(failure).strip().splitlines() or ["no reason given"])[0]
        log.warning("The database does not answer (%s). The worker waits for it.", reason)
        connection.close()
        return 0
