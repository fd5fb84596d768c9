"""Sending what was queued, mail by mail: claim, look again, commit, send, record.

Any number of workers do it at once, and each may be killed at any moment. A mail that was taken and not begun
goes back to the queue when its lease runs out; one that was begun becomes “uncertain”, and waits for staff.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import InterfaceError, OperationalError, transaction

from fas_press import mail
from releases import conf
from releases.actions import fencing, pacing, posting, refusals
from releases.actions.ledger import LEASE, Ledger
from releases.actions.mail_answers import Answer, What
from releases.actions.pacing import Beat, Places
from releases.actions.posting import Post, ServerTrouble
from releases.models import Delivery, Mailing, Subscription, clock
from releases.queries import fence, news
from releases.rendering.letter import Letter, NotAnAddress
from releases.vocabulary import DeliveryState, MailingState

BATCH = 100
REFUSED_IN_A_ROW = 20
"""After so many refusals for good, one after the other, it is the server and not the readers."""

GONE = "Its reader has left, has chosen other releases, or gets no mail any more."

UNANSWERED_IN_A_ROW = 5
"""After so many texts without an answer it is the server, too; each is one more for staff to decide."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Batch:
    """Some mails of one mailing that are one worker's alone until their lease runs out."""

    mailing: Mailing
    deliveries: tuple[Delivery, ...]
    places: Places
    """When they may leave."""
    claims: int
    """How many batches were ever taken, this one included."""


class Courier:
    """One worker's way to the mail server, kept from round to round."""

    def __init__(
        self,
        worker: str,
        *,
        wait: Callable[[float], object] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`worker` names this process and no other; `wait` lets seconds pass, and `now` tells how many."""
        self.worker = worker
        self._wait, self._now = wait, now
        self._post: Post = posting.post(wait)
        self._ledger = Ledger(worker)
        self._last, self._in_a_row = What.TAKEN, 0
        """What the server said last, and how often one after the other."""

    def deliver(self, *, seconds: float, stop: Callable[[], bool] = lambda: False) -> int:
        """Send what is due for about so long; return how many mails the server has taken."""
        self._ledger.settle()
        # A round that a failure of the database ended has left them behind.
        give_back(self.worker)
        take_back_stranded()
        begin_due()
        sent, ends = 0, time.monotonic() + seconds
        while not stop() and time.monotonic() < ends:
            batch = claim(self.worker)
            if batch is None or not self._is_remembered(batch):
                break
            sent += self._send(batch, stop)
            # Once more, so that a backup from the midst of the batch is older than the file.
            fencing.remember(fencing.count_done())
        refusals.settle()
        finish_done()
        return sent

    def _is_remembered(self, batch: Batch) -> bool:
        """Write down that the batch was taken; what cannot be found out after a restore does not leave."""
        try:
            fencing.remember(batch.claims)
        except OSError as failure:
            give_back(self.worker)
            pause_by_machine(
                batch.mailing,
                f"The file {fence.claims_file()} cannot be written ({failure.strerror}). Without it nobody "
                "would know after a restore what has left. Make room for it, then resume.",
            )
            return False
        return True

    def close(self) -> int:
        """End in order: what was said is committed; return how many mails went back."""
        self._post.close()
        self._ledger.settle()
        return give_back(self.worker)

    def _send(self, batch: Batch, stop: Callable[[], bool]) -> int:
        sent = 0
        try:
            letter, beat = Letter(batch.mailing), Beat(batch.places, now=self._now)
            for delivery in batch.deliveries:
                self._pause(beat.seconds)
                if stop():
                    break
                answer = self._send_one(letter, delivery)
                if answer is None and not _goes_on(batch.mailing):
                    break
                if answer is not None:
                    sent += answer.what is What.TAKEN
                    self._require_some_success(answer)
                    beat.used()
        except ServerTrouble as trouble:
            self._ledger.settle()
            pause_by_machine(batch.mailing, str(trouble))
        except (OperationalError, InterfaceError):
            # Nothing can be written either. What is open is kept, and committed when the database is back.
            raise
        except Exception as failure:
            # One mailing that cannot be sent never holds up the rest, whatever is wrong with it.
            log.exception("Mailing %s cannot be sent.", batch.mailing.pk)
            pause_by_machine(
                batch.mailing, f"It cannot be sent: {type(failure).__name__}. The log says more."
            )
        self._ledger.settle()
        give_back(self.worker)
        return sent

    def _send_one(self, letter: Letter, delivery: Delivery) -> Answer | None:
        """What became of the mail; None when it did not leave."""
        try:
            address, content = letter.to(delivery)
        except NotAnAddress as refusal:
            # Somebody who was erased has none, and has left.
            leave_out(delivery, self.worker)
            end(delivery, self.worker, DeliveryState.FAILED, str(refusal))
            return None
        if isinstance(self._post, posting.Server) and not mail.is_allowed(address):
            end(delivery, self.worker, DeliveryState.SUPPRESSED, mail.NOT_ALLOWED)
            return None
        self._post.ready()
        if not (self._ledger.begin(delivery) or self._ledger.begin_by_another_choice(delivery)):
            leave_out(delivery, self.worker)
            return None
        try:
            is_wanted = partial(self._ledger.may_still_leave, delivery)
            answer = self._post.send(letter.sender, address, content, is_wanted=is_wanted)
        except ServerTrouble as trouble:
            # Nothing was taken: it is tried again as soon as somebody resumes.
            self._ledger.note(delivery, Answer(What.LATER, str(trouble)))
            raise
        self._ledger.note(delivery, answer)
        return answer

    def _require_some_success(self, answer: Answer) -> None:
        self._in_a_row = self._in_a_row + 1 if answer.what is self._last else 1
        self._last = answer.what
        said = answer.words[:200].rstrip(".")
        if answer.what is What.REFUSED and self._in_a_row >= REFUSED_IN_A_ROW:
            self._in_a_row = 0
            raise ServerTrouble(
                f"The mail server has refused {REFUSED_IN_A_ROW} mails one after the other, the last with: "
                f"{said}. Look into it, then resume: they are tried again."
            )
        if answer.what is What.UNKNOWN and self._in_a_row >= UNANSWERED_IN_A_ROW:
            self._in_a_row = 0
            raise ServerTrouble(
                f"The mail server never said of {UNANSWERED_IN_A_ROW} mails one after the other "
                f"whether it took them. {said}. Look into it, then decide about these, and resume the rest."
            )

    def _pause(self, seconds: float) -> None:
        if seconds > 0:
            # What the server has said is not kept waiting with us.
            self._ledger.settle()
            self._wait(seconds)


@transaction.atomic
def claim(worker: str, limit: int = BATCH) -> Batch | None:
    """Take some mails of the oldest mailing that has any due; None when there is nothing to do."""
    if fence.objection():
        return None
    at = clock.now()
    mailing = Mailing.objects.with_mail_due(at).select_related("issue__newsletter").first()
    if mailing is None:
        return None
    rate = conf.mails_per_second()
    due = (
        Delivery.objects.due(at)
        .filter(mailing=mailing)
        .select_related("subscription__subscriber")
        .select_for_update(skip_locked=True, of=("self",))
    )
    taken = tuple(due[: min(limit, rate) if rate else limit])
    if not taken:
        return None
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in taken]).update(
        state=DeliveryState.CLAIMED, worker=worker, lease_until=at + LEASE
    )
    return Batch(mailing, taken, pacing.take(len(taken)), fencing.count_claim())


def give_back(worker: str) -> int:
    """Queue again what the worker has taken and not begun."""
    return Delivery.objects.held_by(worker).update(state=DeliveryState.QUEUED, lease_until=None)


def take_back_stranded() -> int:
    """Workers that did not come back: queue what they had not begun; what they had is uncertain."""
    stranded = Delivery.objects.stranded(clock.now())
    back = stranded.filter(state=DeliveryState.CLAIMED).update(state=DeliveryState.QUEUED, lease_until=None)
    doubtful = stranded.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.UNCERTAIN,
        lease_until=None,
        last_answer="The worker stopped while it was sending this mail.",
    )
    if doubtful:
        log.warning("%s mails may or may not have arrived. Somebody has to decide in the admin.", doubtful)
    return back + doubtful


def begin_due() -> int:
    """Begin the mailings whose recall window has closed."""
    if fence.objection():
        return 0
    at = clock.now()
    return Mailing.objects.to_begin(at).update(state=MailingState.SENDING, begun_at=at)


def finish_done() -> int:
    """Finish the mailings of which no mail is left to send."""
    return sum(_finish(pk) for pk in Mailing.objects.done().values_list("pk", flat=True))


@transaction.atomic
def _finish(pk: int) -> int:
    """Hold the row first, and count afterwards: somebody may just now have queued one of its mails again."""
    Mailing.objects.select_for_update().get(pk=pk)
    done = Mailing.objects.done().filter(pk=pk)
    return done.update(state=MailingState.FINISHED, finished_at=clock.now())


def pause_by_machine(mailing: Mailing, because: str) -> bool:
    """Stop a mailing, with a sentence for the desk; False when somebody stopped it before."""
    stopped = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING).update(
        state=MailingState.PAUSED, paused_because=because[:500]
    )
    if stopped:
        log.warning("Mailing %s is paused: %s", mailing.pk, because)
    return bool(stopped)


def end(delivery: Delivery, worker: str, state: DeliveryState, words: str) -> None:
    """Record that this mail does not leave."""
    Delivery.objects.held_by(worker).filter(pk=delivery.pk).update(
        state=state, lease_until=None, last_answer=words, done_at=clock.now()
    )


def leave_out(delivery: Delivery, worker: str) -> None:
    """Record why a mail must not leave, if the reason is its reader."""
    as_queued = Subscription.objects.deliverable().filter(pk=delivery.subscription_id)
    if not as_queued.exists() and not news.chosen_since(delivery).exists():
        end(delivery, worker, DeliveryState.SUPPRESSED, GONE)


def _goes_on(mailing: Mailing) -> bool:
    """Whether more of the mailing may leave; one with words that readers cannot see is paused."""
    if Mailing.objects.may_go().filter(pk=mailing.pk).exists():
        return True
    hidden = mailing.items.hidden().select_related("release").first()
    if hidden is not None:
        pause_by_machine(
            mailing,
            f"“{hidden.release}” is in this mailing, and readers cannot see these words of it: they were "
            "withdrawn, or cancelled before they were public. Nothing more leaves. Recall the mailing if "
            "nothing has left, and send it with new words; else end it.",
        )
    return False
