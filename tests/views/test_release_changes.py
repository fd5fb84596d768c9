"""The comparison of two public versions: readable, marked, and silent about everything else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.actions import editing, publishing
from tests.factories import approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def release(at):
    at(NINE)
    first = approved(
        headline="The price", body="<p>Planes are safe; the price tag of $34 billion is high.</p>"
    )
    at(NINE + HOUR)
    reopened = editing.edit_after_approval(first.release, by=writer())
    reopened.change, reopened.change_note = "correction", "The price was wrong."
    reopened.body = "<p>Planes are safe; the price tag of $43 billion is high.</p>"
    reopened.save()
    return reopened


def address(release, number):
    return reverse("releases:release-changes", args=[release.slug, number])


def test_readers_see_the_words_that_a_correction_changed(client, release, django_assert_num_queries):
    approved(release)

    with django_assert_num_queries(2):
        response = client.get(address(release, 2))

    page = response.content.decode()
    assert response.status_code == 200
    assert "of <del>$34</del> <ins>$43</ins> billion" in page
    assert "<ins>Correction: The price was wrong.</ins>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "see what changed" in client.get(release.get_absolute_url()).content.decode()


def test_a_scheduled_correction_is_compared_from_its_minute_on(client, release, at):
    approved(release, public_from=NINE + 2 * HOUR)

    before = client.get(address(release, 2))
    at(NINE + 2 * HOUR)
    after = client.get(address(release, 2))

    assert (before.status_code, after.status_code) == (404, 200)
    assert before.content == client.get("/releases/never-existed/versions/2/changes/").content


@pytest.mark.parametrize("number", [1, 3])
def test_a_number_without_a_version_before_it_is_unknown(client, release, number):
    approved(release)

    assert client.get(address(release, number)).status_code == 404


def test_a_withdrawn_release_answers_with_its_notice(client, release, at):
    approved(release)
    at(NINE + 3 * HOUR)
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=False)

    response = client.get(address(release, 2))

    assert response.status_code == 410
    assert "$43" not in response.content.decode()


def test_versions_in_arabic_are_compared_from_right_to_left(client, release):
    release.language = "ar"
    release.save()
    approved(release)

    page = client.get(address(release, 2)).content.decode()

    assert '<h1 dir="rtl">' in page
    assert '<div class="prose" dir="rtl">' in page
