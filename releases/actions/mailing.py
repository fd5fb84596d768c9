"""What goes to everybody who subscribed: one transaction freezes words and recipients; then stopping it."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet

from releases import conf, rules
from releases.actions import refusals
from releases.actions.ledger import ENDED, reopen
from releases.desk.mailings import office_objection
from releases.models import (
    Delivery,
    Event,
    Mailing,
    MailingItem,
    NewsletterIssue,
    Release,
    ReleaseVersion,
    Subscription,
    clock,
)
from releases.models.history import signed
from releases.queries import fence
from releases.queries.news import new_releases
from releases.queries.newsletters import public_items
from releases.rendering import issue_mail, release_mail
from releases.vocabulary import DeliveryState, MailingState, Right, Status
from releases.workflow import MoveNotAllowed

log = logging.getLogger(__name__)


def queue_issue(issue: NewsletterIssue, *, by: User) -> Mailing:
    """Freeze the mail and everybody who gets it. Nothing leaves before the recall window has closed."""
    rules.require_right(by, Right.APPROVE_ISSUE, "Sending an issue")
    with transaction.atomic():
        held = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        at = clock.now()
        starts_at = require_ready(held)
        versions = public_items(held, starts_at)
        words = issue_mail.draw(held, versions)
        mailing = Mailing.objects.create(
            issue=held,
            subject=words.subject,
            text=words.text,
            html=words.html,
            queued_by=by,
            queued_at=at,
            starts_at=starts_at,
        )
        _freeze(mailing, versions.values(), Subscription.objects.deliverable().to_newsletter(held.newsletter))
        if mailing.recipients == 0:
            raise MoveNotAllowed("Nobody has subscribed to this newsletter. There is nobody to send it to.")
        _write(
            mailing,
            "queue",
            by,
            after=f"{mailing.recipients:,} mails, from {starts_at:%Y-%m-%d %H:%M} UTC on",
        )
    return mailing


def require_ready(issue: NewsletterIssue) -> datetime:
    """When the first mail of an approved issue would leave; raise MoveNotAllowed with what is in the way."""
    if issue.status != Status.APPROVED or issue.public_from is None:
        raise MoveNotAllowed("Only an approved issue can be sent. Let somebody approve it first.")
    if Mailing.objects.filter(issue=issue).exclude(state=MailingState.RECALLED).exists():
        raise MoveNotAllowed("This issue is queued or sent already. Nobody gets it twice.")
    if objection := fence.objection():
        raise MoveNotAllowed(objection)
    if objection := office_objection():
        raise MoveNotAllowed(objection)
    if not issue.frozen.items:
        raise MoveNotAllowed("The issue has no items. There is nothing to send.")
    starts_at = max(clock.now() + conf.recall_window(), issue.public_from)
    seen = public_items(issue, starts_at)
    wanted = {item.release for item in issue.frozen.items if item.release is not None}
    hidden = Release.objects.filter(pk__in=wanted - seen.keys()).order_by("pk").first()
    if hidden is not None:
        raise MoveNotAllowed(
            f"“{hidden}” is in the issue, and readers will not see it when the first mail leaves. "
            "Publish it, or leave the issue unsent."
        )
    return starts_at


def queue_new_releases() -> int:
    """Queue a mailing for each release that became public lately and has none; return how many."""
    if fence.objection() or office_objection():
        return 0
    return sum(_queued_or_noted(version.pk) for version in new_releases())


def _queued_or_noted(version_pk: int) -> bool:
    """One release that cannot be drawn never holds up the mails of all others."""
    try:
        return _queue_release(version_pk)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("The mail of version %s cannot be queued.", version_pk)
        return False


@transaction.atomic
def _queue_release(version_pk: int) -> bool:
    """Freeze the mail of a release, and who gets it; another worker may have been quicker."""
    Release.objects.select_for_update(of=("self",)).get(versions=version_pk)
    version = new_releases().filter(pk=version_pk).select_related("release").first()
    if version is None:
        return False
    at, words = clock.now(), release_mail.draw(version)
    mailing = Mailing.objects.create(
        release=version.release,
        state=MailingState.SENDING,
        subject=words.subject,
        text=words.text,
        html=words.html,
        queued_at=at,
        starts_at=at,
        begun_at=at,
    )
    _freeze(mailing, [version], Subscription.objects.following(version))
    return True


def pause(mailing: Mailing, *, by: User) -> Mailing:
    """Let nothing more leave. Mails that are on their way just now arrive."""
    with _held(mailing, by, "Pausing a mailing") as held:
        if held.state not in (MailingState.WAITING, MailingState.SENDING):
            raise MoveNotAllowed(f"Only a mailing that is under way can be paused. This one: {_state(held)}.")
        held.state = MailingState.PAUSED
        held.paused_because = f"{by.get_full_name() or by.get_username()} paused it."
        held.save(update_fields=["state", "paused_because"])
        _write(held, "pause", by)
    return held


def resume(mailing: Mailing, *, by: User) -> Mailing:
    """Go on. What waits for another attempt is tried at once, and what may have been refused for our sake."""
    with _held(mailing, by, "Resuming a mailing") as held:
        if held.state != MailingState.PAUSED:
            raise MoveNotAllowed(f"Only a paused mailing can be resumed. This one: {_state(held)}.")
        if objection := fence.objection():
            raise MoveNotAllowed(objection)
        hidden = held.items.hidden(max(clock.now(), held.starts_at)).select_related("release").first()
        if hidden is not None:
            raise MoveNotAllowed(
                f"Readers cannot see “{hidden.release}” in the words of this mailing: they were withdrawn, "
                "or cancelled before they were public. Recall the mailing if nothing has left, and send it "
                "with new words; else end it."
            )
        again = _try_again(held)
        held.state = MailingState.SENDING if held.begun_at else MailingState.WAITING
        held.paused_because = ""
        held.save(update_fields=["state", "paused_because"])
        _write(held, "resume", by, after=f"{again:,} refused mails are tried again" if again else "")
    return held


def recall(mailing: Mailing, *, by: User) -> Mailing:
    """Take an issue back of which no mail was ever tried. It can be queued again, with new words."""
    with _held(mailing, by, "Recalling a mailing") as held:
        if held.issue_id is None or held.state not in (MailingState.WAITING, MailingState.PAUSED):
            raise MoveNotAllowed(
                f"Only an issue that waits or is paused can be recalled. This one: {_state(held)}."
            )
        _leave_out_the_rest(held, "Recalled before the first mail.")
        # Asked after the step above, which waits for a worker that begins a mail just now.
        if held.has_tried():
            raise MoveNotAllowed("The first mail has left: it cannot be recalled any more. End it instead.")
        held.state, held.finished_at, held.paused_because = MailingState.RECALLED, clock.now(), ""
        held.begun_at = None
        held.save(update_fields=["state", "finished_at", "paused_because", "begun_at"])
        _write(held, "recall", by)
    return held


def end(mailing: Mailing, *, by: User) -> Mailing:
    """Send nothing more of a paused mailing, for good. What has left stays in the ledger."""
    with _held(mailing, by, "Ending a mailing") as held:
        if held.state != MailingState.PAUSED or not held.begun_at:
            raise MoveNotAllowed("Pause the mailing first; before its first mail it can be recalled instead.")
        refusals.leave(held)
        left = _leave_out_the_rest(held, ENDED)
        held.state, held.finished_at, held.paused_because = MailingState.FINISHED, clock.now(), ""
        held.is_given_up = True
        held.save(update_fields=["state", "finished_at", "paused_because", "is_given_up"])
        _write(held, "end", by, after=f"{left:,} mails were not sent")
    return held


def send_again(delivery: Delivery, *, by: User) -> Delivery:
    """Queue a mail of which nobody knows whether it arrived; its reader may get it twice."""
    with _uncertain(delivery, by) as held:
        mailing = Mailing.objects.select_for_update().get(pk=held.mailing_id)
        held.state, held.next_attempt_at = DeliveryState.QUEUED, clock.now()
        held.save(update_fields=["state", "next_attempt_at"])
        reopen(mailing)
        _write(mailing, "send again", by, after=f"Mail {held.pk}")
    return held


def count_as_sent(delivery: Delivery, *, by: User) -> Delivery:
    """Believe that a mail arrived of which nobody knows."""
    with _uncertain(delivery, by) as held:
        held.state, held.done_at = DeliveryState.SENT, clock.now()
        # No worker has heard it: what the server refused before is not believed for this.
        held.worker = ""
        name = by.get_full_name() or by.get_username()
        held.last_answer = f"{held.last_answer} {name} counts it as sent."[:500]
        held.save(update_fields=["state", "worker", "done_at", "last_answer"])
        _write(held.mailing, "count as sent", by, after=f"Mail {held.pk}")
    return held


def _freeze(mailing: Mailing, versions: Iterable[ReleaseVersion], readers: QuerySet[Subscription]) -> None:
    """Write down whose words are in it, and one mail for each reader, all in one statement."""
    MailingItem.objects.bulk_create(
        MailingItem(mailing=mailing, release_id=version.release_id, version=version) for version in versions
    )
    wanted, parameters = readers.order_by().values(reader=F("pk")).query.sql_with_params()
    due = connection.ops.adapt_datetimefield_value(mailing.starts_at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Delivery._meta.db_table} (mailing_id, subscription_id, state, attempts,"  # noqa: S608
            " next_attempt_at, worker, last_answer)"
            f" SELECT %s, reader, %s, 0, %s, '', '' FROM ({wanted}) AS readers",
            [mailing.pk, DeliveryState.QUEUED.value, due, *parameters],
        )
    mailing.recipients = mailing.deliveries.count()
    mailing.save(update_fields=["recipients"])


def _try_again(mailing: Mailing) -> int:
    """Let everything that waits be due; how many mails are back that the server had refused."""
    at = clock.now()
    mailing.deliveries.filter(state=DeliveryState.QUEUED, next_attempt_at__gt=at).update(next_attempt_at=at)
    refusals.believe_all(mailing)
    return mailing.deliveries.refused().update(state=DeliveryState.QUEUED, next_attempt_at=at, done_at=None)


def _leave_out_the_rest(mailing: Mailing, words: str) -> int:
    left = mailing.deliveries.filter(state__in=[DeliveryState.QUEUED, DeliveryState.CLAIMED])
    return left.update(
        state=DeliveryState.SUPPRESSED, lease_until=None, last_answer=words, done_at=clock.now()
    )


@contextmanager
def _held(mailing: Mailing, by: User, what: str) -> Iterator[Mailing]:
    rules.require_right(by, Right.APPROVE_ISSUE, what)
    with transaction.atomic():
        yield Mailing.objects.select_for_update().get(pk=mailing.pk)


@contextmanager
def _uncertain(delivery: Delivery, by: User) -> Iterator[Delivery]:
    rules.require_right(by, Right.APPROVE_ISSUE, "Deciding about a mail")
    with transaction.atomic():
        held = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if held.state != DeliveryState.UNCERTAIN:
            raise MoveNotAllowed("This mail is not uncertain any more. Somebody may have decided already.")
        yield held


def _write(mailing: Mailing, move: str, by: User, after: str = "") -> None:
    Event.objects.create(
        issue_id=mailing.issue_id,
        release_id=mailing.release_id,
        move=f"mailing: {move}",
        actor=by,
        actor_name=signed(by),
        at=clock.now(),
        after=after[:120],
    )


def _state(mailing: Mailing) -> str:
    return mailing.get_state_display().lower()
