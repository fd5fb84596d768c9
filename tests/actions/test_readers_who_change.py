"""Readers who leave, or choose otherwise, while a mail to them waits."""

from datetime import timedelta

import pytest

from releases.actions import delivering, publishing, subscriptions
from releases.actions import mailing as verbs
from releases.actions.delivering import Courier
from releases.actions.ledger import PAUSES
from releases.models import Mailing
from releases.rendering.subscriber_links import leave_url
from tests import mail_server
from tests.factories import approved, editor
from tests.factories.mailings import NINE, WINDOW, office, states, under_way, work
from tests.factories.newsletters import newsletter_editor
from tests.factories.subscribers import SubscriptionFactory

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


def release_on_its_way(at, *subscriptions):
    """The mail of a release that has become public and waits for its followers."""
    office()
    at(NINE)
    version = approved()
    assert verbs.queue_new_releases() == 1
    mailing = Mailing.objects.get()
    assert [row.subscription for row in mailing.deliveries.all()] == list(subscriptions)
    return version, mailing


def follower(**wish):
    return SubscriptionFactory(newsletter=None, **wish)


def change(subscription, kind):
    return subscriptions.change(subscription, programme=None, topic=None, kind=kind, source="/manage/")


def test_who_chooses_other_releases_gets_what_is_among_them_and_waits(at, server):
    at(NINE)
    fits, fits_not = follower(), follower()
    _, mailing = release_on_its_way(at, fits, fits_not)
    change(fits, "release")
    change(fits_not, "letter")

    assert (work(), work()) == (1, 0)

    assert states(mailing) == ["sent", "suppressed"]
    (mail,) = server.received
    assert mail["To"] == fits.subscriber.email
    assert mail["List-Unsubscribe"] == f"<{leave_url(fits)}>"
    assert mailing.deliveries.order_by("pk").last().last_answer.startswith("Its reader has left, has chosen")


def test_who_gets_a_release_by_two_choices_and_ends_one_gets_it_by_the_other(at, server):
    at(NINE)
    narrow = follower(kind="release")
    wide = follower(subscriber=narrow.subscriber)
    _, mailing = release_on_its_way(at, narrow)
    subscriptions.leave(narrow)
    assert wide.may_receive

    assert (work(), states(mailing)) == (1, ["sent"])


@pytest.mark.parametrize("stop", ["pause", "withdraw"])
def test_the_mail_of_who_chose_otherwise_waits_with_its_mailing(at, server, stop):
    at(NINE)
    reader = follower()
    version, mailing = release_on_its_way(at, reader)
    change(reader, "release")
    at(NINE + timedelta(minutes=1))
    batch = delivering.claim("1-test")
    if stop == "pause":
        verbs.pause(mailing, by=newsletter_editor())
    else:
        publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=False)

    Courier("1-test")._send(batch, lambda: False)

    assert (states(mailing), server.received) == (["queued"], [])


@pytest.mark.parametrize("leave", [subscriptions.leave_all, subscriptions.erase])
def test_who_leaves_everything_or_is_erased_gets_nothing_and_is_no_failure(at, server, leave):
    at(NINE)
    reader = follower()
    _, mailing = release_on_its_way(at, reader)
    leave(reader.subscriber)

    assert (work(), states(mailing), server.received) == (0, ["suppressed"], [])


def test_who_leaves_an_issue_and_signs_up_again_gets_the_next_one(at, server):
    mailing = under_way(at, 1)
    row = mailing.deliveries.get()
    subscriptions.leave(row.subscription)
    SubscriptionFactory(subscriber=row.subscription.subscriber, newsletter=row.subscription.newsletter)

    assert (work(), states(mailing)) == (0, ["suppressed"])


@pytest.mark.parametrize("leaves", [False, True])
def test_a_reader_is_looked_at_again_when_the_connection_had_to_be_opened_anew(at, server, settings, leaves):
    settings.MAILS_PER_SECOND = 1
    mailing = under_way(at, 2)
    last = mailing.deliveries.order_by("pk").last()

    def wait(seconds):
        if server.port == settings.EMAIL_PORT:
            # Between two mails: the server hangs up, and cannot be reached at first.
            server.restart()
            settings.EMAIL_PORT = mail_server.free_port()
            return
        settings.EMAIL_PORT = server.port
        if leaves:
            subscriptions.leave(last.subscription)

    sent = Courier("1-test", wait=wait).deliver(seconds=30)

    assert sent == len(server.received)
    assert states(mailing) == ["sent", "queued" if leaves else "sent"]
    at(NINE + WINDOW + PAUSES[0])
    work()
    assert states(mailing) == ["sent", "suppressed" if leaves else "sent"]
    assert len(server.received) == (1 if leaves else 2)
