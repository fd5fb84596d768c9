"""Readers who get mail."""

import factory

from releases.models import Subscriber, Subscription, clock
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
