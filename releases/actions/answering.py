"""Answering sign-ups: the worker takes each row with a lease, and mails at most once a day to a mailbox.

A mail that somebody confirms by counts no more, so that who signs up for one thing and then for another is
answered twice; what nobody confirms is a stranger's doing, perhaps a flood, and gets one mail a day. The
database keeps a second one out (one_unanswered_mail_a_day), whatever two workers do at once.

The day is noted before the mail leaves, and taken back when the server has not taken it. So a mail of which
nobody knows whether it arrived is never sent again, and one that never left uses up no day.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Q

from fas_press.mail import InDoubt
from releases.actions import leasing, pacing
from releases.actions.notifying import PAUSES, is_permanent, reason_of
from releases.models import Newsletter, Programme, SignUp, Subscriber, Subscription, Topic, clock
from releases.rendering import sign_up_mail
from releases.vocabulary import NoticeState, SubscriptionState

DAY = timedelta(days=1)
STOPPED = "The worker stopped while it was sending this mail."
MOST_A_DAY = 5
"""To a mailbox that confirms every time."""

log = logging.getLogger(__name__)


def answer(claimed: SignUp, *, wait: Callable[[float], object] = time.sleep) -> bool:
    """Note what was asked for and send the mail that follows; True when the mail server has taken one.

    `wait` lets the seconds pass until the rate limit, which all mail to readers shares, has a place for it.
    """
    try:
        claimed.subscriber = subscriber = _take_down(claimed)
        letter = sign_up_mail.draw(claimed) if subscriber else None
        if letter is not None and (seconds := pacing.take(1).after) > 0:
            # Before the day is taken: whoever is stopped while waiting has lost nothing.
            wait(seconds)
        if subscriber is None or letter is None or not _may_be_mailed(claimed, subscriber):
            _finish(claimed, NoticeState.DROPPED)
            return False
        letter.send()
    except InDoubt as doubt:
        _finish(claimed, NoticeState.DONE, but=reason_of(doubt, claimed.email))
        return False
    except (OperationalError, InterfaceError):
        leasing.give_back(claimed)
        raise
    except SMTPRecipientsRefused as refusal:
        _note_failure(claimed, reason_of(refusal, claimed.email), is_final=is_permanent(refusal))
    except Exception as failure:
        # One mail that cannot be sent never holds up the rest, whatever is wrong with it.
        _note_failure(claimed, reason_of(failure, claimed.email))
    else:
        _finish(claimed, NoticeState.DONE)
        return True
    return False


def take_back_stranded() -> int:
    """Finish what workers had claimed and left: queue it again, unless its mail may have gone out."""
    stranded = list(SignUp.objects.stranded(clock.now()))
    for sign_up in stranded:
        if sign_up.mailed_on is None:
            _note_failure(sign_up, STOPPED)
        else:
            _finish(sign_up, NoticeState.DONE, but=STOPPED)
    return len(stranded)


def _take_down(claimed: SignUp) -> Subscriber | None:
    """Write the subscriptions that wait for their confirmation; who may be mailed about them."""
    subscriber = _known(claimed)
    if subscriber.suppressed_at is not None:
        return None
    _want(subscriber, claimed)
    # What the wishes named may be gone since the form was drawn.
    is_open = subscriber.subscriptions.open().exists()
    return subscriber if is_open and not _has_had_enough(claimed.limit_key, clock.now()) else None


@transaction.atomic
def _known(claimed: SignUp) -> Subscriber:
    subscriber, _ = Subscriber.objects.get_or_create(
        email_key=claimed.email_key,
        defaults={
            "email": claimed.email,
            "limit_key": claimed.limit_key,
            "created_at": claimed.asked_at,
        },
    )
    return subscriber


@transaction.atomic
def _want(subscriber: Subscriber, claimed: SignUp) -> None:
    """One pending subscription for each wish that is not open yet; a pending one begins its week anew."""
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    for wish in claimed.wishes:
        what = {name: wish[name] for name in ("newsletter", "programme", "topic")}
        if not _exists(what):
            continue
        same = Subscription.objects.open().filter(
            subscriber=subscriber,
            kind=wish["kind"],
            **{f"{name}_id": number for name, number in what.items()},
        )
        consent = {"asked_at": claimed.asked_at, "wording": wish["wording"], "source": claimed.source}
        if not same.pending().update(**consent) and not same.exists():
            Subscription.objects.create(
                subscriber=subscriber,
                kind=wish["kind"],
                state=SubscriptionState.PENDING,
                **{f"{name}_id": number for name, number in what.items()},
                **consent,
            )


def _exists(what: dict[str, int | None]) -> bool:
    """Staff may have deleted it since the form was drawn."""
    models = {"newsletter": Newsletter, "programme": Programme, "topic": Topic}
    return all(
        number is None or models[name]._default_manager.filter(pk=number).exists()
        for name, number in what.items()
    )


def _may_be_mailed(claimed: SignUp, subscriber: Subscriber) -> bool:
    """Take the mailbox's one mail of the day, unless it is taken."""
    at = clock.now()
    try:
        with transaction.atomic():
            # The subscriber first, as in erasing: in two orders each could wait for the other for ever.
            known = Subscriber.objects.select_for_update().filter(pk=subscriber.pk, erased_at=None)
            held = leasing.held(claimed) if known.first() else None
            if held is None or _has_had_enough(claimed.limit_key, at):
                return False
            held.mailed_on, held.subscriber = at.date(), subscriber
            held.save(update_fields=["mailed_on", "subscriber"])
    except IntegrityError:
        return False
    return True


def _has_had_enough(limit_key: str, at: datetime) -> bool:
    """Whether mails have left, or are leaving, that nobody has confirmed, or too many in one day."""
    leaving = Q(state=NoticeState.CLAIMED) | Q(done_at__gt=at - DAY)
    of_today = SignUp.objects.filter(leaving, limit_key=limit_key, mailed_on__isnull=False)
    return of_today.filter(answered_at=None).exists() or of_today.count() >= MOST_A_DAY


@transaction.atomic
def _finish(claimed: SignUp, state: NoticeState, *, but: str = "") -> None:
    held = leasing.held(claimed)
    if held:
        held.state, held.lease_until, held.last_error, held.done_at = state, None, but, clock.now()
        held.save(update_fields=["state", "lease_until", "last_error", "done_at"])
        if but:
            log.warning("Sign-up %s may or may not have been answered; it is not tried again.", held.pk)


@transaction.atomic
def _note_failure(claimed: SignUp, reason: str, *, is_final: bool = False) -> None:
    held = leasing.held(claimed)
    if held is None:
        return
    at = clock.now()
    is_given_up = is_final or held.attempts > len(PAUSES)
    held.state = NoticeState.FAILED if is_given_up else NoticeState.QUEUED
    held.next_attempt_at = at if is_given_up else at + PAUSES[held.attempts - 1]
    held.lease_until, held.last_error, held.mailed_on = None, reason, None
    held.save(update_fields=["state", "lease_until", "last_error", "next_attempt_at", "mailed_on"])
    log.warning("Sign-up %s, attempt %s: %s", held.pk, held.attempts, held.get_state_display().lower())
