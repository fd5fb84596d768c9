"""Bad input to the form of a release: a sentence next to its field, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.models import Release
from tests.factories import (
    AuthorFactory,
    ReleaseFactory,
)
from tests.factories.typing import ADD, CHANGE, errors, typed

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("headline", "x" * 1000, "This has 1000 characters, and 250 are the most. Shorten it."),
        ("headline", "nul\0", "This contains a character that nobody can see (NUL). Type it again."),
        (
            "slug",
            "Not an address!",
            "Use letters, digits and hyphens only: new-missile-watch-report.",
        ),
        ("language", "q q", "Write the language as a short tag, such as en, es or pt-BR."),
        ("language", "en-", "Write the language as a short tag, such as en, es or pt-BR."),
        ("kind", "novel", None),
        ("owner", "999999", None),
        ("announces", "999999999999999999999", None),
    ],
)
def test_bad_input_gets_a_sentence_next_to_its_field_and_stays_on_the_page(
    client, person, field, value, sentence
):
    response = client.post(reverse(ADD), typed(summary="Kept words", **{field: value}))

    page = response.content.decode()
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert sentence in (None, *errors(response)[field])
    assert "Kept words" in page
    assert value in page or field not in ("headline", "slug")
    assert not Release.objects.exists()


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant-TW"])
def test_the_tag_of_a_language_is_taken_as_it_is_typed(client, person, tag):
    client.post(reverse(ADD), typed(headline="x", language=tag))

    assert [release.language for release in Release.objects.all()] == [tag]


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("0001-01-01", "00:00", "Choose a year between 1900 and 2036 instead of 0001."),
        ("9999-12-31", "23:59", "Choose a year between 1900 and 2036 instead of 9999."),
        ("2026-11-26", "", "Give the time too, such as 09:00, or empty the day."),
        ("", "09:00", "Give the day too, such as 2026-11-26, or empty the time."),
        ("2026-02-31", "09:00", "“2026-02-31” is no day. Write it like 2026-11-26."),
        ("2026-11-26", "25:00", "“25:00” is no time. Write it like 09:00 or 17:30."),
        ("2026-11-27", "09:00:30", "Choose a whole minute, such as 09:00."),
        (
            "2026-11-26",
            "08:00",
            "Thursday, 26 November 2026, 8:00 a.m. EST (13:00 UTC) has passed. Choose a later minute, or"
            " leave both boxes empty: then it is public when it is approved.",
        ),
        (
            "2027-03-14",
            "02:30",
            "2:30 a.m. on Sunday, 14 March 2027 does not exist in New York: the clocks jump from 2:00 a.m. to"
            " 3:00 a.m.: choose a time before or after.",
        ),
    ],
)
def test_a_minute_that_cannot_be_gets_a_sentence(client, person, at, day, time, sentence):
    at(NINE)

    response = client.post(reverse(ADD), typed(headline="Kept", planned_for_day=day, planned_for_time=time))

    assert errors(response) == {"planned_for": [sentence]}
    assert not Release.objects.exists()


@pytest.mark.parametrize(("side", "hour"), [("0", 5), ("1", 6)])
def test_a_time_that_comes_twice_is_asked_and_the_answer_is_kept(client, person, at, side, hour):
    at(NINE)
    data = typed(headline="Twice", planned_for_day="2027-11-07", planned_for_time="01:30")

    asked = client.post(reverse(ADD), data)
    client.post(reverse(ADD), {**data, "planned_for_side": side})

    assert "Say which one you mean." in errors(asked)["planned_for"][0]
    assert "the first, EDT (05:30 UTC)" in asked.content.decode()
    assert "the second, EST (06:30 UTC)" in asked.content.decode()
    assert Release.objects.get().planned_for == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)


def test_the_planned_minute_stands_in_words_below_its_boxes(client, person, at):
    at(NINE - HOUR)
    release = ReleaseFactory(planned_for=NINE)

    page = client.get(reverse(CHANGE, args=[release.pk])).content.decode()

    assert (
        '<output class="minute__words">Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC)</output>' in page
    )
    assert "New York time" in page


def test_an_event_may_lie_in_the_past_but_not_in_the_year_one(client, person, at):
    at(NINE)
    event = {"event_starts_at_time": "10:00", "kind": "media-advisory", "headline": "Event"}

    refused = client.post(reverse(ADD), typed(event_starts_at_day="0001-01-01", **event))
    client.post(reverse(ADD), typed(event_starts_at_day="2010-12-14", **event))

    assert list(errors(refused)) == ["event_starts_at"]
    assert Release.objects.get().event_starts_at == datetime(2010, 12, 14, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"kind": "link", "label": "Bad", "address": "javascript:alert(1)"}, "address"),
        ({"kind": "link", "label": "Bad", "address": "report.pdf"}, "address"),
        ({"kind": "link", "label": "Bad", "address": "tel:+12024544680"}, "address"),
        ({"kind": "link", "label": "", "address": "https://fas.example/"}, "label"),
        ({"kind": "odd", "label": "Bad", "address": "https://fas.example/"}, "kind"),
        ({"kind": "link", "label": "Bad", "address": "/x", "position": "-1"}, "position"),
        ({"kind": "link", "label": "Bad", "address": "/x", "position": "99999999999"}, "position"),
    ],
)
def test_a_bad_line_gets_a_sentence_beside_it(client, person, row, field):
    response = client.post(reverse(ADD), typed(headline="Kept", resources=[row]))

    assert list(errors(response)) == [f"resources-0-{field}"]
    assert not Release.objects.exists()


def test_an_author_named_twice_gets_a_sentence_beside_the_second(client, person):
    author = AuthorFactory()

    response = client.post(
        reverse(ADD), typed(headline="Twice", bylines=[{"author": author.pk}, {"author": author.pk}])
    )

    assert errors(response) == {"bylines-1-__all__": ["This author already signs the release."]}


@pytest.mark.parametrize("broken", ["", "many", "99999999999999999999"])
def test_broken_counts_of_lines_are_no_accident(client, person, broken):
    data = {**typed(headline="Kept"), "bylines-TOTAL_FORMS": broken, "bylines-INITIAL_FORMS": broken}

    response = client.post(reverse(ADD), data)

    assert response.status_code == 200
    assert not Release.objects.exists()


def test_a_release_without_contact_or_body_may_be_saved(client, person):
    client.post(reverse(ADD), typed(headline="Only a headline"))

    assert [release.headline for release in Release.objects.all()] == ["Only a headline"]
