"""A mail server for benchmarks: it takes everything, in as little time as Python allows."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Sink:
    """What was taken, from when until when."""

    mailed: Counter[str] = field(default_factory=Counter)
    first: float = 0
    last: float = 0
    port: int = 0
    came: threading.Condition = field(default_factory=threading.Condition)

    def take(self, to: str) -> None:
        with self.came:
            self.last = time.monotonic()
            self.first = self.first or self.last
            self.mailed[to] += 1
            self.came.notify_all()

    def wait_for(self, count: int) -> None:
        with self.came:
            if not self.came.wait_for(lambda: self.mailed.total() >= count, timeout=1200):
                raise SystemExit(f"No more mail came after {self.mailed.total()}.")


class Conversation(asyncio.Protocol):
    """One connection to the sink."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._rest, self._to, self._in_text = sink, b"", "", False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while True:
            end = b"\r\n.\r\n" if self._in_text else b"\r\n"
            found, separator, rest = self._rest.partition(end)
            if not separator:
                return
            self._rest = rest
            self._transport.write(self._answer(found))

    def _answer(self, line: bytes) -> bytes:
        if self._in_text:
            self._in_text = False
            self._sink.take(self._to)
            return b"250 taken\r\n"
        verb = line[:4].upper()
        if verb == b"EHLO":
            return b"250-sink\r\n250 PIPELINING\r\n"
        if verb == b"RCPT":
            self._to = line.partition(b"<")[2].partition(b">")[0].decode()
        if verb == b"DATA":
            self._in_text = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n"


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink on a thread of its own."""
    sink, loop = Sink(), asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(lambda: Conversation(sink), "127.0.0.1", 0))
    sink.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield sink
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    server.close()
