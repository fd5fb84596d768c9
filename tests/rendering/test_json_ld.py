"""JSON-LD on the page of a release: what it says, and that no headline can get out of it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, publishing, reviewing
from releases.models import Byline, Organisation, Release, Topic, TopicLine
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"


def data(client, version):
    page = client.get(version.get_absolute_url()).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def test_a_page_says_in_data_what_it_says_in_words(at, client):
    at(NINE)
    release = ReleaseFactory(
        headline="New report",
        subheadline="The third",
        summary="What it says.",
        slug="one",
        contacts=[MediaContactFactory(name="Monica Amarelo", email="monica@fas.example")],
    )
    Byline.objects.create(release=release, author=AuthorFactory(name="Ada Byron", slug="ada", title="Head"))
    TopicLine.objects.create(release=release, topic=Topic.objects.create(name="Missiles", slug="missiles"))
    version = approved(release)

    assert data(client, version) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "New report",
        "alternativeHeadline": "The third",
        "description": "What it says.",
        "articleSection": "Release",
        "dateline": "Washington, D.C.",
        "datePublished": "2026-11-23T09:00:00-05:00",
        "dateModified": "2026-11-23T09:00:00-05:00",
        "inLanguage": "en",
        "version": 1,
        "url": f"{SITE}/releases/one/",
        "mainEntityOfPage": f"{SITE}/releases/one/",
        "image": [f"{SITE}/releases/one/card.png"],
        "author": [
            {"@type": "Person", "name": "Ada Byron", "jobTitle": "Head", "url": f"{SITE}/authors/ada/"}
        ],
        "publisher": {
            "@type": "Organization",
            "name": "Federation of American Scientists",
            "url": f"{SITE}/",
            "contactPoint": [
                {
                    "@type": "ContactPoint",
                    "contactType": "media relations",
                    "name": "Monica Amarelo",
                    "telephone": "+12024544680",
                    "email": "monica@fas.example",
                }
            ],
        },
        "keywords": ["Missiles"],
        "isAccessibleForFree": True,
    }


def test_a_correction_is_part_of_the_data_and_so_is_its_minute(at, client):
    at(NINE)
    version = approved()
    at(NINE + HOUR)
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.change, reopened.change_note = "correction", "The price was wrong."
    reopened.save()
    reviewing.submit(reopened, by=writer())
    publishing.approve(Release.objects.get(), by=editor())

    values = data(client, version)

    assert values["correction"] == {
        "@type": "CorrectionComment",
        "text": "Correction: The price was wrong.",
        "datePublished": "2026-11-23T10:00:00-05:00",
    }
    assert (values["datePublished"], values["dateModified"]) == (
        "2026-11-23T09:00:00-05:00",
        "2026-11-23T10:00:00-05:00",
    )


def test_the_organisation_is_the_author_of_what_nobody_signed(client):
    Organisation.objects.create(pk=1, name="FAS")

    author = data(client, approved())["author"]

    assert author == [{"@type": "Organization", "name": "FAS", "url": f"{SITE}/"}]


@pytest.mark.parametrize(
    "headline",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]> & &amp; \" ' \\ \\u003c",
        "a\u2028b",
    ],
)
def test_no_headline_gets_out_of_the_element(client, headline):
    version = approved(headline=headline)
    page = client.get(version.get_absolute_url()).content.decode()

    assert data(client, version)["headline"] == version.frozen.headline
    assert page.count("<script") == page.count("</script>") == 1
    assert "<!--" not in page


def test_only_the_lasting_page_carries_data(client):
    version = approved()
    pages = [
        client.get(version.get_absolute_url() + form).content.decode() for form in ("print/", "versions/1/")
    ]

    assert [("ld+json" in page, "og:title" in page, "noindex" in page) for page in pages] == [
        (False, False, True)
    ] * 2
