"""The history of a release: who did what when, from when readers got it, and which words they were."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.actions import publishing, reviewing
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TEXT = "Monday, 23 November 2026, 9:00 a.m. EST"


def test_history_says_who_did_what_when_from_where_to_where_and_why(client, at):
    at(NINE)
    release = ReleaseFactory(in_review=writer(first_name="Monica", last_name="Amarelo"))
    reviewing.send_back(release, by=editor(first_name="Ruth", last_name="Vance"), note="Name <the> place.")
    client.force_login(writer())

    response = client.get(reverse("admin:releases_release_history", args=[release.pk]))

    assert [
        (event.what, event.who, event.at.full, event.before, event.after, event.reason)
        for event in response.context["happened"]
    ] == [
        (
            "Send back",
            "Ruth Vance",
            NINE_TEXT,
            "In review, never public",
            "Draft, never public",
            "Name <the> place.",
        ),
        ("Submit", "Monica Amarelo", NINE_TEXT, "Draft, never public", "In review, never public", ""),
    ]
    assert "Name &lt;the&gt; place." in response.content.decode()


def test_history_names_the_minute_of_an_approval_and_leads_to_its_words(client, at):
    at(NINE - HOUR)
    version = approved(public_from=NINE)
    address = reverse("admin:releases_release_history", args=[version.release_id])
    words = reverse("admin:releases_release_approved", args=[version.release_id, 1])
    client.force_login(writer())

    history = client.get(address)
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    read_only = " ".join(client.get(address).content.decode().split())

    minutes = [event.minute for event in history.context["happened"]]
    assert minutes == [f"Public from {NINE_TEXT} (14:00 UTC).", ""]
    assert f'href="{words}"' in history.content.decode()
    assert ("Approve: version 1" in read_only, words in read_only) == (True, False)


def test_history_names_the_minute_of_what_was_cancelled(client, at):
    at(NINE - HOUR)
    version = approved(public_from=NINE)
    publishing.cancel(version.release, by=editor(), scheduled=version.pk)
    client.force_login(writer())

    response = client.get(reverse("admin:releases_release_history", args=[version.release_id]))

    assert [(event.what, event.minute) for event in response.context["happened"]] == [
        ("Cancel", f"It was to be public from {NINE_TEXT} (14:00 UTC)."),
        ("Approve", f"It was to be public from {NINE_TEXT} (14:00 UTC)."),
        ("Submit", ""),
    ]
    assert f"It was to be public from {NINE_TEXT} (14:00 UTC)." in response.content.decode()
