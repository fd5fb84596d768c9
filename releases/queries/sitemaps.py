"""Every public address, for the machines that look for them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from releases.models import Author, Newsletter, NewsletterIssue, Programme, ReleaseVersion, Topic

NEWS_LASTS = timedelta(hours=48)
NEWS_AT_MOST = 1000


def releases_of_year(year: int, at: datetime | None = None) -> tuple[ReleaseVersion, ...]:
    """The public releases of a year without their texts, newest first, in one query."""
    return tuple(ReleaseVersion.objects.public(at).filter(year=year).newest_first().without_text())


def people_and_subjects(at: datetime | None = None) -> tuple[Author | Programme | Topic, ...]:
    """Everybody and everything that a public version names and that has a page, in three queries."""
    public = ReleaseVersion.objects.public(at)
    return (
        *Author.objects.filter(Exists(public.filter(authors=OuterRef("pk")))),
        *Programme.objects.filter(Exists(public.filter(programmes=OuterRef("pk")))),
        *Topic.objects.filter(Exists(public.filter(topics=OuterRef("pk")))),
    )


def newsletters_and_issues(at: datetime | None = None) -> tuple[Newsletter | NewsletterIssue, ...]:
    """Every newsletter and every public issue, in two queries."""
    public = NewsletterIssue.objects.public(at).defer("content").select_related("newsletter")
    return (*Newsletter.objects.all(), *public.order_by("newsletter__name", "-number"))


def news(at: datetime | None = None) -> tuple[ReleaseVersion, ...]:
    """What went out in the last 48 hours, newest first; what was filed under a past date is no news."""
    since = (at or Now()) - NEWS_LASTS
    fresh = ReleaseVersion.objects.public(at).dated_after(since).not_from_the_archive()
    return tuple(fresh.newest_first().select_related("release")[:NEWS_AT_MOST])
