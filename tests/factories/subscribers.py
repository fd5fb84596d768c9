"""Readers who get mail."""

import hashlib

import factory
from django.db import connection

from releases import conf
from releases.models import Subscriber, Subscription, clock
from releases.rendering.subscriber_links import confirm_url
from releases.vocabulary import SubscriptionState
from tests.factories.newsletters import NewsletterFactory


class SubscriberFactory(factory.django.DjangoModelFactory):
    """An address that is known and not suppressed."""

    class Meta:
        model = Subscriber

    email = factory.Sequence(lambda n: f"Reader{n}@mail.example")
    email_key = factory.LazyAttribute(lambda reader: reader.email.lower())
    limit_key = factory.LazyAttribute(lambda reader: reader.email_key)
    created_at = factory.LazyFunction(clock.now)


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """An active subscription to a newsletter; `newsletter=None` is one to releases."""

    class Meta:
        model = Subscription

    subscriber = factory.SubFactory(SubscriberFactory)
    newsletter = factory.SubFactory(NewsletterFactory)
    state = SubscriptionState.ACTIVE
    asked_at = factory.LazyFunction(clock.now)
    confirmed_at = factory.LazyAttribute(
        lambda row: row.asked_at if row.state == SubscriptionState.ACTIVE else None
    )
    wording = "Send me each issue."
    source = "/newsletters/"


def path(link: str) -> str:
    """The link without the address of the site."""
    return link.removeprefix(conf.site_address())


def confirming(row: Subscription) -> str:
    """The page that confirms what a subscription asks for."""
    return path(confirm_url(row.subscriber, asked_at=row.asked_at))


def state(row: Subscription) -> str:
    """Where it stands in the database."""
    row.refresh_from_db()
    return row.state


def every_row() -> str:
    """A digest of all rows of the app."""
    seen = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(name for name in connection.introspection.table_names() if "releases_" in name):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            seen.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return seen.hexdigest()
