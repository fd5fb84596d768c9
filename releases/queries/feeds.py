"""What a feed tells: the newest releases, what was corrected or withdrawn in the last days, and issues."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from releases.models import NewsletterIssue, ReleaseVersion, Withdrawal
from releases.queries.filters import Filters, narrowed

ENTRIES = 25
CHANGES_STAY = timedelta(days=30)
NAMES = {"programme", "topic", "author"}
"""Filters by whom and what a release names."""


@dataclass(frozen=True)
class Told:
    """A version of which a feed tells; with a withdrawal only that is told."""

    version: ReleaseVersion
    withdrawal: Withdrawal | None

    @property
    def updated(self) -> datetime:
        """When readers last got something new here: the day that they see, a change, or the withdrawal."""
        if self.withdrawal:
            return self.withdrawal.at
        # A first version filed in the archive is as old as the day that it carries.
        return self.version.first_public_at if self.version.number == 1 else self.version.public_from


def releases(filters: Filters, at: datetime | None = None) -> tuple[Told, ...]:
    """The newest public releases, with every change and withdrawal of the last 30 days, in one query."""
    since = (at or Now()) - CHANGES_STAY
    public = narrowed(ReleaseVersion.objects.public(at), filters)
    newest = public.newest_first().values("pk")[:ENTRIES]
    changed = public.exclude(change_line="").begun_after(since).order_by("-public_from", "-pk")
    gone = _told_of(_withdrawn(since, at), filters).values("version")[:ENTRIES]
    wanted = Q(pk__in=newest) | Q(pk__in=changed.values("pk")[:ENTRIES]) | Q(pk__in=gone)
    found = ReleaseVersion.objects.filter(wanted).select_related("release", "withdrawal")
    told = [_told(version, at) for version in found]
    return tuple(sorted(told, key=lambda entry: (entry.updated, entry.version.pk), reverse=True))


def issues(newsletter: str, at: datetime | None = None) -> tuple[NewsletterIssue, ...]:
    """The latest public issues of a newsletter, with it, in one query."""
    public = NewsletterIssue.objects.public(at).filter(newsletter__slug=newsletter)
    return tuple(public.newest_first().select_related("newsletter")[:ENTRIES])


def items_of(issues: tuple[NewsletterIssue, ...], at: datetime | None = None) -> dict[int, ReleaseVersion]:
    """What readers see of the releases in these issues, by the id of the release, in one query."""
    wanted = {item.release for issue in issues for item in issue.frozen.items if item.release is not None}
    versions = ReleaseVersion.objects.public(at).filter(release__in=wanted).without_text()
    return {version.release_id: version for version in versions}


def _withdrawn(since: datetime | Combinable, at: datetime | None) -> QuerySet[Withdrawal]:
    """The notices that came in force after `since`; a release may have been withdrawn before."""
    later = Withdrawal.objects.in_force(at).filter(
        version__release=OuterRef("version__release"), at__gt=OuterRef("at")
    )
    return Withdrawal.objects.in_force(at).filter(~Exists(later), at__gt=since).order_by("-at", "-pk")


def _told_of(withdrawn: QuerySet[Withdrawal], filters: Filters) -> QuerySet[Withdrawal]:
    """The notices for which the filters hold, as far as being found tells nothing that they keep."""
    if filters.q:
        # A search that found a withdrawn release would tell the words that its notice keeps.
        return withdrawn.none()
    if NAMES & set(filters.chosen):
        # So would a name, where not even the headline may be known.
        withdrawn = withdrawn.filter(shows_headline=True)
    return withdrawn.filter(version__in=narrowed(ReleaseVersion.objects.all(), filters).order_by())


def _told(version: ReleaseVersion, at: datetime | None) -> Told:
    notice: Withdrawal | None = getattr(version, "withdrawal", None)
    return Told(version, notice if notice and (at is None or notice.at <= at) else None)
