"""Releases as staff would have made them, and versions as editors would have approved them."""

from datetime import datetime

import factory

from releases.actions import publishing, reviewing
from releases.models import ContactLine, Release, ReleaseVersion
from tests.factories.people import MediaContactFactory, editor, writer


class ReleaseFactory(factory.django.DjangoModelFactory):
    """A draft with headline, body and a contact to call; `in_review=True` submits it."""

    class Meta:
        model = Release
        skip_postgeneration_save = True

    headline = factory.Sequence(lambda n: f"Headline number {n}")
    summary = factory.LazyAttribute(lambda release: f"Summary of {release.headline}.")
    place = "Washington, D.C."
    body = factory.LazyAttribute(lambda release: f"<p>Body of {release.headline}.</p>")

    @factory.post_generation
    def contacts(self, create, extracted, **kwargs):
        for contact in extracted if extracted is not None else [MediaContactFactory()]:
            ContactLine.objects.create(release=self, contact=contact)

    @factory.post_generation
    def in_review(self, create, extracted, **kwargs):
        if extracted:
            submitter = extracted if extracted is not True else writer()
            reviewing.submit(self, by=submitter)
            self.refresh_from_db()


def approved(
    given: Release | None = None, *, public_from: datetime | None = None, **fields
) -> ReleaseVersion:
    """A version of a new or given release, approved now; public now or from `public_from` on."""
    release = Release.objects.get(pk=(given or ReleaseFactory(**fields)).pk)
    if release.status == "draft":
        reviewing.submit(release, by=writer())
    release.refresh_from_db()
    pending = ReleaseVersion.objects.scheduled().filter(release=release).first()
    return publishing.approve(
        release, by=editor(), public_from=public_from, replaces=pending.pk if pending else None
    )
