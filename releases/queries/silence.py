"""Whether anybody sends: mails that have long been due while no worker has taken any."""

from datetime import datetime, timedelta
from typing import Any

from releases.models import Delivery, Mailing, Notice, SignUp
from releases.models.mailing import HELD
from releases.queries import furniture
from releases.vocabulary import NoticeState

PATIENCE = timedelta(minutes=10)
"""By then a worker that runs has taken what was due."""


def since(at: datetime) -> datetime | None:
    """Since when mails have been due that nobody takes; None while a worker has some, or nothing is due."""
    return None if _somebody_works(at) else min(_late(at - PATIENCE), default=None)


def _somebody_works(at: datetime) -> bool:
    single: dict[str, Any] = {"state": NoticeState.CLAIMED, "lease_until__gt": at}
    return (
        Delivery.objects.filter(state__in=HELD, lease_until__gt=at).exists()
        or Notice.objects.filter(**single).exists()
        or SignUp.objects.filter(**single).exists()
    )


def _late(at: datetime) -> list[datetime]:
    """What has been due for longest at this instant, of each kind."""
    first: list[Notice | SignUp | Delivery | None] = [Notice.objects.due(at).first()]
    if furniture.organisation().postal_address.strip():
        # Without an address to name, answers to readers wait for it, and not for a worker.
        first.append(SignUp.objects.due(at).first())
    if mailing := Mailing.objects.with_mail_due(at).first():
        first.append(mailing.deliveries.due(at).first())
    begins = Mailing.objects.to_begin(at).order_by("starts_at").values_list("starts_at", flat=True)[:1]
    return [*begins, *(row.next_attempt_at for row in first if row is not None)]
