"""Public intervals: begun, ended and emptied. Nobody else writes these columns.

The order of writes matters to the database: close the predecessor before the successor is inserted,
empty what is cancelled before the predecessor runs on.
"""

from datetime import datetime, timedelta

from releases.models import ReleaseVersion
from releases.queries.standing import Standing
from releases.workflow import MoveNotAllowed

TOO_LATE_TO_CANCEL = timedelta(seconds=5)


class NotWhatYouSaw(MoveNotAllowed):
    """Readers see or will see something else than the person was told."""

    def __init__(self) -> None:
        super().__init__(
            "What readers see or are about to see has changed since you opened this page."
            " Look again before you decide."
        )


def make_room(stood: Standing, *, at: datetime, start: datetime, replaces: int | None) -> None:
    """End the predecessor where the new version begins, after dropping what was scheduled in between."""
    pending = stood.scheduled
    if replaces != (pending.pk if pending else None):
        raise NotWhatYouSaw
    if pending:
        require_time_left(pending, at)
        empty(pending)
    live = stood.live
    if live:
        end(live, at=start)


def require_time_left(pending: ReleaseVersion, at: datetime) -> None:
    """Refuse to take back what goes out within five seconds."""
    # A cancel that commits after the minute would show the version to readers and then take it away.
    if pending.public_from - at < TOO_LATE_TO_CANCEL:
        raise MoveNotAllowed("It goes out in a moment. Withdraw it instead.")


def require_nothing_at_once(pending: ReleaseVersion, at: datetime) -> None:
    """Refuse for a few seconds to withdraw while a successor is about to appear; see require_time_left."""
    if pending.public_from - at < TOO_LATE_TO_CANCEL:
        raise MoveNotAllowed("The next version goes out in a moment. Press again in five seconds.")


def empty(pending: ReleaseVersion) -> None:
    """Make the interval empty, give the number back, and let the predecessor run on."""
    before = ReleaseVersion.objects.filter(
        release=pending.release_id, public_until=pending.public_from
    ).exclude(number=None)
    predecessor = before.first()
    after = pending.public_until
    pending.number, pending.public_until = None, pending.public_from
    pending.save(update_fields=["number", "public_until"])
    if predecessor:
        end(predecessor, at=after)


def end(version: ReleaseVersion, *, at: datetime | None) -> None:
    """Let the version end at the instant, or run on; readers must have had it for a moment."""
    if at is not None and not version.began_before(at):
        raise MoveNotAllowed("The current version has only just become public. Try again in a moment.")
    version.public_until = at
    version.save(update_fields=["public_until"])
