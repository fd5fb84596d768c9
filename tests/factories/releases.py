"""Releases that are ready to approve, and versions made by approving them."""

from datetime import UTC, datetime, timedelta

import factory

from releases.actions import publishing, reviewing
from releases.models import ContactLine, Release, ReleaseVersion
from tests.factories.people import ContactFactory, editor, writer


class ReleaseFactory(factory.django.DjangoModelFactory):
    """A draft with everything that a submission needs; `in_review=True` submits it.

    `contacts=[…]` replaces the one contact that it gets by itself.
    """

    class Meta:
        model = Release
        skip_postgeneration_save = True

    headline = factory.Sequence(lambda n: f"Headline Number {n}")
    summary = factory.LazyAttribute(lambda release: f"Summary of “{release.headline}”.")
    place = "Washington, D.C."
    body = factory.LazyAttribute(lambda release: f"<p>Text of “{release.headline}”.</p>")

    @factory.post_generation
    def contacts(self, create, extracted, **kwargs):
        chosen = [ContactFactory()] if extracted is None else extracted
        for position, contact in enumerate(chosen):
            ContactLine.objects.create(release=self, contact=contact, position=position)

    @factory.post_generation
    def in_review(self, create, extracted, **kwargs):
        if extracted:
            reviewing.submit(self, by=writer())
            self.refresh_from_db()


class VersionFactory(factory.Factory):
    """A version, submitted by a writer and approved by an editor.

    Public now; from `public_from`, a whole minute to come; or `dated`, now under a past date. `release`
    is a release in review; without it one is made of the other arguments, as by ReleaseFactory.
    """

    class Meta:
        model = ReleaseVersion

    @classmethod
    def _create(cls, model_class, *, release=None, public_from=None, dated=None, **words):
        release = release or ReleaseFactory(in_review=True, **words)
        if dated:
            return publishing.file_in_archive(release, by=editor(), dated=dated)
        return publishing.approve(release, by=editor(), public_from=public_from)


def many_public_versions(count, *, first=datetime(2009, 1, 1, 15, tzinfo=UTC), every=timedelta(hours=6)):
    """Insert `count` releases, each with one public version; the words are those of one approved version.

    They are written past the verbs, because ten thousand approvals take minutes.
    """
    model = VersionFactory(dated=first - every)
    releases = Release.objects.bulk_create(
        Release(slug=f"many-{n}", headline=f"Many {n}", status=model.release.status) for n in range(count)
    )
    dates = [first + n * every for n in range(count)]
    return ReleaseVersion.objects.bulk_create(
        [
            ReleaseVersion(
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
                content=model.content,
            )
            for release, date in zip(releases, dates, strict=True)
        ],
        batch_size=500,
    )
