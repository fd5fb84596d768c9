"""Newsletters and their public issues."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from releases.models import Newsletter, NewsletterIssue, ReleaseVersion, VersionIssue

PAGE = 25


@dataclass(frozen=True)
class IssuePage:
    """Some public issues of one newsletter, the latest first."""

    issues: tuple[NewsletterIssue, ...]
    older: int | None
    """The number before which the next page begins; None on the last page."""


def newsletters(at: datetime | None = None) -> tuple[Newsletter, ...]:
    """Every newsletter by name, with `shows_programme`."""
    return tuple(_newsletters(at))


def newsletter(slug: str, at: datetime | None = None) -> Newsletter | None:
    """One newsletter, with `shows_programme`: whether a public version names its programme."""
    return _newsletters(at).filter(slug=slug).first()


def issue_page(newsletter: Newsletter, *, before: int | None = None, at: datetime | None = None) -> IssuePage:
    """The public issues of a newsletter, or those with a lower number than `before`."""
    issues = NewsletterIssue.objects.public(at).filter(newsletter=newsletter).newest_first()
    if before is not None:
        issues = issues.filter(number__lt=before)
    found = tuple(issues.select_related("newsletter")[: PAGE + 1])
    return IssuePage(found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None)


def public_issue(newsletter: str, number: int, at: datetime | None = None) -> NewsletterIssue | None:
    """The issue at this address, unless readers may not see it."""
    return (
        NewsletterIssue.objects.public(at)
        .select_related("newsletter")
        .filter(newsletter__slug=newsletter, number=number)
        .first()
    )


def public_items(issue: NewsletterIssue, at: datetime | None = None) -> dict[int, ReleaseVersion]:
    """What readers see of the releases in an issue, by the id of the release; the others are not in it."""
    wanted = [item.release for item in issue.frozen.items if item.release is not None]
    versions = ReleaseVersion.objects.public(at).filter(release__in=wanted).without_text()
    return {version.release_id: version for version in versions}


def announcing(issue: NewsletterIssue, at: datetime | None = None) -> tuple[ReleaseVersion, ...]:
    """The public releases whose approved words announce the issue, newest first."""
    announcing = VersionIssue.objects.filter(issue=issue).values("version")
    return tuple(ReleaseVersion.objects.public(at).filter(pk__in=announcing).newest_first().without_text())


def coming_items(issue: NewsletterIssue, at: datetime | None = None) -> dict[int, ReleaseVersion]:
    """The same for staff, with what is scheduled in place of what readers do not see yet."""
    wanted = [item.release for item in issue.frozen.items if item.release is not None]
    scheduled = ReleaseVersion.objects.scheduled(at).filter(release__in=wanted).without_text()
    return {**{version.release_id: version for version in scheduled}, **public_items(issue, at)}


def next_number(newsletter: Newsletter) -> int:
    """The number after the highest that the newsletter has given to any issue, drafts included."""
    highest = NewsletterIssue.objects.filter(newsletter=newsletter).aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


def _newsletters(at: datetime | None) -> QuerySet[Newsletter]:
    named = ReleaseVersion.objects.public(at).filter(programmes=OuterRef("programme"))
    return Newsletter.objects.select_related("programme").annotate(shows_programme=Exists(named))
