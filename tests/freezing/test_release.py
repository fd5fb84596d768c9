"""The freeze copies every word a reader sees, and nothing that happens later reaches the copy."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from releases.content import Content, UnknownFormat
from releases.freezing import freeze
from releases.models import (
    AboutLine,
    AboutText,
    Byline,
    ContactLine,
    ExpertLine,
    Programme,
    ProgrammeLine,
    Resource,
    Topic,
    TopicLine,
)
from releases.text.canonical import digest
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def release():
    contact = MediaContactFactory(name="Monica Amarelo", slug="monica-amarelo", hours="9 to 5")
    expert = AuthorFactory(
        name="Matthew Schroeder",
        slug="matthew-schroeder",
        known_as="Matt Schroeder",
        biography="Manages a project.",
    )
    release = ReleaseFactory(
        headline="A  headline",
        subheadline="Below it",
        summary="What it says.",
        place="Washington, D.C.",
        body='<p>Café <a href="https://fas.example/report">the report</a></p><script>alert(1)</script>',
        contacts=[],
        change="correction",
        change_note="The price was wrong.",
        change_place="third paragraph",
        internal_note="Nobody outside reads this.",
    )
    ContactLine.objects.create(release=release, contact=MediaContactFactory(name="Second"), position=2)
    ContactLine.objects.create(release=release, contact=contact, position=1)
    Byline.objects.create(
        release=release, author=AuthorFactory(name="Ruth Vance", slug="ruth-vance", title="Editor")
    )
    ExpertLine.objects.create(release=release, expert=expert)
    about = AboutText.objects.create(title="About FAS", body="<p>Formed in <b>1945</b>.</p>")
    AboutLine.objects.create(release=release, about_text=about)
    ProgrammeLine.objects.create(
        release=release, programme=Programme.objects.create(name="Arms Sales", slug="arms")
    )
    TopicLine.objects.create(release=release, topic=Topic.objects.create(name="Missiles", slug="missiles"))
    Resource.objects.create(
        release=release, kind="report", label="The report", address="https://fas.example/r.pdf"
    )
    return release


def test_every_word_of_the_lines_is_copied_in_its_order(release):
    content = freeze(release, first_public_at=NINE, public_from=NINE).content

    assert (content.headline, content.subheadline, content.place) == (
        "A headline",
        "Below it",
        "Washington, D.C.",
    )
    assert content.body == '<p>Café <a href="https://fas.example/report">the report</a></p>'
    assert [(person.name, person.title) for person in content.byline] == [("Ruth Vance", "Editor")]
    assert [contact.name for contact in content.contacts] == ["Monica Amarelo", "Second"]
    first = content.contacts[0]
    assert (first.phone, first.tel, first.hours) == ("202-454-4680", "tel:+12024544680", "9 to 5")
    (expert,) = content.experts
    assert (expert.known_as, expert.biography, expert.contact) == (
        "Matt Schroeder",
        "Manages a project.",
        first,
    )
    assert [(about.title, about.body) for about in content.about] == [
        ("About FAS", "<p>Formed in <strong>1945</strong>.</p>")
    ]
    assert [(entry.name, entry.slug) for entry in (*content.programmes, *content.topics)] == [
        ("Arms Sales", "arms"),
        ("Missiles", "missiles"),
    ]
    assert [(entry.kind_text, entry.label) for entry in content.resources] == [("Full report", "The report")]
    assert content.change is not None
    assert (content.change.kind_text, content.change.note) == ("Correction", "The price was wrong.")
    assert content.first_public is not None
    assert content.first_public.full == "Monday, 23 November 2026, 9:00 a.m. EST"


def test_equal_words_have_equal_bytes_and_the_digest_is_of_those_bytes(release):
    one = freeze(release, first_public_at=NINE, public_from=NINE)
    release.headline = "A headline"  # with a combining accent nowhere, but another spelling of the space
    two = freeze(release, first_public_at=NINE, public_from=NINE)

    assert one.text == two.text
    assert one.digest == digest(one.text)
    assert Content.load(one.text) == one.content


def test_what_is_for_colleagues_only_is_never_frozen(release):
    assert "Nobody outside reads this" not in freeze(release).text


def test_a_draft_without_a_minute_has_no_columns_of_a_version(release):
    frozen = freeze(release)

    assert (frozen.content.first_public, frozen.content.public_from) == (None, None)
    with pytest.raises(ValueError, match="needs the minute"):
        frozen.columns()


def test_dates_that_come_later_give_the_same_frozen_words(release):
    later = NINE + timedelta(days=2)

    dated = freeze(release).with_dates(first_public_at=NINE, public_from=later)

    assert dated == freeze(release, first_public_at=NINE, public_from=later)


def test_the_columns_are_made_of_the_same_words(release):
    frozen = freeze(release, first_public_at=NINE, public_from=NINE)

    columns = frozen.columns()

    assert {name: columns[name] for name in ("headline", "year", "date_text", "change", "change_line")} == {
        "headline": "A headline",
        "year": 2026,
        "date_text": "23 November 2026",
        "change": "correction",
        "change_line": "Corrected 23 November 2026: The price was wrong.",
    }
    for word in ("Cafe", "Monica", "Schroeder", "Missiles", "Arms", "Vance"):
        assert word.lower() in str(columns["search_text"]).lower()


def test_other_spellings_of_authors_and_experts_are_searched_and_shown_nowhere():
    release = ReleaseFactory()
    Byline.objects.create(release=release, author=AuthorFactory(aliases="R. Vance\nRúth Vans"))
    ExpertLine.objects.create(release=release, expert=AuthorFactory(aliases="Mat Schröder\n"))

    frozen = freeze(release, first_public_at=NINE, public_from=NINE)

    assert "r vance ruth vans mat schroder" in str(frozen.columns()["search_text"])
    assert "Vans" not in frozen.text
    assert "Schröder" not in frozen.text


def test_the_index_names_every_row_once(release):
    ExpertLine.objects.create(release=release, expert=release.bylines.get().author, position=5)

    index = freeze(release).index

    assert len(index.authors) == len(set(index.authors)) == 2
    assert len(index.contacts) == 2


def test_content_of_a_later_format_is_refused_with_a_sentence(release):
    stored = json.loads(freeze(release).text)
    stored["format"] = 2

    with pytest.raises(UnknownFormat, match="needs a newer fas_press"):
        Content.load(json.dumps(stored))
