"""Mailings as staff see them: how far they are, in numbers, as a bar, and what asks for a decision."""

from dataclasses import dataclass
from datetime import datetime

from releases import conf
from releases.desk.stage import Confirmation, Fact
from releases.models import Mailing, NewsletterIssue, ReleaseVersion, Subscription
from releases.queries import fence, furniture, news, silence
from releases.text.times import DateTexts, dated
from releases.vocabulary import FINAL_DELIVERIES, DeliveryState, MailingState

BAR = 30
NO_POSTAL_ADDRESS = (
    "Every mail has to name a postal address. Write that of the organisation first, under “Organisation”."
)
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


def under_way() -> list[Progress]:
    """Every mailing that is not over, the oldest first."""
    return [look(row) for row in Mailing.objects.filter(state__in=UNDER_WAY).order_by("starts_at", "pk")]


def open_rows() -> tuple[Progress, ...]:
    """What the desk shows: under way, paused, or with mails that may or may not have arrived."""
    wanted = Mailing.objects.filter(state__in=UNDER_WAY) | Mailing.objects.filter(
        pk__in=Mailing.objects.unsettled().values("pk")
    )
    return tuple(look(row) for row in wanted.order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Untold:
    """A public release of which its followers were not mailed."""

    version: ReleaseVersion
    public: DateTexts
    is_news: bool
    """Whether a worker that looks now still mails it."""


def untold(at: datetime) -> tuple[Untold, ...]:
    """The latest of them, for two weeks."""
    fresh = at - news.NEWS
    return tuple(
        Untold(version, dated(version.first_public_at, conf.zone()), version.first_public_at > fresh)
        for version in news.untold(at)
    )


def office_objection() -> str:
    """Why no mailing can be queued; empty when one can."""
    office = furniture.organisation()
    return "" if office.postal_address.strip() else NO_POSTAL_ADDRESS


def trouble(at: datetime, also: str = "") -> str:
    """Why no mail leaves: it must not, something is missing (`also`), nobody sends; empty if all is well."""
    if objection := fence.objection() or also:
        return f"No mail leaves. {objection}"
    since = silence.since(at)
    if since is None:
        return ""
    texts = dated(since, conf.zone())
    return (
        f"Mails have been due since {texts.full} ({texts.utc_text}), and nobody takes them. Start "
        "“manage.py worker” where the site runs, or look into its log; nothing is lost meanwhile."
    )


def progress_lines() -> list[str]:
    """What is being sent, one line each."""
    return [line(row) for row in under_way() if row.mailing.state == MailingState.SENDING]


def line(row: Progress) -> str:
    """One mailing on one line of a terminal."""
    return f"[{row.bar}] {row.percent:3} % {row.mailing.subject}: {row.words}"


def send(issue: NewsletterIssue, starts_at: datetime) -> Confirmation:
    """Queue an issue: to how many, from which minute, until when it can be recalled."""
    count = Subscription.objects.deliverable().to_newsletter(issue.newsletter).count()
    when = _day(starts_at)
    return Confirmation(
        f"Send “{issue.title}” to {_readers(count)}?",
        (
            Fact("At once", ("Its words and its readers are frozen. Who subscribes later does not get it.",)),
            Fact(
                "To",
                (f"{_readers(count).capitalize()} of {issue.newsletter}. Who leaves before gets nothing.",),
            ),
            Fact("The first mail leaves", (when,)),
            Fact("If it goes wrong", (f"Recall it until {when}. Afterwards it can be paused, and ended.",)),
        ),
        f"Queue for {_readers(count)}",
    )


def queued(mailing: Mailing) -> str:
    """What happened."""
    return (
        f"Queued for {_readers(mailing.recipients)}. The first mail leaves on {_day(mailing.starts_at)}; "
        "until then it can be recalled."
    )


def recall(mailing: Mailing) -> Confirmation:
    """Take a mailing back."""
    return Confirmation(
        "Recall this mailing?",
        (
            Fact("At once", (f"None of {_readers(mailing.recipients)} gets it.",)),
            Fact("If it goes wrong", ("The issue can be sent again, as a new mailing.",)),
        ),
        "Recall it",
    )


def pause(mailing: Mailing) -> Confirmation:
    """Stop a mailing for now."""
    return Confirmation(
        "Pause this mailing?",
        (
            Fact("At once", ("Nothing more leaves. A mail that is on its way just now arrives.",)),
            Fact("So far", (look(mailing).words,)),
            Fact("If it goes wrong", ("Resume it: it goes on where it stopped, and nobody gets it twice.",)),
        ),
        "Pause it",
    )


def resume(mailing: Mailing) -> Confirmation:
    """Go on with a mailing."""
    left = "The mails that are left leave, those that wait for another try included."
    if refused := mailing.counts()[DeliveryState.REFUSED]:
        left += f" Of {refused:,} refused mails those leave again after which the server took no other."
    return Confirmation(
        "Resume this mailing?",
        (
            Fact("It was paused because", (mailing.paused_because,)),
            Fact("At once", (left,)),
            Fact("So far", (look(mailing).words,)),
        ),
        "Resume it",
    )


def end(mailing: Mailing) -> Confirmation:
    """Give up the rest of a mailing."""
    return Confirmation(
        "End this mailing for good?",
        (
            Fact("So far", (look(mailing).words,)),
            Fact("At once", ("Whatever has not left is not sent. Nobody can undo that.",)),
        ),
        "End it for good",
    )


def _readers(count: int) -> str:
    return "one reader" if count == 1 else f"{count:,} readers"


def _day(instant: datetime) -> str:
    texts = dated(instant, conf.zone())
    return f"{texts.full} ({texts.utc_text})"
