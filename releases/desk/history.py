"""What happened to a release, an issue or an account, as people read it."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from releases import conf
from releases.models import Event, NewsletterIssue, Release
from releases.text.times import DateTexts, dated
from releases.vocabulary import Status
from releases.workflow import APPROVE, APPROVE_ALONE, CANCEL, MOVES, REINSTATE, SEND_BACK

ABOUT_A_MINUTE = {move.name for move in (APPROVE, APPROVE_ALONE, REINSTATE, CANCEL)}


@dataclass(frozen=True)
class Happened:
    """One move: who, what, when, from where to where, and why."""

    what: str
    who: str
    at: DateTexts
    version: int | None
    minute: str
    """From when readers got or were to get the version, as a sentence; empty where nothing depends on it."""
    before: str
    after: str
    reason: str


def note_of_return(release: Release) -> Event | None:
    """Who sent a draft back and why, as long as nobody has decided anything else about it."""
    deciding = [move.name for move in MOVES if move.decides]
    latest = release.events.filter(move__in=deciding).first() if release.status == Status.DRAFT else None
    return latest if latest and latest.move == SEND_BACK.name else None


def of(thing: Release | NewsletterIssue | User) -> tuple[Happened, ...]:
    """Every move, the latest first."""
    happened = thing.account_events if isinstance(thing, User) else thing.events
    events: QuerySet[Event] = happened.select_related("version")
    return tuple(
        Happened(
            what=event.move.capitalize(),
            who=event.actor_name,
            at=dated(event.at, conf.zone()),
            version=event.version.number if event.version else None,
            minute=_minute(event),
            before=event.before,
            after=event.after,
            reason=event.reason,
        )
        for event in events
    )


def _minute(event: Event) -> str:
    if event.version is None or event.move not in ABOUT_A_MINUTE:
        return ""
    texts = dated(event.version.public_from, conf.zone())
    says = "Public from" if event.version.number else "It was to be public from"
    return f"{says} {texts.full} ({texts.utc_text})."
