"""What subscribers decide with the links in their mail: confirm, change, leave, be erased."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from releases import rules
from releases.actions import suppressing
from releases.models import Programme, SignUp, Subscriber, Subscription, Topic, clock
from releases.models.subscriber import SubscriptionQuerySet, new_secret
from releases.rendering.subscriber_links import CONFIRM_WITHIN
from releases.rendering.wishes import releases_wording
from releases.vocabulary import Right, SubscriptionEnd, SubscriptionState
from releases.workflow import MoveNotAllowed

AT_ONCE = 500
KEEP_SIGN_UPS = timedelta(days=7)


def confirm(subscriber: Subscriber, *, chosen: Collection[int]) -> int:
    """Begin those of the subscriber's pending subscriptions that the page showed; how many began."""
    with transaction.atomic():
        held = _held(subscriber)
        at = clock.now()
        begun = (
            Subscription.objects.pending()
            .filter(subscriber=held, pk__in=chosen)
            .update(state=SubscriptionState.ACTIVE, confirmed_at=at)
        )
        if begun:
            unanswered = SignUp.objects.filter(limit_key=held.limit_key, answered_at=None)
            unanswered.exclude(mailed_on=None).update(answered_at=at)
    return begun


def change(
    subscription: Subscription, *, programme: Programme | None, topic: Topic | None, kind: str, source: str
) -> Subscription:
    """Narrow or widen which releases come: another subscription, whose words are the consent from now on.

    The old one stays as it was agreed to, for the mails that were sent by it.
    """
    try:
        with transaction.atomic():
            held = Subscription.objects.select_for_update().get(pk=subscription.pk)
            if held.state != SubscriptionState.ACTIVE or held.newsletter_id is not None:
                raise MoveNotAllowed("You do not get these releases any more. Sign up again to get them.")
            at = clock.now()
            _end(Subscription.objects.filter(pk=held.pk), SubscriptionEnd.CHANGED, at)
            # What waits for its confirmation is agreed to hereby.
            same = Subscription.objects.pending().to_releases().filter(subscriber=held.subscriber_id)
            _end(same.filter(programme=programme, topic=topic, kind=kind), SubscriptionEnd.CHANGED, at)
            changed = Subscription.objects.create(
                subscriber=held.subscriber,
                programme=programme,
                topic=topic,
                kind=kind,
                state=SubscriptionState.ACTIVE,
                asked_at=at,
                confirmed_at=at,
                wording=releases_wording(programme, topic, kind),
                source=source,
            )
    except IntegrityError as refusal:
        raise MoveNotAllowed("You get exactly these releases already. Nothing was changed.") from refusal
    return changed


def leave(subscription: Subscription) -> None:
    """End one subscription at once. Whoever has left stays so, however often this is called."""
    with transaction.atomic():
        _end(Subscription.objects.filter(pk=subscription.pk), SubscriptionEnd.LEFT, clock.now())


def leave_list(subscription: Subscription) -> None:
    """End the list that a mail names (List-Id): one newsletter, or all releases, however narrowed.

    The mail may be an old one: what its reader has asked for since comes from the same list.
    """
    with transaction.atomic():
        _end(Subscription.objects.of_list(subscription), SubscriptionEnd.LEFT, clock.now())


def leave_all(subscriber: Subscriber) -> None:
    """End everything that the subscriber gets or has asked for."""
    with transaction.atomic():
        held = _held(subscriber)
        _end(Subscription.objects.filter(subscriber=held), SubscriptionEnd.LEFT, clock.now())


def erase(subscriber: Subscriber) -> None:
    """End everything and forget the address. What was sent stays counted, to nobody."""
    with transaction.atomic():
        held = _held(subscriber)
        at = clock.now()
        _end(Subscription.objects.filter(subscriber=held), SubscriptionEnd.ERASED, at)
        SignUp.objects.filter(email_key=held.email_key).delete()
        SignUp.objects.filter(subscriber=held).delete()
        held.email, held.email_key, held.limit_key, held.suppression_note = "", None, "", ""
        # The links in older mails open nothing any more.
        held.secret, held.erased_at = new_secret(), at
        held.save()
        suppressing.forget_reasons(held)


def erase_on_request(subscriber: Subscriber, *, by: User) -> None:
    """Erase an address for a reader who asked the press office. Its history says who did it, and when."""
    rules.require_right(by, Right.APPROVE_ISSUE, "Erasing an address")
    with transaction.atomic():
        held = _held(subscriber)
        if held.erased_at is not None:
            raise MoveNotAllowed("This address was erased already.")
        erase(held)
        suppressing.note_down(held, by, "Erased, because its reader asked for it.")


def forget_unconfirmed(limit: int = AT_ONCE) -> int:
    """Delete what nobody confirmed within seven days, and addresses of which nothing is left; how many.

    Whatever somebody holds just now, who confirms perhaps, is left to the next round instead of waited for.
    """
    with transaction.atomic():
        at = clock.now()
        old = SignUp.objects.filter(asked_at__lt=at - KEEP_SIGN_UPS)
        forms, _ = SignUp.objects.filter(pk__in=_free(old, limit)).delete()
        late = Subscription.objects.pending().filter(asked_at__lt=at - CONFIRM_WITHIN)
        # The subscriber first, as in confirming and erasing: in two orders each could wait for the other.
        people = _free(Subscriber.objects.filter(Exists(late.filter(subscriber=OuterRef("pk")))), limit)
        gone, _ = late.filter(subscriber__in=people).delete()
        if not forms and not gone:
            return 0
        nothing_left = Subscriber.objects.filter(
            subscriptions=None, sign_ups=None, suppressed_at=None, erased_at=None
        )
        Subscriber.objects.filter(pk__in=_free(nothing_left, limit)).delete()
    return gone


def _free(rows: QuerySet[Any], limit: int) -> list[int]:
    """Hold some of the rows that nobody else holds."""
    return list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:limit])


def _held(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


def _end(subscriptions: SubscriptionQuerySet, because: SubscriptionEnd, at: datetime) -> None:
    subscriptions.open().update(state=SubscriptionState.ENDED, ended_at=at, ended_because=because)
