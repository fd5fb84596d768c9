"""Versions by the shelf: old texts from the archive, and ten thousand of them at once."""

from datetime import UTC, datetime, timedelta

from releases.actions import publishing
from releases.models import Release, ReleaseVersion
from tests.factories.people import editor
from tests.factories.release import ReleaseFactory

FIRST = datetime(2009, 1, 1, 15, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)


def archived(*, dated: datetime, **fields) -> ReleaseVersion:
    """A version of a new release, public from now on under a past date."""
    release = ReleaseFactory(in_review=True, **fields)
    return publishing.file_in_archive(release, by=editor(), dated=dated)


def many_public_versions(
    count: int, *, name: str = "many", first: datetime = FIRST, every: timedelta = SIX_HOURS, **words: str
) -> None:
    """Insert `count` releases, each with one public version; the words are those of one approved version.

    They are written past the verbs, because ten thousand approvals take minutes.
    """
    model = archived(dated=first - every, **words)
    releases = Release.objects.bulk_create(
        [
            Release(slug=f"{name}-{n}", headline=f"{name} {n}", status=model.release.status)
            for n in range(count)
        ],
        batch_size=500,
    )
    ReleaseVersion.objects.bulk_create(
        [_version(release, model, first + n * every) for n, release in enumerate(releases)], batch_size=500
    )


def _version(release: Release, model: ReleaseVersion, date: datetime) -> ReleaseVersion:
    return ReleaseVersion(
        release=release,
        number=1,
        public_from=date,
        first_public_at=date,
        approved_at=date,
        approved_by=model.approved_by,
        kind=model.kind,
        year=date.year,
        date_iso=date.isoformat(),
        date_text=f"{date.day} {date:%B %Y}",
        headline=release.headline,
        summary=model.summary,
        change=model.change,
        digest=model.digest,
        search_text=model.search_text,
        content=model.content,
    )
