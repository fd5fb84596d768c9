"""Mailings on their way to readers, and what has to be in place before one can leave."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from releases.actions import mailing as verbs
from releases.actions.delivering import Courier
from releases.models import Mailing, Organisation, Subscriber, Subscription, clock
from tests.factories.newsletters import newsletter_editor, public_issue
from tests.factories.subscribers import SubscriptionFactory

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)
ENTRY = ("What is in it", "A short text of the issue's own.")


def office(**fields: Any) -> Organisation:
    """An organisation with a postal address."""
    values = {"name": "Federation", "postal_address": "1150 18th Street NW\nWashington, DC 20036", **fields}
    organisation, _ = Organisation.objects.update_or_create(pk=1, defaults=values)
    return organisation


def queued(readers: int = 1, *, items: list[Any] | None = None) -> Mailing:
    """An issue that waits in its recall window, with so many readers."""
    office()
    issue = public_issue(items=items or [ENTRY])
    SubscriptionFactory.create_batch(readers, newsletter=issue.newsletter)
    return verbs.queue_issue(issue, by=newsletter_editor())


def queued_to_many(readers: int, *, name: str = "reader") -> Mailing:
    """The same for thousands, whose rows are written at once."""
    office()
    issue = public_issue(items=[ENTRY])
    at = clock.now()
    addresses = [f"{name}{n}@mail.example" for n in range(readers)]
    people = Subscriber.objects.bulk_create(
        [Subscriber(email=a, email_key=a, limit_key=a, created_at=at) for a in addresses], batch_size=2000
    )
    Subscription.objects.bulk_create(
        [
            Subscription(
                subscriber=person, newsletter=issue.newsletter, state="active", asked_at=at,
                confirmed_at=at, wording="Send me each issue.", source="/newsletters/",
            )
            for person in people
        ],
        batch_size=2000,
    )  # fmt: skip
    return verbs.queue_issue(issue, by=newsletter_editor())


def under_way(at: Callable[[datetime], object], readers: int = 3, **words: Any) -> Mailing:
    """The same when its recall window has just closed."""
    at(NINE)
    waiting = queued(readers, **words)
    at(NINE + WINDOW)
    return waiting


def work(name: str = "1-test") -> int:
    """Let a worker send what is due; how many mails the server has taken."""
    courier = Courier(name, wait=lambda seconds: None)
    sent = courier.deliver(seconds=30)
    courier.close()
    return sent


def states(mailing: Mailing) -> list[str]:
    """Where each of its mails stands, in the order of their readers."""
    return [state for (state,) in mailing.deliveries.order_by("pk").values_list("state")]
