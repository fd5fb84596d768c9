"""Telling colleagues by mail: a row beside the move, claimed with a lease, tried until it is done.

A worker that dies between the mail server's “yes” and its note of it leaves a claimed row. When the lease
runs out the mail is sent again: one double mail to a colleague is better than one that never comes. Both
carry the same Message-ID, so most mail programs show one.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, transaction

from fas_press.mail import InDoubt
from releases import rules
from releases.actions import leasing
from releases.actions.mail_answers import refusal_of, sentence_of, words_of
from releases.models import Event, MutedNotice, Notice, ReleaseVersion, clock
from releases.queries import staff
from releases.rendering import notices as drawing
from releases.text.mailboxes import without
from releases.vocabulary import ACCOUNT_NOTICES, NoticeKind, NoticeState, Right, Status
from releases.workflow import MoveNotAllowed

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each failure; the one after the last is final."""
LONGEST_REASON = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AfterEffect:
    """Who is told what once a move is committed, at once or from an instant on."""

    kind: NoticeKind
    to: tuple[User, ...]
    when: datetime | None = None


def write(event: Event, after_effects: Iterable[AfterEffect]) -> None:
    """Queue the mails of a move. Call it in the transaction of the move."""
    for effect in after_effects:
        _queue(
            effect.kind,
            staff.reachable(effect.to, effect.kind),
            event=event,
            at=event.at,
            due=effect.when or event.at,
        )


def write_about_account(person: User, kind: NoticeKind) -> bool:
    """Queue a mail about the person's own account; False when nobody could get it."""
    at = clock.now()
    people = staff.reachable([person], kind)
    _queue(kind, people, event=None, at=at, due=at)
    return bool(people)


def deliver(claimed: Notice) -> bool:
    """Send what was claimed and note what came of it; True when the mail server has taken it."""
    try:
        if not _is_still_true(claimed):
            _finish(claimed, NoticeState.DROPPED)
            return False
        drawing.draw(claimed).send()
    except (OperationalError, InterfaceError):
        leasing.give_back(claimed)
        raise
    except SMTPRecipientsRefused as refusal:
        _note_failure(claimed, reason_of(refusal, claimed.recipient.email), is_final=is_permanent(refusal))
    except Exception as failure:
        # One mail that cannot be sent never holds up the rest, whatever is wrong with it.
        _note_failure(claimed, reason_of(failure, claimed.recipient.email))
    else:
        _finish(claimed, NoticeState.DONE)
        return True
    return False


def take_back_stranded() -> int:
    """Queue again what a worker had claimed and never finished; its lease counts as a failed attempt."""
    stranded = list(Notice.objects.stranded(clock.now()))
    for notice in stranded:
        _note_failure(notice, "The worker stopped while it was sending this mail.")
    return len(stranded)


def try_again(notice: Notice, *, by: User) -> Notice:
    """Queue a mail that was given up, with all its attempts ahead."""
    with transaction.atomic():
        held = _given_up(notice, by)
        held.state, held.attempts, held.next_attempt_at = NoticeState.QUEUED, 0, clock.now()
        held.save(update_fields=["state", "attempts", "next_attempt_at"])
    return held


def leave(notice: Notice, *, by: User) -> Notice:
    """Take a mail that was given up off the desk without sending it."""
    with transaction.atomic():
        held = _given_up(notice, by)
        name = by.get_full_name() or by.get_username()
        held.last_error = f"{held.last_error}\n{name} left it at that.".strip()
        held.state, held.done_at = NoticeState.DROPPED, clock.now()
        held.save(update_fields=["state", "done_at", "last_error"])
    return held


@transaction.atomic
def choose_mail(person: User, *, wanted: Iterable[str]) -> None:
    """Let the person get these kinds of mail about releases, and no others."""
    switched_off = {*NoticeKind.values} - {*ACCOUNT_NOTICES} - {*wanted}
    MutedNotice.objects.filter(user=person).exclude(kind__in=switched_off).delete()
    MutedNotice.objects.bulk_create(
        [MutedNotice(user=person, kind=kind) for kind in sorted(switched_off)], ignore_conflicts=True
    )


def _queue(
    kind: NoticeKind, people: Iterable[User], *, event: Event | None, at: datetime, due: datetime
) -> None:
    # A second failure of the same event adds nothing to the mail that the first one queued.
    Notice.objects.bulk_create(
        [
            Notice(
                kind=kind,
                release=event.release if event else None,
                version=event.version if event else None,
                event=event,
                recipient=person,
                next_attempt_at=due,
                created_at=at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def _is_still_true(notice: Notice) -> bool:
    """Whether the mail would say the truth to somebody who still wants it."""
    kind = NoticeKind(notice.kind)
    if not staff.reachable([notice.recipient], kind):
        return False
    match kind:
        case NoticeKind.SUBMITTED:
            return notice.release is not None and notice.release.status == Status.REVIEW
        case NoticeKind.APPROVED:
            return notice.version is not None and notice.version.number is not None
        case NoticeKind.LIVE:
            return ReleaseVersion.objects.public().filter(notices=notice).exists()
        case NoticeKind.FAILED:
            return Notice.objects.failed().filter(event=notice.event).exists()
        case NoticeKind.INVITATION:
            return not notice.recipient.has_usable_password()
        case NoticeKind.PASSWORD_RESET:
            return notice.recipient.has_usable_password()
        case _:
            return True


@transaction.atomic
def _finish(claimed: Notice, state: NoticeState) -> None:
    held = leasing.held(claimed)
    if held:
        held.state, held.lease_until, held.last_error, held.done_at = state, None, "", clock.now()
        held.save(update_fields=["state", "lease_until", "last_error", "done_at"])


@transaction.atomic
def _note_failure(claimed: Notice, reason: str, *, is_final: bool = False) -> None:
    held = leasing.held(claimed)
    if held is None:
        return
    at = clock.now()
    is_given_up = is_final or held.attempts > len(PAUSES)
    held.state = NoticeState.FAILED if is_given_up else NoticeState.QUEUED
    held.next_attempt_at = at if is_given_up else at + PAUSES[held.attempts - 1]
    held.lease_until, held.last_error = None, reason
    held.save(update_fields=["state", "lease_until", "last_error", "next_attempt_at"])
    log.warning("Notice %s, attempt %s: %s", held.pk, held.attempts, held.get_state_display().lower())
    if is_given_up:
        _tell_of_failure(held, at)


def _tell_of_failure(notice: Notice, at: datetime) -> None:
    """Queue a mail to its writers, the editors and whoever made the move; its own failure spawns nothing."""
    if notice.event is None or notice.release is None or notice.kind == NoticeKind.FAILED:
        return
    people = dict.fromkeys([*staff.behind(notice.release), notice.event.actor, *staff.editors()])
    reached = staff.reachable(people, NoticeKind.FAILED)
    _queue(NoticeKind.FAILED, reached, event=notice.event, at=at, due=at)


def _given_up(notice: Notice, by: User) -> Notice:
    if not (notice.kind in ACCOUNT_NOTICES and staff.keeps_accounts(by)):
        rules.require_right(by, Right.WRITE, "Deciding about a failed mail")
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    if held.state != NoticeState.FAILED:
        raise MoveNotAllowed("This mail is not waiting for a decision. Somebody may have made it already.")
    return held


def is_permanent(refusal: SMTPRecipientsRefused) -> bool:
    return all(500 <= code < 600 for code, _ in refusal.recipients.values())


def reason_of(failure: Exception, address: str) -> str:
    """What the mail server or the machine said, in one line, and without the address."""
    match failure:
        case SMTPRecipientsRefused():
            said = f"The mail server refused the address: {refusal_of(failure)}"
        case SMTPAuthenticationError() | SMTPServerDisconnected() | ConnectionError() | TimeoutError():
            said = sentence_of(failure)
        case SMTPResponseException():
            said = f"The mail server did not take it: {refusal_of(failure)}"
        case InDoubt():
            said = words_of(failure)
        case _:
            said = f"{type(failure).__name__}: {words_of(failure)}"
    return without(said, address)[:LONGEST_REASON]
