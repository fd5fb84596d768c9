"""Mails whose worker died or whose answer came late, and the steps that the database lets a mail take."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import IntegrityError

from releases.actions import delivering
from releases.actions import mailing as verbs
from releases.actions.delivering import Courier
from releases.actions.ledger import LEASE, PAUSES, Ledger
from releases.actions.mail_answers import Answer, What
from releases.models import Delivery, Mailing
from releases.vocabulary import DeliveryState as State
from tests.factories.mailings import NINE, WINDOW, queued, states, under_way, work
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db

LATER = Answer(What.LATER, "451 try later")


def test_a_lease_that_ran_out_goes_back_or_becomes_uncertain(at, server):
    mailing = under_way(at, 3)
    delivering.begin_due()
    delivering.claim("1-killed")
    first = mailing.deliveries.order_by("pk").first()
    mailing.deliveries.filter(pk=first.pk).update(state=State.SENDING)

    at(NINE + WINDOW + LEASE)
    delivering.take_back_stranded()

    assert states(mailing) == ["uncertain", "queued", "queued"]
    assert work("2-next") == 2
    mailing.refresh_from_db()
    assert mailing.state == "finished"


def test_after_a_failure_of_the_database_the_same_worker_goes_on_with_what_it_had_taken(at, server):
    mailing = under_way(at, 3)
    courier = Courier("1-test", wait=lambda seconds: None)

    def away(execute, sql, params, many, context):
        if server.received and sql.startswith(("UPDATE", "EXECUTE")):
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        courier.deliver(seconds=30)
    left = states(mailing)

    assert courier.deliver(seconds=30) == 2
    assert (left, states(mailing)) == (["sending", "claimed", "claimed"], ["sent"] * 3)
    assert len(server.received) == 3


def test_staff_decide_about_an_uncertain_mail(at, server):
    mailing = under_way(at, 2)
    delivering.begin_due()
    delivering.claim("1-killed")
    mailing.deliveries.update(state=State.SENDING)
    at(NINE + WINDOW + LEASE)
    work()
    again, believed = mailing.deliveries.order_by("pk")

    verbs.send_again(again, by=newsletter_editor())
    verbs.count_as_sent(believed, by=newsletter_editor())

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", ["queued", "sent"])
    assert work() == 1
    assert states(mailing) == ["sent", "sent"]
    moves = mailing.issue.events.filter(move__in=["mailing: send again", "mailing: count as sent"])
    assert list(moves.order_by("pk").values_list("after", flat=True)) == [
        f"Mail {again.pk}",
        f"Mail {believed.pk}",
    ]
    with pytest.raises(verbs.MoveNotAllowed, match="not uncertain any more"):
        verbs.send_again(again, by=newsletter_editor())


def begun(at, answer=LATER):
    """One mail whose answer has not come yet, and the ledger of its worker."""
    mailing = under_way(at, 1)
    delivering.begin_due()
    (delivery,) = delivering.claim("1-slow").deliveries
    ledger = Ledger("1-slow")
    assert ledger.begin(delivery)
    ledger.note(delivery, answer)
    return mailing, ledger


@pytest.mark.parametrize(
    ("answer", "became"),
    [(LATER, "suppressed"), (Answer(What.REFUSED, "554 5.7.1 relaying denied"), "failed")],
)
def test_no_late_answer_opens_a_mailing_again_that_was_ended(at, answer, became):
    mailing, ledger = begun(at, answer)
    verbs.pause(mailing, by=newsletter_editor())
    verbs.end(mailing, by=newsletter_editor())

    ledger.settle()

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", [became])


def test_an_answer_of_later_that_came_late_reopens_its_mailing(at, server):
    mailing, ledger = begun(at)
    at(NINE + WINDOW + LEASE)
    assert work("2-next") == 0
    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["uncertain"])

    ledger.settle()

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", ["queued"])
    at(NINE + WINDOW + LEASE + PAUSES[0])
    assert work("2-next") == 1


@pytest.mark.django_db(transaction=True)
def test_finishing_waits_for_who_queues_a_mail_again(settings):
    settings.RECALL_MINUTES = 0
    mailing = queued(1)
    delivering.begin_due()
    delivering.claim("1-killed")
    mailing.deliveries.update(state=State.SENDING)
    mailing.deliveries.update(state=State.UNCERTAIN, lease_until=None)

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Mailing.objects.select_for_update().get(pk=mailing.pk)
            finishing = other.submit(_with_own_connection, delivering.finish_done)
            if connection.vendor == "postgresql":
                # SQLite shows nobody who waits, and lets one transaction write at a time.
                _wait_until_somebody_waits()
            verbs.send_again(mailing.deliveries.get(), by=newsletter_editor())
        assert finishing.result(timeout=20) == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("sending", ["queued"])


def _with_own_connection(work):
    try:
        return work()
    finally:
        connection.close()


def _wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(10_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits for the row")


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.SUPPRESSED])
def test_the_database_keeps_what_became_of_a_mail(at, state):
    mailing = under_way(at, 1)
    delivering.begin_due()
    delivering.claim("1-test")
    rows = Delivery.objects.filter(mailing=mailing)
    if state == State.SENT:
        rows.update(state=State.SENDING)
    rows.update(state=state, lease_until=None)

    for forged in ({"state": State.QUEUED}, {"last_answer": "250 fine"}, {"mailing": mailing.pk + 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**forged)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete("default")


def test_the_database_refuses_to_begin_what_nobody_claimed(at):
    mailing = under_way(at, 1)

    with pytest.raises(IntegrityError, match="cannot take this step"), transaction.atomic():
        Delivery.objects.update(state=State.SENDING, worker="x", lease_until=NINE)
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        Mailing.objects.filter(pk=mailing.pk).update(text="Other words.")
