"""A thousand minutes: no version a moment early, none a moment late, and no worker ever ran."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from releases.models import Release, ReleaseVersion
from tests.factories import editor

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, tzinfo=UTC)
EDGES = (timedelta(seconds=-1), timedelta(milliseconds=-1), timedelta(0), timedelta(seconds=1))


def test_a_thousand_versions_are_public_from_their_minute_on_the_databases_clock(at):
    chance = random.Random(20261122)
    minutes = [START + timedelta(minutes=chance.randrange(525_600)) for _ in range(1000)]
    approver = editor()
    releases = Release.objects.bulk_create(Release(headline=str(n), slug=f"r{n}") for n in range(1000))
    versions = ReleaseVersion.objects.bulk_create(
        ReleaseVersion(
            release=release,
            number=1,
            public_from=minute,
            first_public_at=minute,
            approved_at=START,
            approved_by=approver,
            kind="release",
            year=2026,
            headline="x",
            change="none",
            content="{}",
            digest="0" * 64,
        )
        for release, minute in zip(releases, minutes, strict=True)
    )

    wrong = []
    for version in versions:
        for edge in EDGES:
            moment = version.public_from + edge
            at(moment)
            is_public = ReleaseVersion.objects.public().filter(pk=version.pk).exists()
            if is_public != (edge >= timedelta(0)):
                wrong.append((version.pk, moment))

    assert wrong == []
