"""Mailings as staff see them: how far they are, in numbers, as a bar, and what asks for a decision."""

from collections.abc import Iterable
from dataclasses import dataclass

from releases import conf
from releases.models import Mailing
from releases.text.times import DateTexts, dated
from releases.vocabulary import FINAL_DELIVERIES, DeliveryState, MailingState

BAR = 30
UNDER_WAY = (MailingState.WAITING, MailingState.SENDING, MailingState.PAUSED)


@dataclass(frozen=True)
class Count:
    """How many mails stand in one place."""

    state: str
    label: str
    number: int


@dataclass(frozen=True)
class Progress:
    """How far one mailing is."""

    mailing: Mailing
    counts: tuple[Count, ...]
    done: int
    """Mails that are finished in one way or another."""
    uncertain: int
    starts: DateTexts

    @property
    def total(self) -> int:
        """How many mails it had when it was queued."""
        return self.mailing.recipients

    @property
    def percent(self) -> int:
        """Whole per cents; 100 only when everything is done."""
        return 100 if not self.total else self.done * 100 // self.total

    @property
    def bar(self) -> str:
        """The same for a terminal."""
        filled = BAR if not self.total else self.done * BAR // self.total
        return "#" * filled + "." * (BAR - filled)

    @property
    def words(self) -> str:
        """In numbers: 1,234 of 20,000 done: 1,200 sent, 34 refused for good."""
        named = ", ".join(f"{count.number:,} {count.label.lower()}" for count in self.counts if count.number)
        return f"{self.done:,} of {self.total:,} done: {named or 'nobody gets it'}"


def look(mailing: Mailing) -> Progress:
    """Count the mails of one mailing."""
    counted = mailing.counts()
    return Progress(
        mailing,
        tuple(Count(state.value, state.label, number) for state, number in counted.items()),
        done=sum(counted[DeliveryState(state)] for state in FINAL_DELIVERIES),
        uncertain=counted[DeliveryState.UNCERTAIN],
        starts=dated(mailing.starts_at, conf.zone()),
    )


def under_way() -> Iterable[Progress]:
    """Every mailing that is not over, the oldest first."""
    return [look(row) for row in Mailing.objects.filter(state__in=UNDER_WAY).order_by("starts_at", "pk")]


def unsettled() -> tuple[Progress, ...]:
    """Those that ask for a decision: paused, or with mails of which nobody knows whether they arrived."""
    return tuple(look(row) for row in Mailing.objects.unsettled())


def progress_lines() -> list[str]:
    """What is being sent, one line each."""
    return [line(row) for row in under_way() if row.mailing.state == MailingState.SENDING]


def line(row: Progress) -> str:
    """One mailing on one line of a terminal."""
    return f"[{row.bar}] {row.percent:3} % {row.mailing.subject}: {row.words}"
