"""The day on the front page of an issue."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from releases.models import NewsletterIssue
from tests.factories.newsletters import NewsletterFactory, newsletter_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(client, at):
    """Fill in the form of a new issue with this day, in November 2026."""
    at(datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    client.force_login(newsletter_editor())
    newsletter = NewsletterFactory()

    def post(day: str):
        typed = {
            "newsletter": newsletter.pk, "title": "Volume 3, number 3", "date": day,
            "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0",
        }  # fmt: skip
        return client.post(reverse("admin:releases_newsletterissue_add"), typed)

    return post


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2037-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_gets_a_sentence_beside_it(add, day):
    refused = add(day)

    errors = refused.context["adminform"].form.errors
    assert errors == {"date": [f"Choose a year between 1900 and 2036 instead of {day[:4]}."]}
    assert "Volume 3, number 3" in refused.content.decode()
    assert not NewsletterIssue.objects.exists()


@pytest.mark.parametrize("day", ["1900-01-01", "2036-12-31"])
def test_a_day_of_the_archive_or_to_come_is_taken(add, day):
    add(day)

    assert NewsletterIssue.objects.get().date == date.fromisoformat(day)
