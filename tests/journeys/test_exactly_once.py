"""Workers that are killed while they send, and mail servers that misbehave: nobody is lost or mailed twice.

docs/benchmarks/deliveries.py does the same with 20,000 readers and 20 kills.
"""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import mailing as verbs
from releases.actions.delivering import Courier
from releases.models import Delivery, Mailing, Subscription, clock
from tests import mail_server
from tests.factories.mailings import queued_to_many
from tests.factories.newsletters import newsletter_editor
from tests.worker_farm import Farm

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
READERS, KILLS, LEFT = 500, 5, 20


def leave(mailing, count):
    """Some readers leave after the issue was queued."""
    rows = mailing.deliveries.order_by("pk")[:count]
    Subscription.objects.filter(deliveries__in=list(rows)).update(
        state="ended", ended_at=clock.now(), ended_because="left"
    )


def let_leases_run_out(worker: int) -> None:
    """As if five minutes had passed since this worker was killed."""
    held = Delivery.objects.filter(worker__startswith=f"{worker}-", lease_until__isnull=False)
    held.update(lease_until=clock.now() - timedelta(seconds=1))


def finish():
    """Send what is left from this process."""
    courier = Courier("the-last", wait=lambda seconds: None)
    courier.deliver(seconds=60)
    courier.close()


def readers(mailing, *states):
    rows = mailing.deliveries.filter(state__in=states)
    return set(rows.values_list("subscription__subscriber__email", flat=True))


def test_killed_workers_lose_nobody_and_mail_nobody_twice(transactional_db, settings):
    chance = random.Random()
    settings.RECALL_MINUTES = 0
    mailing = queued_to_many(READERS)
    leave(mailing, LEFT)
    kills = sorted(chance.sample(range(10, READERS - LEFT - 10), KILLS))

    with mail_server.running() as server:
        where = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": server.port, "MAIL_ALLOWED": "@mail.example"}
        with Farm(**where) as farm:
            workers = [farm.start(), farm.start()]
            for count in kills:
                server.wait_for(count)
                killed = workers.pop(chance.randrange(2))
                farm.kill(killed)
                let_leases_run_out(killed)
                workers.append(farm.start())
            server.wait_for(READERS - LEFT - KILLS)
            for worker in workers:
                farm.stop(worker)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.MAIL_ALLOWED = ["@mail.example"]
        finish()

    mailing.refresh_from_db()
    sent, doubtful = readers(mailing, "sent"), readers(mailing, "uncertain")
    mailed = Counter(mail["To"] for mail in server.received)
    assert mailing.state == "finished"
    assert max(mailed.values()) == 1
    assert len(doubtful) <= KILLS
    assert sent <= mailed.keys() <= sent | doubtful
    assert (len(sent | doubtful), len(readers(mailing, "suppressed"))) == (READERS - LEFT, LEFT)


@pytest.mark.django_db
def test_whatever_a_mail_server_does_the_numbers_add_up(at, settings):
    at(NINE)
    settings.RECALL_MINUTES, settings.EMAIL_TIMEOUT = 0, 0.4
    settings.MAIL_ALLOWED = ["@mail.example"]
    mailing = queued_to_many(300)
    leave(mailing, 5)

    def restart_twice():
        for count in (80, 200):
            server.wait_for(count)
            server.restart()

    with mail_server.running(mail_server.BadMailServer()) as server, ThreadPoolExecutor(1) as other:
        restarted = other.submit(restart_twice)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        while waiting := mailing.deliveries.filter(state="queued").order_by("next_attempt_at").first():
            at(max(waiting.next_attempt_at, clock.now()))
            finish()
            for paused in Mailing.objects.filter(state="paused"):
                verbs.resume(paused, by=newsletter_editor())
        restarted.result()

    mailing.refresh_from_db()
    counts = {state.value: number for state, number in mailing.counts().items() if number}
    mailed = Counter(mail["To"] for mail in server.received)
    sent, doubtful = readers(mailing, "sent"), readers(mailing, "uncertain")
    assert len(server.faults) >= 5
    assert set(counts) == {"sent", "failed", "suppressed", "uncertain"}
    assert sum(counts.values()) == mailing.recipients == 300
    assert max(mailed.values()) == 1
    assert sent <= mailed.keys() <= sent | doubtful
    unheard = ("cut, and lost", "cut, and kept", "hang after the text")
    assert len(doubtful) >= sum(server.faults.get(fault, 0) for fault in unheard)
