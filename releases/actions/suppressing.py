"""Addresses that get no mail, whatever they are subscribed to."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from releases import conf, rules
from releases.models import Subscriber, clock
from releases.text.times import dated
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
        note_down(held, by, _standing(held))
    return held


def allow_again(subscriber: Subscriber, *, by: User, note: str) -> Subscriber:
    """Let an address get what it is subscribed to again. Its history keeps who suppressed it, and why."""
    rules.require_right(by, Right.WRITE_ISSUE, "Letting an address get mail again")
    if not note.strip():
        raise MoveNotAllowed("Write the reason: why may this address be written to again?")
    with transaction.atomic():
        held = _held(subscriber)
        if held.suppressed_at is None:
            raise MoveNotAllowed("This address gets its mail.")
        note_down(held, by, f"Gets mail again: {note.strip()} Until now: {_standing(held)}")
        held.suppressed_at, held.suppressed_because = None, ""
        held.suppressed_by, held.suppression_note = None, ""
        held.save(update_fields=["suppressed_at", "suppressed_because", "suppressed_by", "suppression_note"])
    return held


def forget_reasons(erased: Subscriber) -> None:
    """Take the reasons out of the history of an address that is erased: they may say whose it was."""
    _history(erased).update(change_message="")


def note_down(held: Subscriber, by: User, words: str) -> None:
    """Write into the address's own history: there is no release whose history this would be."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Subscriber),
        object_id=str(held.pk),
        # Not the address: the entry outlives it.
        object_repr=f"Subscriber {held.pk}",
        action_flag=CHANGE,
        action_time=clock.now(),
        change_message=words,
    )


def _standing(held: Subscriber) -> str:
    since = dated(held.suppressed_at, conf.zone()).full if held.suppressed_at else ""
    name = (
        held.suppressed_by.get_full_name() or held.suppressed_by.get_username() if held.suppressed_by else ""
    )
    return " ".join(
        [
            f"No mail since {since}: {held.get_suppressed_because_display()}",
            *([f"by {name}"] if name else []),
            *([f"({held.suppression_note})"] if held.suppression_note else []),
        ]
    )


def _history(held: Subscriber) -> QuerySet[LogEntry]:
    of_subscribers = ContentType.objects.get_for_model(Subscriber)
    return LogEntry.objects.filter(content_type=of_subscribers, object_id=str(held.pk))


def _held(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


def _suppress(held: Subscriber, because: Suppression, note: str, *, by: User | None) -> None:
    held.suppressed_at, held.suppressed_because = clock.now(), because
    held.suppressed_by, held.suppression_note = by, note[:300]
    held.save(update_fields=["suppressed_at", "suppressed_because", "suppressed_by", "suppression_note"])
