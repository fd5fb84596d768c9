"""Feeds of releases: what readers' programs get, and when."""

import html
import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.db.models import F

from releases.actions import addressing, editing, publishing, reviewing
from releases.models import (
    Byline,
    ExpertLine,
    Organisation,
    Programme,
    ProgrammeLine,
    Release,
    ReleaseVersion,
    Resource,
    Topic,
    TopicLine,
)
from releases.queries import feeds
from releases.queries.filters import Filters
from tests import schemas
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    approved,
    archived,
    editor,
    many_public_versions,
    writer,
)

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SITE = "http://127.0.0.1:8000"
FORMS = ["rss", "atom", "json"]
EVERY_FORM = pytest.mark.parametrize("form", FORMS)


def address(form, query=""):
    return f"/feeds/releases.{form}{query}"


def read(client, form, query=""):
    """The feed and its entries as a reader's program sees them, in words of our own."""
    response = client.get(address(form, query))
    assert response.status_code == 200
    if form == "json":
        assert schemas.mistakes(response.content, "json-feed-1.1.json") == []
        feed = json.loads(response.content)
        return feed["title"], [_of_json(item) for item in feed["items"]]
    parsed = feedparser.parse(response.content, sanitize_html=False)
    assert not parsed.bozo
    return parsed.feed.title, [_of_xml(entry) for entry in parsed.entries]


def _of_json(item):
    return {
        "id": item["id"],
        "title": item["title"],
        "link": item["url"],
        "summary": item.get("summary", ""),
        "text": item["content_html"],
        "published": datetime.fromisoformat(item["date_published"]),
        "updated": datetime.fromisoformat(item["date_modified"]),
        "authors": [author["name"] for author in item.get("authors", [])],
        "subjects": item.get("tags", []),
    }


def _of_xml(entry):
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "summary": html.unescape(entry.get("summary", "")),
        "text": entry.content[0].value,
        "published": datetime(*entry.published_parsed[:6], tzinfo=UTC),
        "updated": datetime(*entry.updated_parsed[:6], tzinfo=UTC),
        "authors": [author["name"] for author in entry.get("authors", []) if author.get("name")],
        "subjects": [tag.term for tag in entry.get("tags", [])],
    }


def titles(client, query="", form="atom"):
    return [entry["title"] for entry in read(client, form, query)[1]]


def corrected(version, note="The price was wrong.", **when):
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.change, reopened.change_note, reopened.body = "correction", note, "<p>Right text.</p>"
    reopened.change_place = "Second paragraph"
    reopened.save()
    reviewing.submit(reopened, by=writer())
    return publishing.approve(Release.objects.get(pk=version.release_id), by=editor(), **when)


@pytest.fixture
def whole():
    """A release with a name in every place, and with signs that formats trip over."""
    release = ReleaseFactory(
        headline="R&D <cuts> ]]> “why”",
        summary="Tom & Jerry's <b> 5 > 4.",
        body='<p>Read <a href="/releases/other/">this</a> &amp; <a href="https://fas.example/?a=1&amp;b=2">that</a>.</p>',
        contacts=[MediaContactFactory(name="Monica Amarelo", slug="monica", email="monica@fas.example")],
    )
    Byline.objects.create(release=release, author=AuthorFactory(name="Ada Byron", slug="ada"))
    Byline.objects.create(release=release, author=AuthorFactory(name="Bo & Co", slug="bo"), position=1)
    ExpertLine.objects.create(release=release, expert=AuthorFactory(name="Expert", slug="expert"))
    ProgrammeLine.objects.create(
        release=release, programme=Programme.objects.create(name="Arms Sales", slug="arms")
    )
    TopicLine.objects.create(release=release, topic=Topic.objects.create(name="Missiles", slug="missiles"))
    Resource.objects.create(release=release, kind="report", label="The report", address="/files/report")
    return release


@EVERY_FORM
def test_an_entry_has_the_frozen_words_field_by_field(at, client, whole, form):
    at(NINE)
    version = approved(whole)

    title, entries = read(client, form)

    content, (entry,) = version.frozen, entries
    text = entry.pop("text")
    assert title == "Press releases – Federation of American Scientists"
    assert entry == {
        "id": f"tag:fas.org,2026:release/{whole.tag}",
        "title": content.headline,
        "link": f"{SITE}{version.get_absolute_url()}",
        "summary": content.summary,
        "published": NINE,
        "updated": NINE,
        "authors": [person.name for person in content.byline],
        "subjects": ["Release", "Arms Sales", "Missiles"],
    }
    for words in (
        '— Read <a href="http://127.0.0.1:8000/releases/other/">this</a> &amp; '
        '<a href="https://fas.example/?a=1&amp;b=2">that</a>.',
        '<a href="http://127.0.0.1:8000/files/report">The report</a> (Full report)',
        '<a href="tel:+12024544680">202-454-4680</a>',
        "Monica Amarelo",
    ):
        assert words in text


@EVERY_FORM
def test_names_stay_when_the_site_moves_to_another_host(client, settings, whole, form):
    approved(whole)
    _, before = read(client, form)
    settings.SITE_ADDRESS = "https://press.elsewhere.example"

    _, after = read(client, form)

    assert [entry["id"] for entry in after] == [entry["id"] for entry in before]
    assert after != before


@EVERY_FORM
def test_a_feed_costs_two_queries_however_many_releases_there_are(client, form, django_assert_num_queries):
    many_public_versions(60)

    with django_assert_num_queries(2):
        _, entries = read(client, form)

    assert len(entries) == feeds.ENTRIES


@EVERY_FORM
def test_whoever_has_the_feed_gets_304_until_it_changes(at, client, form):
    at(NINE)
    approved()
    etag = client.get(address(form))["ETag"]

    again = client.get(address(form), headers={"If-None-Match": etag})
    at(NINE + HOUR)
    later = client.get(address(form), headers={"If-None-Match": etag})
    approved()
    changed = client.get(address(form), headers={"If-None-Match": etag})

    assert [again.status_code, later.status_code, changed.status_code] == [304, 304, 200]


@EVERY_FORM
def test_an_empty_feed_is_the_same_feed_whenever_it_is_asked_for(at, client, form):
    at(NINE)
    first = client.get(address(form))
    at(NINE + HOUR)

    second = client.get(address(form))

    assert (first.status_code, first.content) == (200, second.content)
    assert read(client, form)[1] == []


@EVERY_FORM
def test_a_feed_says_what_it_is(client, form):
    types = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}

    assert client.get(address(form))["Content-Type"] == f"{types[form]}; charset=utf-8"


def test_a_release_is_in_the_feed_at_its_second_and_not_before(at, client):
    at(NINE)
    version = approved(public_from=NINE + HOUR)

    at(NINE + HOUR - SECOND)
    before = titles(client)
    at(NINE + HOUR)

    assert (before, titles(client)) == ([], [version.headline])


def test_the_name_of_an_entry_never_changes(at, client):
    at(NINE)
    version = approved()
    (before,) = read(client, "rss")[1]
    addressing.move_address(version.release, by=editor(), slug="elsewhere")
    at(NINE + HOUR)
    corrected(Release.objects.get().versions.get())

    names = {(entry["id"], entry["link"]) for form in FORMS for entry in read(client, form)[1]}

    assert names == {(before["id"], f"{SITE}/releases/elsewhere/")}


@EVERY_FORM
def test_a_correction_says_first_what_changed(at, client, form):
    at(NINE)
    version = approved(headline="Price of missiles", summary="They cost.")
    at(NINE + HOUR)
    corrected(version)

    ((entry,)) = read(client, form)[1]

    assert entry["title"] == "Price of missiles (corrected)"
    assert entry["summary"] == "Correction: The price was wrong. They cost."
    assert (entry["published"], entry["updated"]) == (NINE, NINE + HOUR)
    assert entry["text"].startswith(
        "<p><strong>Correction, Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC):</strong></p>\n"
        "<p>The price was wrong.</p>\n<p>Where: Second paragraph</p>\n<hr"
    )
    assert "Right text." in entry["text"]


def test_a_scheduled_correction_is_not_told_before_its_minute(at, client):
    at(NINE)
    version = approved(headline="Price of missiles")
    corrected(version, public_from=NINE + HOUR)

    at(NINE + HOUR - SECOND)
    before = titles(client)
    at(NINE + HOUR)

    assert (before, titles(client)) == (["Price of missiles"], ["Price of missiles (corrected)"])


def test_the_correction_of_an_old_release_is_told_for_30_days(at, client):
    many_public_versions(feeds.ENTRIES, first=NINE - 9 * DAY)
    at(NINE - 400 * DAY)
    old = approved(headline="Old price")
    at(NINE)
    without = titles(client)
    corrected(old)

    told = titles(client)
    at(NINE + 30 * DAY - SECOND)
    last = titles(client)
    at(NINE + 30 * DAY)
    after = titles(client)

    assert "Old price" not in without
    assert told[0] == "Old price (corrected)"
    assert "Old price (corrected)" in last
    assert after == without


@EVERY_FORM
@pytest.mark.parametrize("shown", [True, False])
def test_a_withdrawal_is_told_for_30_days_with_the_headline_or_without(at, client, form, shown):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12024544680", press_phone_text="202-454-4680")
    at(NINE)
    version = approved(headline="Five Agree", body="<p>They will.</p>", summary="Five of them.")
    (before,) = read(client, form)[1]
    at(NINE + DAY)
    publishing.withdraw(version.release, by=editor(), reason="Two had\nnot signed.", shows_headline=shown)

    (entry,) = read(client, form)[1]
    at(NINE + 31 * DAY - SECOND)
    still = len(read(client, form)[1])
    at(NINE + 31 * DAY)

    assert entry["title"] == ("Five Agree (withdrawn)" if shown else "This release was withdrawn")
    assert (entry["id"], entry["link"]) == (before["id"], before["link"])
    assert entry["updated"] == NINE + DAY
    assert "Withdrawn on Tuesday, 24 November 2026, 9:00 a.m. EST (14:00 UTC)" in entry["text"]
    assert "202-454-4680" in entry["text"]
    assert ("Five" in str(entry)) == shown
    assert "They will" not in str(entry)
    assert (still, read(client, form)[1]) == (1, [])


def test_a_release_that_was_withdrawn_twice_is_told_once(at, client):
    at(NINE)
    version = approved()
    for hours, reason in ((1, "First reason."), (3, "Second reason.")):
        at(NINE + hours * HOUR)
        publishing.withdraw(
            Release.objects.get(pk=version.release_id), by=editor(), reason=reason, shows_headline=True
        )
        if hours == 1:
            at(NINE + 2 * HOUR)
            reopened = editing.edit_after_approval(Release.objects.get(), by=writer())
            reviewing.submit(reopened, by=writer())
            reinstated = publishing.approve(Release.objects.get(), by=editor())
            between = titles(client)

    (entry,) = read(client, "atom")[1]

    assert between == [reinstated.headline]
    assert (entry["summary"], entry["updated"]) == ("Second reason.", NINE + 3 * HOUR)


def test_a_release_filed_in_the_archive_is_never_among_the_newest(at, client):
    many_public_versions(feeds.ENTRIES, first=NINE - 9 * DAY)
    at(NINE)
    archived(dated=NINE - 3000 * DAY, headline="From the archive")

    assert "From the archive" not in titles(client)


def test_in_a_short_feed_a_release_from_the_archive_stands_last_under_its_own_date(at, client):
    at(NINE - HOUR)
    approved(headline="Fresh")
    at(NINE)
    archived(dated=NINE - 3000 * DAY, headline="From the archive")

    entries = read(client, "atom")[1]

    assert [entry["title"] for entry in entries] == ["Fresh", "From the archive"]
    assert entries[1]["updated"] == entries[1]["published"] == NINE - 3000 * DAY


@EVERY_FORM
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?kind=release", "Release"),
        ("?programme=arms", "Arms Sales"),
        ("?topic=missiles", "Missiles"),
        ("?author=ada", "Ada Byron"),
        ("?author=expert", "Expert"),
        ("?kind=release&topic=missiles", "Release, Missiles"),
        ("?q=cuts&year=2026&from=2026-11", "“cuts”, 2026, from 2026-11"),
    ],
)
def test_a_narrowed_feed_has_only_what_answers_and_says_so(at, client, whole, form, query, named):
    at(NINE)
    version = approved(whole)
    approved(kind="letter", headline="Another")

    title, entries = read(client, form, query)

    assert title == f"Press releases, {named} – Federation of American Scientists"
    assert [entry["title"] for entry in entries] == [version.headline]


def test_a_narrowed_feed_tells_withdrawals_of_its_own_only(at, client, whole):
    at(NINE)
    versions = [approved(release) for release in (whole, ReleaseFactory())]
    at(NINE + HOUR)
    for version in versions:
        publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=True)

    assert len(titles(client, "?topic=missiles")) == 1
    assert len(titles(client)) == 2


@pytest.mark.parametrize("query", ["?programme=arms", "?topic=missiles", "?author=ada", "?author=expert"])
def test_a_notice_without_the_headline_does_not_tell_whom_or_what_it_named(at, client, whole, query):
    at(NINE)
    version = approved(whole)
    before = titles(client, query)
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=False)

    assert (before, titles(client, query)) == ([version.headline], [])
    assert titles(client) == titles(client, "?year=2026") == ["This release was withdrawn"]


@pytest.mark.parametrize("query", ["?topic=hidden", "?topic=never", "?author=hidden"])
def test_a_hidden_name_and_one_that_never_was_give_the_same_empty_feed(client, query):
    topic = Topic.objects.create(name="Hidden Name", slug="hidden")
    author = AuthorFactory(name="Hidden Name", slug="hidden")
    release = ReleaseFactory()
    TopicLine.objects.create(release=release, topic=topic)
    Byline.objects.create(release=release, author=author)
    approved()

    title, entries = read(client, "atom", query)

    assert (title, entries) == ("Press releases – Federation of American Scientists", [])


@pytest.mark.parametrize(
    "query",
    ["?topic=%00", "?kind=a%20b", "?kind=poem", f"?author={'a' * 101}", "?programme=%ff", "?year=99999"],
)
@EVERY_FORM
def test_junk_is_answered_with_a_sentence(client, form, query):
    response = client.get(address(form, query))

    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode().endswith(".")


@pytest.mark.parametrize("shown", [True, False])
def test_a_search_never_finds_a_withdrawn_release(at, client, shown):
    at(NINE)
    version = approved(body="<p>The secret zebra.</p>")
    found = titles(client, "?q=zebra")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=shown)

    assert (found, titles(client, "?q=zebra")) == ([version.headline], [])


def test_what_is_not_a_filter_and_empty_filters_change_nothing(client):
    approved()

    assert (
        client.get(address("atom", "?kind=&utm_source=x&q=+")).content == client.get(address("atom")).content
    )


@EVERY_FORM
def test_a_feed_names_itself(client, form):
    content = client.get(address(form, "?kind=release")).content

    if form == "json":
        feed = json.loads(content)
        itself, home = feed["feed_url"], feed["home_page_url"]
    else:
        feed = feedparser.parse(content).feed
        itself, home = next(link.href for link in feed.links if link.rel == "self"), feed.link

    assert itself == f"{SITE}/feeds/releases.{form}?kind=release"
    assert home == f"{SITE}/?kind=release"


def test_pages_lead_programs_to_the_feed(client, whole):
    version = approved(whole)
    pages = {
        "/": [""],
        version.get_absolute_url(): [""],
        "/topics/missiles/": ["", "?topic=missiles"],
        "/?kind=release&q=cuts": ["", "?q=cuts&amp;kind=release"],
        "/programmes/arms/": ["", "?programme=arms"],
        "/authors/ada/": ["", "?author=ada"],
    }

    for path, queries in pages.items():
        page = client.get(path).content.decode()
        for form, query in ((form, query) for form in FORMS for query in queries):
            assert f'href="/feeds/releases.{form}{query}">' in page
        assert page.count('rel="alternate" type="application/atom+xml"') == len(queries)


def test_what_a_past_moment_told_can_be_asked(at):
    at(NINE)
    version = approved()
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=True)

    then, now = feeds.releases(Filters(), at=NINE), feeds.releases(Filters())

    assert [entry.withdrawal is None for entry in (*then, *now)] == [True, False]
    assert ReleaseVersion.objects.filter(public_until=F("withdrawal__at")).count() == 1
