"""A mail server on a socket: it takes what it is sent, or answers what a test tells it to."""

import asyncio
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """`answers` says what a recipient gets instead of “250 OK”; `received` is what was taken."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.received: list[EmailMessage] = []
        self.port = free_port()
        self.restart: Callable[[], None] = lambda: None
        """Ends every conversation where it stands and begins to listen again; set while it runs."""
        self._came = threading.Condition()

    def wait_for(self, count: int) -> None:
        """Return when so many mails were taken."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.received) >= count, timeout=60), "no more mail came"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 aiosmtpd's name
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        with self._came:
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self._came.notify_all()
        return "250 taken"


class BadMailServer(MailServer):
    """Refuses, hangs and hangs up, by chance but always in the same order."""

    def __init__(self) -> None:
        super().__init__()
        self._chance = random.Random(20261123)
        self.faults: dict[str, int] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 aiosmtpd's name
        if self._happens("4xx", 0.05):
            return "451 4.3.0 try later"
        if self._happens("5xx", 0.01):
            return "550 5.7.1 refused"
        if self._happens("cut before the text", 0.02):
            server.transport.abort()
        if self._happens("hang before the text", 0.005):
            await asyncio.sleep(60)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        if self._happens("4xx after the text", 0.01):
            return "452 4.3.1 no room"
        if self._happens("cut, and lost", 0.01):
            server.transport.abort()
            return "250 never heard"
        answer = await super().handle_DATA(server, session, envelope)
        if self._happens("cut, and kept", 0.01):
            server.transport.abort()
        if self._happens("hang after the text", 0.005):
            await asyncio.sleep(60)
        return answer

    def _happens(self, fault: str, often: float) -> bool:
        if self._chance.random() >= often:
            return False
        self.faults[fault] = self.faults.get(fault, 0) + 1
        return True


@contextmanager
def running(server: MailServer | None = None, **parameters: Any) -> Iterator[MailServer]:
    """A server that listens until the block ends; the parameters are those of aiosmtpd's SMTP."""
    server = server or MailServer()
    up = []

    def start() -> None:
        up.append(Controller(server, hostname="127.0.0.1", port=server.port, **parameters))
        up[-1].start()

    def restart() -> None:
        up.pop().stop()
        start()

    server.restart = restart
    start()
    try:
        yield server
    finally:
        up.pop().stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
