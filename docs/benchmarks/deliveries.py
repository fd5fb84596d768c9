"""Twenty thousand readers: how fast, and what is left when workers are killed. On SQLite and PostgreSQL.

    python docs/benchmarks/deliveries.py [--readers 20000] [--kills 20] [sqlite] [postgres] [speed] [kills]

Each database is one of its own with durable commits, taken away again; the mail server is a small one in this
process that takes everything. Exits with 1 if anybody is lost, mailed twice, or in doubt without a kill.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from releases.models import Mailing

ROOT = Path(__file__).parents[2]
DURABLE = "-c listen_addresses='' -c max_connections=60 -c timezone=UTC -c shared_buffers=128MB"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Sink:
    """A mail server that takes everything, in as little time as Python allows."""

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


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def memory_of(pid: int) -> int:
    """The most memory that a process has held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def database_cpu() -> float:
    """Seconds that the PostgreSQL of this run has used so far, its finished children included."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    words = Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()
    finished = (int(words[13]) + int(words[14])) / TICKS
    running = sum(cpu_of(int(pid)) for pid in _children(postmaster))
    return finished + running + cpu_of(postmaster)


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def say(*cells: object) -> None:
    sys.stdout.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
    sys.stdout.flush()


def speed(vendor: str, readers: int) -> bool:
    """One worker, then two: mails in a second, processor time for each mail, memory."""
    from tests.factories.mailings import queued_to_many
    from tests.worker_farm import Farm

    for workers in (1, 2):
        began = time.monotonic()
        mailing = queued_to_many(readers, name=f"speed{workers}-")
        queueing = time.monotonic() - began
        with listening() as sink, Farm(**_where(sink)) as farm:
            before, own = database_cpu(), time.process_time()
            pids = [farm.start() for _ in range(workers)]
            sink.wait_for(readers)
            spent = sum(cpu_of(pid) for pid in pids)
            most = max(memory_of(pid) for pid in pids)
            database, sinking = database_cpu() - before, time.process_time() - own
            for pid in pids:
                farm.stop(pid)
        seconds = sink.last - sink.first
        each = [f"{part / readers * 1000:.2f}" for part in (spent, database, sinking)]
        say(vendor, workers, f"{readers / seconds:,.0f}", *each, f"{most} MB", f"{queueing:.1f} s", _load())
        if not _adds_up(mailing, sink, kills=0):
            return False
    return True


def kills(vendor: str, readers: int, count: int) -> bool:
    """Two workers, then four, of which one is killed and replaced again and again."""
    from releases.models import Delivery, Subscription, clock
    from tests.factories.mailings import queued_to_many
    from tests.journeys.test_exactly_once import let_leases_run_out
    from tests.worker_farm import Farm

    chance = random.Random()  # noqa: S311
    for workers in (2, 4):
        mailing = queued_to_many(readers, name=f"kills{workers}-")
        leaving = list(mailing.deliveries.order_by("-pk")[: readers // 100])
        moments = sorted(chance.sample(range(1, readers - 2 * len(leaving)), count))
        with listening() as sink, Farm(**_where(sink)) as farm:
            pids = [farm.start() for _ in range(workers)]
            for number, moment in enumerate(moments):
                sink.wait_for(moment)
                killed = pids.pop(chance.randrange(workers))
                farm.kill(killed)
                let_leases_run_out(killed)
                pids.append(farm.start())
                if number == count // 2:
                    Subscription.objects.filter(deliveries__in=leaving).update(
                        state="ended", ended_at=clock.now(), ended_because="left"
                    )
                    gone = Delivery.objects.filter(pk__in=[row.pk for row in leaving])
                    gone = gone.filter(state__in=["queued", "claimed"])
                    left = set(gone.values_list("subscription__subscriber__email", flat=True))
                    had = set(sink.mailed)
            while mailing.deliveries.filter(state__in=["queued", "claimed", "sending"]).exists():
                time.sleep(0.2)
            for pid in pids:
                farm.stop(pid)
        after_leaving = (left - had) & sink.mailed.keys()
        counts = {state.value: number for state, number in mailing.counts().items() if number}
        twice = sum(1 for number in sink.mailed.values() if number > 1)
        say(
            vendor, workers, count, counts.get("sent", 0), counts.get("suppressed", 0),
            counts.get("uncertain", 0), twice, len(after_leaving),
        )  # fmt: skip
        if after_leaving or not _adds_up(mailing, sink, kills=count):
            return False
    return True


def _adds_up(mailing: "Mailing", sink: Sink, *, kills: int) -> bool:
    """Nobody lost, nobody twice, at most one in doubt for each kill."""
    rows = mailing.deliveries.values_list("state", "subscription__subscriber__email")
    by_state: dict[str, set[str]] = {}
    for state, address in rows:
        by_state.setdefault(state, set()).add(address)
    sent, doubtful = by_state.get("sent", set()), by_state.get("uncertain", set())
    known = set(by_state) <= {"sent", "uncertain", "suppressed"}
    return (
        known
        and max(sink.mailed.values()) == 1
        and sent <= sink.mailed.keys() <= sent | doubtful
        and len(doubtful) <= kills
        and sum(map(len, by_state.values())) == mailing.recipients
    )


def _where(sink: Sink) -> dict[str, Any]:
    return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": sink.port, "MAIL_ALLOWED": "@mail.example"}


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def on_database(vendor: str, address: str, folder: str, work: Callable[[], bool]) -> bool:
    """Do the work in a process of its own, on a new database."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.environ.update(
        DATABASE_URL=address, VAR_DIR=f"{folder}/{vendor}", RECALL_MINUTES="0", INSTANCE_ID="benchmark",
        DJANGO_SETTINGS_MODULE="fas_press.settings", LOG_LEVEL="ERROR",
    )  # fmt: skip
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from releases.actions import fencing

    call_command("migrate", verbosity=0)
    fencing.confirm_instance(by="benchmark")
    is_fine = work()
    sys.stdout.flush()
    os._exit(0 if is_fine else 1)


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", nargs="*", help="sqlite, postgres, speed, kills; all of it by default")
    parser.add_argument("--readers", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    wanted = set(asked.what)
    vendors = wanted & {"sqlite", "postgres"} or {"sqlite", "postgres"}
    parts = wanted & {"speed", "kills"} or {"speed", "kills"}
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    is_fine = True
    with tempfile.TemporaryDirectory() as folder:
        for vendor in sorted(vendors, reverse=True):

            def work(vendor: str = vendor) -> bool:
                fine = True
                if "speed" in parts:
                    say("database", "workers", "mails/s", "worker ms", "database ms", "sink ms", "memory",
                        "queueing", "load")  # fmt: skip
                    fine = speed(vendor, asked.readers) and fine
                if "kills" in parts:
                    say("database", "workers", "kills", "sent", "left", "uncertain", "twice", "after leaving")
                    fine = kills(vendor, asked.readers, asked.kills) and fine
                return fine

            if vendor == "sqlite":
                Path(folder, "sqlite").mkdir()
                address = f"sqlite:///{folder}/sqlite/bench.sqlite3"
                is_fine = on_database(vendor, address, folder, work) and is_fine
                continue
            with postgres.database_url(DURABLE) as url:
                if url is None:
                    raise SystemExit(postgres.MISSING)
                is_fine = on_database(vendor, url, folder, work) and is_fine
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
