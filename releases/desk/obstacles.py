"""What is in the way of an approval besides the desk checks, as sentences; empty where nothing is."""

from datetime import datetime

from releases.models import NewsletterIssue, Release, ReleaseVersion
from releases.vocabulary import Change

NOTHING_TO_CHANGE = (
    "Readers have seen no version yet, so there is nothing to correct or to update."
    " Choose “No change to announce”."
)


def of_change(release: Release, *, live: ReleaseVersion | None, seen: object | None) -> str:
    """A change is told to readers once, and only to readers who have `seen` something else before."""
    if release.change != Change.NONE and seen is None:
        return NOTHING_TO_CHANGE
    told = live.frozen.change if live else None
    if live and told and (told.kind, told.note) == (release.change, release.change_note.strip()):
        return (
            f"Readers have this note already, with version {live.number}."
            " Write what changed now, or choose “No change to announce”."
        )
    return ""


def of_issue(release: Release, start: datetime) -> str:
    """A release must not name an issue that readers cannot find yet."""
    if (
        not release.announces_id
        or NewsletterIssue.objects.public(start).filter(pk=release.announces_id).exists()
    ):
        return ""
    return (
        f"The issue that it announces, “{release.announces}”, is not public by then."
        " Approve the issue first, for the same minute or an earlier one, or announce none."
    )
