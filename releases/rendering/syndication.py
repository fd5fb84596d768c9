"""Feeds as bytes: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from releases.rendering.feed import Entry, Feed

JSON_FEED = "application/feed+json; charset=utf-8"
_NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
# An empty feed is as old as this, so that it is the same feed whenever it is asked for.
_NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


class _Dated(SyndicationFeed):
    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_NOTHING_YET)


class _Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_NAMESPACES}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
        handler.addQuickElement("content:encoded", item["html"])


class _Atom(_Dated, Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["html"], {"type": "html"})


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0, with the whole text of each entry in content:encoded."""
    return _written(_Rss, feed)


def atom(feed: Feed) -> bytes:
    """The feed as Atom, with the whole text of each entry in its content."""
    return _written(_Atom, feed)


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": "en",
        "authors": [{"name": feed.author}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def _written(format_: type[SyndicationFeed], feed: Feed) -> bytes:
    written = format_(
        title=feed.title,
        link=feed.home,
        description=feed.description,
        subtitle=feed.description,
        language="en",
        author_name=feed.author,
        feed_url=feed.address,
        feed_guid=feed.identity,
    )
    for entry in feed.entries:
        written.add_item(
            title=entry.title,
            link=entry.address,
            # Readers take both formats' summaries for HTML.
            description=str(escape(entry.summary)),
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.identity,
            unique_id_is_permalink=False,
            categories=entry.subjects,
            authors=entry.authors,
            html=entry.html,
            language=entry.language,
        )
    return written.writeString("utf-8").encode()


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.identity,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "language": entry.language,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.subjects),
    }
    return {name: value for name, value in item.items() if value}
