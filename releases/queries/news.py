"""Releases that readers are mailed when they become public: what is news, and what nobody was told."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from releases.models import (
    Delivery,
    Instance,
    Mailing,
    MailingItem,
    ReleaseVersion,
    Subscription,
    clock,
)
from releases.models.subscriber import SubscriptionQuerySet

NEWS = timedelta(days=1)
"""What became public earlier, when it is first seen, is no news that a mail should bring."""
LATELY = timedelta(days=14)
"""For how long the desk reminds of what nobody was mailed."""
A_LOOK = timedelta(minutes=10)
"""By then a worker has looked."""
MOST = 20


def new_releases() -> QuerySet[ReleaseVersion]:
    """What became public within a day, was not filed in the archive, and went to nobody yet.

    After a restore nobody knows where the releases went that were public before it.
    """
    begins = clock.now() - NEWS
    restored = Instance.objects.filter(confirmed_again_at__gt=begins).first()
    if restored is not None and restored.confirmed_again_at is not None:
        begins = restored.confirmed_again_at
    news = ReleaseVersion.objects.public().not_from_the_archive().dated_after(begins)
    return news.filter(~Exists(_mailings())).order_by("pk")


def untold(at: datetime) -> QuerySet[ReleaseVersion]:
    """The latest public releases of which readers who followed them then were not mailed, in one query."""
    followers = Subscription.objects.deliverable().following_outer().confirmed_by(OuterRef("first_public_at"))
    lately = ReleaseVersion.objects.public(at).not_from_the_archive().dated_after(at - LATELY)
    untold = lately.dated_until(at - A_LOOK).filter(~Exists(_mailings()), Exists(followers))
    return untold.without_text().newest_first()[:MOST]


def chosen_since(delivery: Delivery) -> SubscriptionQuerySet:
    """By what its reader gets the release of a mail now, whatever they followed when it was queued."""
    mailed = MailingItem.objects.filter(mailing=delivery.mailing_id, mailing__issue=None)
    version = ReleaseVersion.objects.without_text().filter(pk__in=mailed.values("version")).first()
    if version is None:
        return Subscription.objects.none()
    return Subscription.objects.following(version).filter(subscriber=delivery.subscription.subscriber_id)


def _mailings() -> QuerySet[Mailing]:
    return Mailing.objects.filter(release=OuterRef("release"))
