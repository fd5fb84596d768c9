"""The links by which subscribers confirm, manage and leave: whole addresses of the configured site."""

from datetime import datetime, timedelta
from functools import cache

from django.urls import reverse

from releases import conf
from releases.models import Subscriber, Subscription
from releases.text.tokens import Purpose, seal

CONFIRM_WITHIN = timedelta(days=7)


def manage_url(subscription: Subscription) -> str:
    """The page where the subscriber changes and ends everything that they get."""
    return manager_url(subscription.subscriber)


def manager_url(subscriber: Subscriber) -> str:
    """The same page, of a subscriber who may have nothing to manage yet."""
    return _at("manage-subscriptions", seal(Purpose.MANAGE, subscriber.pk, key=subscriber.secret))


def leave_url(subscription: Subscription) -> str:
    """The address that ends this one subscription: a page by GET, at once by POST."""
    token = seal(Purpose.LEAVE, subscription.pk, key=subscription.subscriber.secret)
    return _at("leave-subscription", token)


def confirm_url(subscriber: Subscriber, *, asked_at: datetime) -> str:
    """The page with the button that confirms what the subscriber has asked for, for seven days."""
    expires = int((asked_at + CONFIRM_WITHIN).timestamp())
    token = seal(Purpose.CONFIRM, subscriber.pk, key=subscriber.secret, expires=expires)
    return _at("confirm-subscription", token)


def _at(name: str, token: str) -> str:
    return conf.site_address() + _path(name).replace("TOKEN", token)


@cache
def _path(name: str) -> str:
    return reverse(f"releases:{name}", args=["TOKEN"])
