"""Twenty thousand readers: how fast, and what is left when workers are killed. On SQLite and PostgreSQL.

    python docs/benchmarks/deliveries.py [--readers 20000] [--kills 20] [sqlite] [postgres] [speed] [kills]

Each database is one of its own with durable commits, taken away again; the mail server is a small one in this
process that takes everything. Exits with 1 if anybody is lost, mailed twice, or in doubt without a kill.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docs.benchmarks.mail_sink import Sink
    from releases.models import Mailing

ROOT = Path(__file__).parents[2]
DURABLE = "-c listen_addresses='' -c max_connections=60 -c timezone=UTC -c shared_buffers=128MB"
TICKS = os.sysconf("SC_CLK_TCK")


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
    say("database", "workers", "mails/s", "worker ms", "database ms", "sink ms", "memory", "queueing", "load")
    return all(_speed_of(workers, vendor, readers) for workers in (1, 2))


def _speed_of(workers: int, vendor: str, readers: int) -> bool:
    from docs.benchmarks.mail_sink import listening
    from tests.factories.mailings import queued_to_many
    from tests.worker_farm import Farm

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
    return _adds_up(mailing, sink, kills=0)


def kills(vendor: str, readers: int, count: int) -> bool:
    """Two workers, then four, of which one is killed and replaced again and again."""
    say("database", "workers", "kills", "sent", "left", "uncertain", "twice", "after leaving")
    return all(_killed(workers, vendor, readers, count) for workers in (2, 4))


def _killed(workers: int, vendor: str, readers: int, count: int) -> bool:
    from docs.benchmarks.mail_sink import listening
    from tests.factories.mailings import queued_to_many
    from tests.journeys.test_exactly_once import let_leases_run_out
    from tests.worker_farm import Farm

    chance = random.Random()  # noqa: S311
    mailing = queued_to_many(readers, name=f"kills{workers}-")
    leaving = [row.pk for row in mailing.deliveries.order_by("-pk")[: readers // 100]]
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
                left = _leave(leaving)
                had = set(sink.mailed)
        while mailing.deliveries.filter(state__in=["queued", "claimed", "sending"]).exists():
            time.sleep(0.2)
        for pid in pids:
            farm.stop(pid)
    after_leaving = (left - had) & sink.mailed.keys()
    twice = sum(1 for number in sink.mailed.values() if number > 1)
    counts = {state.value: number for state, number in mailing.counts().items()}
    ends = [counts[state] for state in ("sent", "suppressed", "uncertain")]
    say(vendor, workers, count, *ends, twice, len(after_leaving))
    return not after_leaving and _adds_up(mailing, sink, kills=count)


def _leave(deliveries: list[int]) -> set[str]:
    """End the subscriptions of these mails; whose had not begun by then."""
    from releases.models import Delivery, Subscription, clock

    Subscription.objects.filter(deliveries__in=deliveries).update(
        state="ended", ended_at=clock.now(), ended_because="left"
    )
    gone = Delivery.objects.filter(pk__in=deliveries, state__in=["queued", "claimed"])
    return set(gone.values_list("subscription__subscriber__email", flat=True))


def _adds_up(mailing: "Mailing", sink: "Sink", *, kills: int) -> bool:
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


def _where(sink: "Sink") -> dict[str, Any]:
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
    vendors = set(asked.what) & {"sqlite", "postgres"} or {"sqlite", "postgres"}
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    is_fine = True
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in vendors:
            Path(folder, "sqlite").mkdir()
            address = f"sqlite:///{folder}/sqlite/bench.sqlite3"
            is_fine = on_database("sqlite", address, folder, partial(_work, "sqlite", asked))
        if "postgres" in vendors:
            with postgres.database_url(DURABLE) as url:
                if url is None:
                    raise SystemExit(postgres.MISSING)
                is_fine = on_database("postgres", url, folder, partial(_work, "postgres", asked)) and is_fine
    return 0 if is_fine else 1


def _work(vendor: str, asked: argparse.Namespace) -> bool:
    parts = set(asked.what) & {"speed", "kills"} or {"speed", "kills"}
    is_fine = True
    if "speed" in parts:
        is_fine = speed(vendor, asked.readers)
    if "kills" in parts:
        is_fine = kills(vendor, asked.readers, asked.kills) and is_fine
    return is_fine


if __name__ == "__main__":
    sys.exit(main())
