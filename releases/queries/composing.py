"""An issue as staff look at it before readers do."""

from dataclasses import dataclass
from datetime import datetime

from releases import conf
from releases.freezing import freeze_issue
from releases.models import NewsletterIssue, Release, ReleaseVersion
from releases.queries.newsletters import coming_items, public_items
from releases.text.times import dated


@dataclass(frozen=True)
class Composed:
    """An issue with its words, the versions that are or will be in it, and what is in the way."""

    issue: NewsletterIssue
    versions: dict[int, ReleaseVersion]
    remarks: tuple[str, ...]
    """A sentence for each release that readers do not see now."""


def compose(issue: NewsletterIssue, at: datetime) -> Composed:
    """Freeze the issue as it is saved, without keeping that, and look at each of its releases."""
    if not issue.content:
        issue.frozen = freeze_issue(issue).content
    versions, public = coming_items(issue, at), public_items(issue, at)
    wanted = [item.release for item in issue.frozen.items if item.release is not None]
    names = Release.objects.in_bulk([pk for pk in wanted if pk not in versions])
    remarks = [
        _not_yet(versions[pk]) if pk in versions else _not_at_all(names[pk])
        for pk in dict.fromkeys(wanted)
        if pk not in public
    ]
    return Composed(issue, versions, tuple(remarks))


def _not_yet(version: ReleaseVersion) -> str:
    goes_out = dated(version.public_from, conf.zone())
    return (
        f"“{version.headline}” is not public yet. It goes out on {goes_out.full} ({goes_out.utc_text});"
        " the page leaves it out until then, and the mail is not sent before."
    )


def _not_at_all(release: Release) -> str:
    return (
        f"“{release}” is not public, and no minute is set for it. Nobody finds it in the issue, and the issue"
        " cannot be sent. Have it approved, or take it out."
    )
