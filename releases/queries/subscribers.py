"""Subscribers as staff see them: how many get what, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from releases.models import Newsletter, Subscriber, Subscription
from releases.vocabulary import SubscriptionEnd

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Readership:
    """How many get one newsletter, or releases."""

    what: str
    active: int
    pending: int
    begun: int
    left: int

    def __str__(self) -> str:
        gets = "One address gets" if self.active == 1 else f"{self.active:,} addresses get"
        waits = f"{self.pending:,} {'waits' if self.pending == 1 else 'wait'} for a confirmation"
        return (
            f"{gets} {self.what}; {waits}. In the last 30 days {self.begun:,} joined and {self.left:,} left."
        )


def readerships(at: datetime) -> tuple[Readership, ...]:
    """Every newsletter by its name, then releases; two queries however many subscribers there are."""
    names = dict(Newsletter.objects.values_list("pk", "name"))
    since = at - LATELY
    # Whoever only chose other releases has neither left nor joined.
    earlier = Subscription.objects.filter(
        ended_because=SubscriptionEnd.CHANGED,
        subscriber=OuterRef("subscriber"),
        ended_at=OuterRef("confirmed_at"),
    )
    has_joined = Q(confirmed_at__gt=since) & ~Q(Exists(earlier))
    has_left = Q(ended_because__in=(SubscriptionEnd.LEFT, SubscriptionEnd.ERASED))
    rows = (
        Subscription.objects.order_by()
        .values("newsletter")
        .annotate(
            active=Count(
                "subscriber", filter=Q(pk__in=Subscription.objects.deliverable().values("pk")), distinct=True
            ),
            pending=Count("pk", filter=Q(pk__in=Subscription.objects.pending().values("pk"))),
            begun=Count("pk", filter=has_joined),
            left=Count("pk", filter=has_left & Q(ended_at__gt=since)),
        )
        .values_list("newsletter", "active", "pending", "begun", "left")
    )
    counted: dict[int | None, tuple[int, ...]] = {newsletter: tuple(counts) for newsletter, *counts in rows}
    wanted = [*names.items(), (None, "press releases")]
    return tuple(Readership(name, *counted.get(pk, (0, 0, 0, 0))) for pk, name in wanted)


def suppressed() -> int:
    """How many known addresses get no mail at all."""
    return Subscriber.objects.filter(suppressed_at__isnull=False, erased_at=None).count()
