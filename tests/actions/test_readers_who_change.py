"""Readers who leave, or choose otherwise, while a mail to them waits."""

import pytest

from releases.actions import delivering
from releases.actions.delivering import Courier
from tests.factories.mailings import NINE, states, under_way, work

pytestmark = pytest.mark.django_db


def test_who_left_after_the_issue_was_queued_gets_nothing(at, server):
    mailing = under_way(at)
    first = mailing.deliveries.order_by("pk").first()
    subscription = first.subscription
    subscription.state, subscription.ended_at, subscription.ended_because = "ended", NINE, "left"
    subscription.save()

    work()

    assert states(mailing) == ["suppressed", "sent", "sent"]
    assert subscription.subscriber.email not in {mail["To"] for mail in server.received}


def test_who_leaves_between_the_claim_and_the_mail_gets_nothing(at, server):
    mailing = under_way(at, 1)
    delivering.begin_due()
    batch = delivering.claim("1-test")
    subscription = mailing.deliveries.get().subscription
    subscription.state, subscription.ended_at, subscription.ended_because = "ended", NINE, "left"
    subscription.save()

    Courier("1-test")._send(batch, lambda: False)

    assert (states(mailing), server.received) == (["suppressed"], [])
