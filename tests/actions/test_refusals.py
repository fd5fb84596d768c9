"""What a mail server refuses for good: whom it means, and when it is believed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from releases.actions import delivering
from releases.actions import mailing as verbs
from releases.actions.ledger import LEASE, Ledger
from releases.models import Mailing, Subscriber
from releases.vocabulary import DeliveryState as State
from tests.factories.mailings import NINE, WINDOW, states, under_way, work
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db


def test_a_server_that_refuses_everybody_is_not_believed_for_long(at, server, monkeypatch):
    monkeypatch.setattr(delivering, "REFUSED_IN_A_ROW", 3)
    mailing = under_way(at, 5)
    for row in mailing.deliveries.all():
        server.answers[row.subscription.subscriber.email] = "554 5.7.1 your address is on a list"

    work()

    mailing.refresh_from_db()
    assert states(mailing) == ["refused"] * 3 + ["queued"] * 2
    assert "has refused 3 mails one after the other" in mailing.paused_because
    assert "they are tried again" in mailing.paused_because

    server.answers.clear()
    verbs.resume(mailing, by=newsletter_editor())

    assert work() == 5
    assert states(mailing) == ["sent"] * 5
    assert mailing.issue.events.get(move="mailing: resume").after == "3 refused mails are tried again"


def refuse(server, rows, words="554 5.7.1 relaying denied"):
    for row in rows:
        server.answers[row.subscription.subscriber.email] = words


@pytest.mark.parametrize("words", ["554 5.7.1 relaying denied", "550 5.1.1 nobody here has this name"])
def test_a_refusal_is_believed_once_the_server_has_taken_another_mail(at, server, words):
    mailing = under_way(at)
    refuse(server, mailing.deliveries.order_by("pk")[:2], words)

    assert work() == 1

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["failed", "failed", "sent"])
    suppressed = [row.subscription.subscriber.suppressed_because for row in mailing.deliveries.order_by("pk")]
    assert suppressed == (["bounced"] * 2 if "5.1.1" in words else [""] * 2) + [""]


def test_a_server_that_says_of_everybody_that_they_are_nobody_suppresses_nobody(at, server, monkeypatch):
    monkeypatch.setattr(delivering, "REFUSED_IN_A_ROW", 3)
    mailing = under_way(at, 4)
    refuse(server, mailing.deliveries.all(), "550 5.1.1 nobody here has this name")
    work()
    server.answers.clear()
    verbs.resume(mailing, by=newsletter_editor())

    assert work() == 4
    assert not Subscriber.objects.exclude(suppressed_at=None).exists()


def test_whoever_ends_a_mailing_takes_off_only_readers_whose_refusal_is_believed(at, server, monkeypatch):
    monkeypatch.setattr(delivering, "REFUSED_IN_A_ROW", 3)
    mailing = under_way(at, 5)
    first, *rest = mailing.deliveries.order_by("pk")
    refuse(server, [first], "550 5.1.1 nobody here has this name")
    mailing.deliveries.filter(pk__in=[row.pk for row in rest[1:]]).update(
        next_attempt_at=NINE + WINDOW + timedelta(minutes=1)
    )
    work()
    refuse(server, rest, "550 5.1.1 nobody here has this name")
    at(NINE + WINDOW + timedelta(minutes=1))
    work()

    verbs.end(Mailing.objects.get(), by=newsletter_editor())

    assert states(mailing) == ["failed", "sent", "failed", "failed", "failed"]
    assert [s.pk for s in Subscriber.objects.exclude(suppressed_at=None)] == [
        first.subscription.subscriber_id
    ]


def test_a_mailing_whose_last_mails_are_refused_waits_for_somebody(at, server):
    mailing = under_way(at)
    last = mailing.deliveries.order_by("-pk")[:2]
    work_with_a_mail_at_a_time(at, server, mailing, last)

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("paused", ["sent", "refused", "refused"])
    assert mailing.paused_because == (
        "The mail server has refused the last 2 mails, and took none afterwards: 554 5.7.1 relaying denied. "
        "Look into it, then resume to try once more; or end the mailing to give up."
    )

    verbs.end(mailing, by=newsletter_editor())

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["sent", "failed", "failed"])


def test_what_somebody_counts_as_sent_makes_no_refusal_believed(at, server):
    mailing = under_way(at)
    delivering.begin_due()
    in_doubt = delivering.claim("gone", limit=1).deliveries[0]
    Ledger("gone").begin(in_doubt)
    at(NINE + WINDOW + LEASE)
    refuse(server, mailing.deliveries.exclude(pk=in_doubt.pk), "550 5.1.1 nobody here has this name")
    work()
    verbs.count_as_sent(mailing.deliveries.get(pk=in_doubt.pk), by=newsletter_editor())
    server.answers.clear()

    verbs.resume(Mailing.objects.get(), by=newsletter_editor())

    assert work() == 2
    assert states(mailing) == ["sent"] * 3
    assert not Subscriber.objects.exclude(suppressed_at=None).exists()


def work_with_a_mail_at_a_time(at, server, mailing, refused):
    """The clock stands still in a test, so it has to be moved between what is taken and what is refused."""
    refuse(server, refused)
    later = NINE + WINDOW + timedelta(minutes=1)
    mailing.deliveries.filter(pk__in=[row.pk for row in refused]).update(next_attempt_at=later)
    assert work() == 1
    at(later)
    assert work() == 0


def test_a_refused_mail_goes_back_to_the_queue_only_while_its_mailing_is_paused(at, server):
    mailing = under_way(at, 1)
    refuse(server, mailing.deliveries.all())
    work()
    Mailing.objects.update(state="sending", paused_because="")

    with pytest.raises(IntegrityError, match="cannot take this step"), transaction.atomic():
        mailing.deliveries.update(state=State.QUEUED)
