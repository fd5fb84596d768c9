"""What search engines are told of: every public address, and the news of the last 48 hours."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from releases.actions import editing, publishing, reviewing
from releases.models import Byline, Release, Topic, TopicLine
from releases.queries import sitemaps
from tests.factories import (
    AuthorFactory,
    ReleaseFactory,
    approved,
    archived,
    editor,
    many_public_versions,
    writer,
)
from tests.factories.newsletters import NewsletterFactory, public_issue

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SITE = "http://127.0.0.1:8000"
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def tree(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return etree.fromstring(response.content)


def places(client, path):
    return [
        place.removeprefix(SITE) for place in tree(client, path).xpath("//s:loc/text()", namespaces=SPACES)
    ]


def news(client):
    return tree(client, "/news-sitemap.xml").xpath("//n:title/text()", namespaces=SPACES)


def test_the_index_leads_to_every_public_page_and_every_place_answers(at, client):
    at(NINE)
    release = ReleaseFactory()
    Byline.objects.create(release=release, author=AuthorFactory(slug="ada"))
    TopicLine.objects.create(release=release, topic=Topic.objects.create(name="Missiles", slug="missiles"))
    Topic.objects.create(name="Hidden", slug="hidden")
    AuthorFactory(slug="hidden")
    version = approved(release)
    approved(public_from=NINE + HOUR)
    old = archived(dated=NINE - 3000 * DAY)
    issue = public_issue(newsletter=NewsletterFactory(slug="watch"))

    files = places(client, "/sitemap.xml")
    found = [place for file in files for place in places(client, file)]

    assert files == [
        "/sitemap-releases-2026.xml",
        "/sitemap-releases-2018.xml",
        "/sitemap-years.xml",
        "/sitemap-people.xml",
        "/sitemap-newsletters.xml",
    ]
    assert found == [
        version.get_absolute_url(),
        old.get_absolute_url(),
        *("/", "/contacts/", "/newsletters/", "/privacy/", "/archive/2026/", "/archive/2018/"),
        *("/authors/ada/", "/topics/missiles/"),
        *("/newsletters/watch/", issue.get_absolute_url()),
    ]
    assert {client.get(place).status_code for place in found} == {200}


def test_a_release_says_when_its_version_began(at, client):
    at(NINE)
    version = approved()
    at(NINE + DAY)
    reopened = editing.edit_after_approval(version.release, by=writer())
    reviewing.submit(reopened, by=writer())
    publishing.approve(Release.objects.get(), by=editor())

    changed = tree(client, "/sitemap-releases-2026.xml").xpath("//s:lastmod/text()", namespaces=SPACES)

    assert changed == ["2026-11-24T14:00:00+00:00"]


def test_a_year_without_a_public_release_has_no_file(at, client):
    at(NINE)
    approved(public_from=NINE + HOUR)

    answer = client.get("/sitemap-releases-2026.xml")

    assert (answer.status_code, answer.content) == (404, client.get("/nowhere/").content)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/sitemap.xml", 1),
        ("/sitemap-releases-2010.xml", 1),
        ("/sitemap-years.xml", 1),
        ("/sitemap-people.xml", 3),
        ("/sitemap-newsletters.xml", 2),
        ("/news-sitemap.xml", 2),
    ],
)
def test_a_file_costs_the_same_queries_for_one_release_and_for_ten_thousand(
    client, count, path, queries, django_assert_num_queries
):
    many_public_versions(count, first=datetime(2010, 1, 1, tzinfo=UTC), every=timedelta(minutes=50))

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200


def test_news_lasts_48_hours_to_the_second(at, client):
    at(NINE)
    approved(headline="Fresh & <new>")

    at(NINE + 48 * HOUR - SECOND)
    last = news(client)
    at(NINE + 48 * HOUR)

    assert (last, news(client)) == (["Fresh & <new>"], [])


def test_news_begins_at_its_second(at, client):
    at(NINE)
    approved(headline="Fresh", public_from=NINE + HOUR)

    at(NINE + HOUR - SECOND)
    before = news(client)
    at(NINE + HOUR)

    assert (before, news(client)) == ([], ["Fresh"])


def test_a_release_filed_in_the_archive_is_no_news_even_under_yesterdays_date(at, client):
    at(NINE)
    archived(dated=NINE - DAY, headline="Filed")

    assert news(client) == []


def test_a_correction_leaves_a_release_in_the_news_under_its_first_date(at, client):
    at(NINE)
    version = approved(headline="Fresh", language="pt-BR")
    at(NINE + HOUR)
    reopened = editing.edit_after_approval(version.release, by=writer())
    reviewing.submit(reopened, by=writer())
    publishing.approve(Release.objects.get(), by=editor())

    (url,) = tree(client, "/news-sitemap.xml")

    assert [element.text for element in url.iter() if element.text] == [
        f"{SITE}{version.get_absolute_url()}",
        "Federation of American Scientists",
        "pt",
        "2026-11-23T09:00:00-05:00",
        "Fresh",
    ]


def test_the_news_name_at_most_a_thousand(at):
    at(NINE)
    many_public_versions(sitemaps.NEWS_AT_MOST + 5, first=NINE - 40 * HOUR, every=timedelta(minutes=2))

    found = sitemaps.news()

    assert len(found) == 1000
    assert found[0].first_public_at == NINE - 40 * HOUR + 1004 * timedelta(minutes=2)
