"""Rows that one worker at a time takes, with a lease: mails to colleagues, and sign-ups."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction

from releases.actions import fencing
from releases.models import Notice, SignUp, clock
from releases.vocabulary import NoticeState

LEASE = timedelta(minutes=5)
AFTER_A_FAILURE = timedelta(minutes=1)
"""How long a mail waits of which the database or the disk failed before it left."""

Leased = TypeVar("Leased", Notice, SignUp)


def due(model: type[Leased], limit: int, stop: Callable[[], bool]) -> Iterator[Leased]:
    """Claim rows that are due one after the other, at most `limit`, until `stop` says so.

    Together they count as a batch of mails to subscribers does, at its begin and at its end: an older
    database that is put back sends none of them again.
    """
    has_taken = False
    for _ in range(limit):
        row = None if stop() else claim_next(model)
        if row is None:
            break
        if not has_taken:
            _remember_before(row)
        has_taken = True
        yield row
    if has_taken:
        fencing.remember(fencing.count_done())


def _remember_before(row: Leased) -> None:
    try:
        fencing.remember(fencing.count_done())
    except (OperationalError, InterfaceError, OSError):
        give_back(row)
        raise


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


def give_back(claimed: Leased) -> None:
    """Let others have the row soon, of which nothing has left: the database or the disk has failed.

    It is no attempt of the mail. While the database is away nothing can be written, and the lease runs out.
    """
    with suppress(OperationalError, InterfaceError):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        with transaction.atomic():
            if row := held(claimed):
                row.state, row.lease_until = NoticeState.QUEUED, None
                row.attempts -= 1
                row.next_attempt_at = clock.now() + AFTER_A_FAILURE
                if isinstance(row, SignUp):
                    row.mailed_on = None
                row.save()


def held(claimed: Leased) -> Leased | None:
    """The row, locked, unless somebody else has it by now: the end of the lease says whose it is."""
    return (
        type(claimed)
        .objects.select_for_update()
        .filter(pk=claimed.pk, state=NoticeState.CLAIMED, lease_until=claimed.lease_until)
        .first()
    )
