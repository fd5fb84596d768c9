"""Feeds of newsletters: public issues, and nothing of releases that nobody may read yet."""

import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from tests import schemas
from tests.factories import ReleaseFactory, approved
from tests.factories.newsletters import NewsletterFactory, public_issue

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
EVERY_FORM = pytest.mark.parametrize("form", ["rss", "atom", "json"])


def address(form, slug="missile-watch"):
    return f"/feeds/newsletters/{slug}.{form}"


def entries(client, form="atom", slug="missile-watch"):
    content = client.get(address(form, slug)).content
    if form == "json":
        assert schemas.mistakes(content, "json-feed-1.1.json") == []
        return [
            (item["id"], item["title"], item["url"], item["content_html"])
            for item in json.loads(content)["items"]
        ]
    parsed = feedparser.parse(content, sanitize_html=False)
    assert not parsed.bozo
    return [(entry.id, entry.title, entry.link, entry.content[0].value) for entry in parsed.entries]


@pytest.fixture
def newsletter():
    return NewsletterFactory(name="Missile Watch", slug="missile-watch")


@EVERY_FORM
def test_an_issue_is_an_entry_with_its_whole_text(client, newsletter, form):
    shown = approved(headline="Public release", summary="Its summary.").release
    hidden = ReleaseFactory(headline="Hidden release", in_review=True)
    issue = public_issue(
        newsletter=newsletter,
        title="Volume 3",
        introduction='<p>See <a href="/topics/missiles/">here</a>.</p>',
        items=[shown, hidden, ("Own words", "Of our own.")],
        full_issue="/files/issue",
    )

    ((name, title, link, text),) = entries(client, form)

    assert (name, title) == (f"tag:fas.org,2026:issue/{issue.pk}", "Missile Watch, Volume 3")
    assert link == f"http://127.0.0.1:8000{issue.get_absolute_url()}"
    for words in (
        '<p>See <a href="http://127.0.0.1:8000/topics/missiles/">here</a>.</p>',
        f'<h2><a href="http://127.0.0.1:8000{shown.get_absolute_url()}">Public release</a></h2>',
        "<p>Its summary.</p>",
        "<h2>Own words</h2>",
        'The full issue: <a href="http://127.0.0.1:8000/files/issue">Missile Watch, Volume 3</a>',
    ):
        assert words in text
    assert "Hidden release" not in text


def test_an_issue_is_told_at_its_second_the_latest_on_top(at, client, newsletter):
    at(NINE)
    public_issue(newsletter=newsletter, title="First")
    public_issue(newsletter=newsletter, title="Second", public_from=NINE + HOUR)
    public_issue(title="Of another newsletter")

    at(NINE + HOUR - SECOND)
    before = [entry[1] for entry in entries(client)]
    at(NINE + HOUR)

    assert before == ["Missile Watch, First"]
    assert [entry[1] for entry in entries(client)] == ["Missile Watch, Second", "Missile Watch, First"]


@EVERY_FORM
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_feed_costs_two_queries(client, newsletter, form, count, django_assert_num_queries):
    release = approved().release
    for _ in range(count):
        public_issue(newsletter=newsletter, items=[release])

    with django_assert_num_queries(2):
        response = client.get(address(form))

    assert response.status_code == 200


@EVERY_FORM
def test_a_newsletter_that_never_was_has_no_feed(client, form):
    unknown = client.get(address(form, "never"))

    assert (unknown.status_code, unknown.content) == (404, client.get("/nowhere/").content)


def test_the_page_of_the_newsletter_leads_to_its_feed(client, newsletter):
    page = client.get(newsletter.get_absolute_url()).content.decode()

    assert 'title="Missile Watch (Atom)" href="/feeds/newsletters/missile-watch.atom">' in page
