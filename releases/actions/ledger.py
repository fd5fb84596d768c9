"""The ledger as one worker writes it: one commit a mail, and never more than one mail in doubt.

“Sending” is committed before the text leaves. The answer of the server is committed together with the
“sending” of the next mail, so a worker that is killed at any moment leaves one mail at most in doubt.
The statements come from the querysets of the models; Django puts them into words once, not for each mail.
A pooler between us and PostgreSQL has to leave a worker its connection: the plans live there.
"""

from datetime import timedelta
from itertools import count
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Exists, F, QuerySet
from django.db.models.functions import Now
from django.db.models.sql import UpdateQuery

from releases.actions.mail_answers import LONGEST_ANSWER, Answer, What
from releases.models import Delivery, Mailing, clock
from releases.models.mailing import DeliveryQuerySet
from releases.queries import news
from releases.vocabulary import DeliveryState, MailingState

LEASE = timedelta(minutes=5)
PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (5, 15, 40, 60, 120, 240, 480, 480, 720, 720, 720, 720)
)
"""How long to wait after each “later” of a mail server: 72 hours in all. The one after the last is final."""

ENDED = "The mailing was ended before this mail left."

_PK, _ANSWER = -(2**40), "the answer"
_NUMBERS = count(1)


class Ledger:
    """Writes what becomes of the mails that one worker has taken."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._open: tuple[Delivery, Answer] | None = None
        """What the server has said of the last mail, until it is committed."""
        mine = Delivery.objects.filter(pk=_PK, worker=worker)
        self._begin = _Prepared(
            mine.filter(state=DeliveryState.CLAIMED).wanted(),
            state=DeliveryState.SENDING,
            attempts=F("attempts") + 1,
            lease_until=Now() + LEASE,
        )
        # A worker that was thought dead knows better than “uncertain” what the server has said.
        self._sent = _Prepared(
            mine.filter(state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN]),
            state=DeliveryState.SENT,
            lease_until=None,
            last_answer=_ANSWER,
            done_at=Now(),
        )

    def begin(self, delivery: Delivery) -> bool:
        """Commit what is open and that this mail leaves now; False when it must not leave."""
        if connection.vendor == "postgresql" and self._open and self._open[1].what is What.TAKEN:
            # One way there and back: statements that come together are one transaction.
            taken, answer = self._open
            may_leave = _run((self._sent, taken.pk, answer.words), (self._begin, delivery.pk, "")) == 1
        else:
            with transaction.atomic():
                self._write()
                may_leave = _run((self._begin, delivery.pk, "")) == 1
        self._open = None
        return may_leave

    def begin_by_another_choice(self, delivery: Delivery) -> bool:
        """The same for a release that its reader gets by another choice than when it was queued."""
        mine = Delivery.objects.held_by(self._worker).filter(pk=delivery.pk)
        begun = _chosen_since(mine, delivery).update(
            state=DeliveryState.SENDING, attempts=F("attempts") + 1, lease_until=Now() + LEASE
        )
        return begun == 1

    def may_still_leave(self, delivery: Delivery) -> bool:
        """Whether a mail that was begun, and of which the server has not had the text, is still to leave."""
        rows = Delivery.objects.filter(pk=delivery.pk, worker=self._worker, state=DeliveryState.SENDING)
        return rows.wanted().exists() or _chosen_since(rows, delivery).exists()

    def note(self, delivery: Delivery, answer: Answer) -> None:
        """Keep what the server has said; it is committed with the next mail, or by `settle`."""
        self._open = delivery, answer

    def settle(self) -> None:
        """Commit what is open."""
        if self._open is not None:
            with transaction.atomic():
                self._write()
            self._open = None

    def _write(self) -> None:
        if self._open is None:
            return
        delivery, answer = self._open
        if answer.what is What.TAKEN:
            _run((self._sent, delivery.pk, answer.words))
        else:
            _write_other(delivery, answer, self._worker)


def _chosen_since(rows: DeliveryQuerySet, delivery: Delivery) -> DeliveryQuerySet:
    may_go = Mailing.objects.may_go().filter(pk=delivery.mailing_id)
    return rows.filter(Exists(news.chosen_since(delivery)), Exists(may_go))


def _write_other(delivery: Delivery, answer: Answer, worker: str) -> None:
    held = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(pk=delivery.pk, worker=worker, state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN])
        .first()
    )
    if held is None:
        return
    mailing = Mailing.objects.select_for_update().get(pk=held.mailing_id)
    at = clock.now()
    held.lease_until, held.last_answer = None, answer.words[:LONGEST_ANSWER]
    if answer.what is What.UNKNOWN:
        held.state = DeliveryState.UNCERTAIN
    elif answer.what is What.LATER and mailing.state == MailingState.FINISHED and mailing.is_given_up:
        held.state, held.done_at, held.last_answer = DeliveryState.SUPPRESSED, at, ENDED
    elif answer.what is What.LATER and held.attempts <= len(PAUSES):
        held.state, held.next_attempt_at = DeliveryState.QUEUED, at + PAUSES[held.attempts - 1]
        reopen(mailing)
    elif answer.what is What.REFUSED and not mailing.is_given_up:
        held.state, held.done_at = DeliveryState.REFUSED, at
        reopen(mailing)
    else:
        held.state, held.done_at = DeliveryState.FAILED, at
    held.save(update_fields=["state", "next_attempt_at", "lease_until", "last_answer", "done_at"])


def reopen(mailing: Mailing) -> None:
    """Go on sending what was finished, for a mail that is not over yet. Hold the row of the mailing."""
    if mailing.state == MailingState.FINISHED:
        mailing.state, mailing.finished_at = MailingState.SENDING, None
        mailing.save(update_fields=["state", "finished_at"])


class _Prepared:
    """An UPDATE of the ORM, put into words once. Only the number and the answer differ between runs.

    PostgreSQL plans it once for each connection too, because planning costs it more than the update.
    """

    def __init__(self, rows: QuerySet[Delivery], **values: Any) -> None:
        query = cast(UpdateQuery, rows.order_by().query.chain(UpdateQuery))
        query.add_update_values(values)
        self._sql, self._parameters = query.get_compiler(connection=connection).as_sql()
        self._name = f"ledger_{next(_NUMBERS)}"
        self._planned_by: object = None
        """The connection that knows the plan."""

    def words(self, cursor: Any, pk: int, answer: str) -> tuple[str, list[Any]]:
        """What to run for one mail, with its parameters."""
        own: dict[Any, Any] = {_PK: pk, _ANSWER: answer}
        if connection.vendor != "postgresql":
            return self._sql, [own.get(value, value) for value in self._parameters]
        if self._planned_by is not connection.connection:
            self._plan(cursor)
        return f"EXECUTE {self._name}(%s, %s)", [pk, answer]

    def _plan(self, cursor: Any) -> None:
        places: dict[Any, str] = {_PK: "$1", _ANSWER: "$2"}
        fixed = (places.get(value) or cursor.mogrify("%s", [value]).decode() for value in self._parameters)
        cursor.execute(f"PREPARE {self._name}(bigint, text) AS {self._sql % tuple(fixed)}")
        self._planned_by = connection.connection


def _run(*updates: tuple[_Prepared, int, str]) -> int:
    """Run them together, each for one mail; how many rows the last one has changed."""
    with connection.cursor() as cursor:
        found = [update.words(cursor, pk, answer) for update, pk, answer in updates]
        parameters = [value for _, values in found for value in values]
        cursor.execute("; ".join(sql for sql, _ in found), parameters)
        return int(cursor.rowcount)
