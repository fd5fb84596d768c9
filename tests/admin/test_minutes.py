"""The confirm pages and the clock: which minute they name, ask for and refuse."""

from datetime import UTC, datetime, timedelta

import pytest

from releases.models import (
    ReleaseVersion,
)
from tests.factories import ReleaseFactory, editor, writer
from tests.factories.pressing import on_page, page, press, terms, url

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TEXT = "Monday, 23 November 2026, 9:00 a.m. EST"


def test_submit_says_that_the_proposed_minute_has_passed(client, at):
    at(NINE + HOUR)
    release = ReleaseFactory(planned_for=NINE)

    said = terms(page(client, "submit", release, by=writer()))["When it is approved"]

    assert said == (
        f"You propose {NINE_TEXT} (14:00 UTC), which has passed:"
        " better choose another minute before you submit. The editor decides."
    )


def test_approve_names_the_planned_minute_with_weekday_zone_utc_and_how_long_it_is(client, at):
    at(NINE - timedelta(days=3, hours=4))
    release = ReleaseFactory(in_review=True, planned_for=NINE)

    response = page(client, "approve", release, by=editor())

    confirmation = response.context["confirmation"]
    assert confirmation.question == f"Approve this release for {NINE_TEXT}?"
    assert confirmation.button == f"Approve for {NINE_TEXT}"
    assert terms(response) | {"Who decided": ""} == {
        f"From {NINE_TEXT} (14:00 UTC), in 3 days 4 h": (
            "Everybody reads version 1 on the list, on its own page and on the print page."
        ),
        "Until then": "Nobody outside the press office can read it.",
        "Who decided": "",
        "Desk checks": "Nothing to mend.",
        "If it goes wrong": (
            f"You can cancel until five seconds before {NINE_TEXT}."
            " After that it can only be corrected, updated or withdrawn."
        ),
    }


def test_approve_for_the_planned_minute_makes_the_version_for_that_minute(client, at):
    at(NINE - HOUR)
    release, person = ReleaseFactory(in_review=True, planned_for=NINE), editor()

    response = press(client, "approve", release, by=person, when="planned")

    assert response.status_code == 302
    version = ReleaseVersion.objects.get(release=release)
    assert (version.number, version.public_from, version.approved_by) == (1, NINE, person)
    messages = [str(message) for message in client.get(response.url).context["messages"]]
    assert messages == [f"Approved. Everybody reads version 1 from {NINE_TEXT} (14:00 UTC) on."]


def test_approve_now_is_one_press_when_nothing_is_planned(client, at):
    at(NINE)
    release, person = ReleaseFactory(in_review=True), editor()

    said = terms(page(client, "approve", release, by=person))
    response = press(client, "approve", release, by=person, when="now")

    assert response.status_code == 302
    assert ReleaseVersion.objects.public(NINE).get().release == release
    # There is no time until now of which anything could be said.
    assert list(said) == ["At once", "Who decided", "Desk checks", "If it goes wrong"]
    messages = [str(message) for message in client.get(response.url).context["messages"]]
    assert messages == ["Approved. Everybody reads version 1 now."]


def test_another_choice_is_put_in_words_before_anything_happens(client, at):
    at(NINE - HOUR)
    release, person = ReleaseFactory(in_review=True), editor()
    typed = {"when": "other", "minute_day": "2026-11-24", "minute_time": "10:30"}

    asked = press(client, "approve", release, by=person, **typed)

    assert asked.status_code == 200
    assert asked.context["confirmation"].button == "Approve for Tuesday, 24 November 2026, 10:30 a.m. EST"
    assert "Nothing has happened yet" in asked.content.decode()
    assert not ReleaseVersion.objects.exists()

    done = client.post(url("approve", release), {**on_page(asked.context), **typed})

    assert done.status_code == 302
    assert ReleaseVersion.objects.get().public_from == datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"when": "other"}, {"minute": ["Type the day and the time."]}),
        ({}, {"when": ["Choose when it becomes public."]}),
        (
            {"when": "other", "minute_day": "2026-11-23", "minute_time": "08:00"},
            {
                "minute": [
                    "Monday, 23 November 2026, 8:00 a.m. EST (13:00 UTC) has passed."
                    " Choose a later minute or “now”."
                ]
            },
        ),
        (
            {"when": "now", "minute_day": "2026-11-24", "minute_time": "10:30"},
            {
                "minute": [
                    "Choose “At another minute” for Tuesday, 24 November 2026, 10:30 a.m. EST (15:30 UTC),"
                    " or empty its boxes."
                ]
            },
        ),
        (
            {"when": "other", "minute_day": "2027-03-14", "minute_time": "02:30"},
            {
                "minute": [
                    "2:30 a.m. on Sunday, 14 March 2027 does not exist in New York:"
                    " the clocks jump from 2:00 a.m. to 3:00 a.m.: choose a time before or after."
                ]
            },
        ),
    ],
)
def test_a_minute_that_cannot_be_gets_a_sentence_beside_its_field(client, at, typed, errors):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    response = press(client, "approve", release, by=editor(), **typed)

    assert response.context["form"].errors == errors
    assert not ReleaseVersion.objects.exists()


def test_a_planned_minute_that_has_passed_is_asked_again_and_never_turned_into_now(client, at):
    at(NINE + HOUR)
    release = ReleaseFactory(in_review=True, planned_for=NINE)

    response = page(client, "approve", release, by=editor())

    assert response.context["confirmation"].button == "Show what this does"
    assert [value for value, _ in response.context["form"].fields["when"].choices] == ["now", "other"]


def test_a_minute_that_passes_while_the_page_is_open_is_asked_again(client, at):
    at(NINE - HOUR)
    release, person = ReleaseFactory(in_review=True, planned_for=NINE), editor()
    seen = on_page(page(client, "approve", release, by=person).context)
    at(NINE + HOUR)

    response = client.post(url("approve", release), {**seen, "when": "planned"})

    assert response.status_code == 200
    assert "when" in response.context["form"].errors
    assert not ReleaseVersion.objects.exists()


def test_an_old_text_is_filed_under_the_date_that_the_page_has_named(client, at):
    at(NINE)
    release, person = ReleaseFactory(in_review=True), editor()
    typed = {"dated_day": "2010-12-14", "dated_time": "12:00"}

    asked = press(client, "file-in-archive", release, by=person, **typed)
    done = client.post(url("file-in-archive", release), {**on_page(asked.context), **typed})

    assert (
        asked.context["confirmation"].button == "File it now, dated Tuesday, 14 December 2010, 12:00 noon EST"
    )
    assert done.status_code == 302
    version = ReleaseVersion.objects.get()
    assert (version.public_from, version.first_public_at) == (NINE, datetime(2010, 12, 14, 17, tzinfo=UTC))


def test_a_date_to_come_is_refused_before_the_page_promises_it(client, at):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    refused = press(
        client, "file-in-archive", release, by=editor(), dated_day="2030-01-01", dated_time="10:00"
    )

    assert refused.context["form"].errors == {
        "dated": [
            "Tuesday, 1 January 2030, 10:00 a.m. EST (15:00 UTC) is to come."
            " The archive is for the past: choose a day that is over."
        ]
    }
    assert refused.context["confirmation"].button == "Show what this does"
    assert "2030-01-01" in refused.content.decode()
