"""The one rate limit of all mail to subscribers: how many places a second there are, and who has which."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from releases import conf
from releases.models import Instance, clock


@dataclass(frozen=True)
class Places:
    """Some places in the row: the first after so many seconds, the others one by one after it."""

    after: float
    every: float


@transaction.atomic
def take(count: int) -> Places:
    """Give so many places to one worker; without a limit there is no row to stand in."""
    rate = conf.mails_per_second()
    if not rate:
        return Places(0.0, 0.0)
    instance = Instance.objects.select_for_update().get(pk=1)
    at = clock.now()
    begins = max(instance.paced_until or at, at)
    instance.paced_until = begins + timedelta(seconds=count / rate)
    instance.save(update_fields=["paced_until"])
    return Places((begins - at).total_seconds(), 1 / rate)


class Beat:
    """The instants of some places. The time that a mail takes is part of the time until the next."""

    def __init__(self, places: Places, *, now: Callable[[], float] = time.monotonic) -> None:
        """`now` tells the seconds that have passed since any instant."""
        self._now, self._every = now, places.every
        self._next = now() + places.after

    @property
    def seconds(self) -> float:
        """How long to wait for the place that comes next; 0 or less is not at all."""
        return self._next - self._now()

    def used(self) -> None:
        """A mail has left in it. Who comes late leaves no gap behind, and catches up on none."""
        self._next = max(self._next + self._every, self._now())
