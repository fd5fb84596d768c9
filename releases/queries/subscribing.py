"""What readers can subscribe to, and whose a link is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from releases.models import Newsletter, Programme, ReleaseVersion, Subscriber, Subscription, Topic
from releases.models.subscriber import SubscriptionQuerySet
from releases.text.tokens import Claim, Purpose, is_genuine, read


@dataclass(frozen=True)
class Offer:
    """What the form can name: every newsletter, and the programmes and topics that public versions name."""

    newsletters: tuple[Newsletter, ...]
    programmes: tuple[Programme, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Asker:
    """Whose confirmation link it is, and whether its seven days are over."""

    subscriber: Subscriber
    is_late: bool


def offer(at: datetime | None = None) -> Offer:
    """Everything to choose from, in three queries."""
    public = ReleaseVersion.objects.public(at)
    return Offer(
        newsletters=tuple(Newsletter.objects.all()),
        programmes=tuple(Programme.objects.filter(Exists(public.filter(programmes=OuterRef("pk"))))),
        topics=tuple(Topic.objects.filter(Exists(public.filter(topics=OuterRef("pk"))))),
    )


def asker(token: str, at: datetime) -> Asker | None:
    """Who confirms with this link."""
    claim = read(token)
    if claim is None or claim.expires is None:
        return None
    subscriber = _proven(claim, Purpose.CONFIRM)
    return Asker(subscriber, at.timestamp() > claim.expires) if subscriber else None


def manager(token: str) -> Subscriber | None:
    """Who manages what they get with this link."""
    claim = read(token)
    return _proven(claim, Purpose.MANAGE) if claim and claim.expires is None else None


def to_leave(token: str) -> Subscription | None:
    """What this link ends, or has ended."""
    claim = read(token)
    if claim is None or claim.expires is not None:
        return None
    found = _with_words().filter(pk=claim.number).first()
    genuine = found and is_genuine(claim, Purpose.LEAVE, key=found.subscriber.secret)
    return found if genuine else None


def pending_of(subscriber: Subscriber) -> tuple[Subscription, ...]:
    """What the subscriber has asked for and not confirmed."""
    return tuple(_with_words().pending().filter(subscriber=subscriber).order_by("pk"))


def active_of(subscriber: Subscriber) -> tuple[Subscription, ...]:
    """What the subscriber gets."""
    return tuple(_with_words().active().filter(subscriber=subscriber).order_by("pk"))


def open_in_list(subscription: Subscription) -> tuple[Subscription, ...]:
    """What the subscriber has asked for of the same list: one newsletter, or releases however narrowed."""
    return tuple(_with_words().open().of_list(subscription).order_by("pk"))


def _with_words() -> SubscriptionQuerySet:
    return Subscription.objects.select_related("subscriber", "newsletter", "programme", "topic")


def _proven(claim: Claim, purpose: Purpose) -> Subscriber | None:
    found = Subscriber.objects.filter(pk=claim.number, erased_at=None).first()
    return found if found and is_genuine(claim, purpose, key=found.secret) else None
