"""Addresses that get no mail, whatever they are subscribed to."""

from django.contrib.auth.models import User
from django.db import transaction

from releases import rules
from releases.models import Subscriber, clock
from releases.vocabulary import Right, Suppression
from releases.workflow import MoveNotAllowed


def suppress_by_machine(subscriber: Subscriber, *, because: Suppression, note: str = "") -> Subscriber:
    """Send nothing more to an address that its mail server or its reader refused; may be said again."""
    with transaction.atomic():
        held = _held(subscriber)
        if held.suppressed_at is None and held.erased_at is None:
            _suppress(held, because, note, by=None)
    return held


def suppress(subscriber: Subscriber, *, by: User, note: str) -> Subscriber:
    """Take an address off all mail, because its reader asked the press office, or for another reason."""
    rules.require_right(by, Right.WRITE_ISSUE, "Taking an address off all mail")
    if not note.strip():
        raise MoveNotAllowed("Write the reason: who asked for it, and how?")
    with transaction.atomic():
        held = _held(subscriber)
        if held.erased_at is not None:
            raise MoveNotAllowed("This address was erased. Nothing is sent to it.")
        if held.suppressed_at is not None:
            raise MoveNotAllowed("This address gets no mail already.")
        _suppress(held, Suppression.STAFF, note.strip(), by=by)
    return held


def allow_again(subscriber: Subscriber, *, by: User) -> Subscriber:
    """Let an address get what it is subscribed to again."""
    rules.require_right(by, Right.WRITE_ISSUE, "Letting an address get mail again")
    with transaction.atomic():
        held = _held(subscriber)
        if held.suppressed_at is None:
            raise MoveNotAllowed("This address gets its mail.")
        held.suppressed_at, held.suppressed_because = None, ""
        held.suppressed_by, held.suppression_note = None, ""
        held.save(update_fields=["suppressed_at", "suppressed_because", "suppressed_by", "suppression_note"])
    return held


def _held(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


def _suppress(held: Subscriber, because: Suppression, note: str, *, by: User | None) -> None:
    held.suppressed_at, held.suppressed_because = clock.now(), because
    held.suppressed_by, held.suppression_note = by, note[:300]
    held.save(update_fields=["suppressed_at", "suppressed_because", "suppressed_by", "suppression_note"])
