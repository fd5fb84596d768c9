"""Tests that commit: they find what migrations wrote, and leave an empty, guarded database behind."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection

from releases.models import ReleaseVersion, guards
from tests.factories.release import approved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_test_that_commits_an_approved_version_leaves_nothing_to_the_next(attempt):
    groups = set(Group.objects.values_list("name", flat=True))

    approved()

    assert ReleaseVersion.objects.count() == 1
    assert {"Writer", "Editor", "Newsletter editor", "Administrator"} <= groups


@pytest.mark.parametrize("attempt", [1, 2])
def test_the_guards_stand_again_in_the_next_test(attempt):
    version = approved()

    refused = ["DELETE FROM releases_releaseversion"]
    if connection.vendor == "postgresql":
        refused.append("TRUNCATE releases_releaseversion CASCADE")
    for sql in refused:
        with pytest.raises(IntegrityError, match=r"cannot be deleted|never emptied"):
            _execute(sql)
    assert list(ReleaseVersion.objects.all()) == [version]

    assert guards.missing(connection) == set()


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
