"""Rows that one worker at a time takes, with a lease: mails to colleagues, and sign-ups."""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction

from releases.models import Notice, SignUp, clock
from releases.vocabulary import NoticeState

LEASE = timedelta(minutes=5)

Leased = TypeVar("Leased", Notice, SignUp)


@transaction.atomic
def claim_next(model: type[Leased]) -> Leased | None:
    """Take the row that has been due for longest; it is the caller's alone until its lease runs out."""
    at = clock.now()
    row = model.objects.due(at).select_for_update(skip_locked=True).first()
    if row is None:
        return None
    row.state, row.lease_until = NoticeState.CLAIMED, at + LEASE
    row.attempts += 1
    row.save(update_fields=["state", "lease_until", "attempts"])
    return row


def held(claimed: Leased) -> Leased | None:
    """The row, locked, unless somebody else has it by now: the end of the lease says whose it is."""
    return (
        type(claimed)
        .objects.select_for_update()
        .filter(pk=claimed.pk, state=NoticeState.CLAIMED, lease_until=claimed.lease_until)
        .first()
    )
