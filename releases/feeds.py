"""Feeds of releases, whole or narrowed as the list is, and of newsletters."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from releases.queries import feeds, furniture
from releases.queries import newsletters as periodicals
from releases.queries.feeds import Filters
from releases.rendering import syndication
from releases.rendering.feed import Feed, issue_feed, release_feed
from releases.views import errors

FORMS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "rss": ("application/rss+xml; charset=utf-8", syndication.rss),
    "atom": ("application/atom+xml; charset=utf-8", syndication.atom),
    "json": (syndication.JSON_FEED, syndication.json_feed),
}
FILTERS = ("kind", "programme", "topic", "author")
NO_SUCH_FEED = "This is not the address of a feed. The pages of topics, programmes and authors name theirs."

_WORD = re.compile("[-a-zA-Z0-9_]{0,100}")


@require_safe
def releases(request: HttpRequest, form: str) -> HttpResponse:
    """The newest releases, or those of a kind, a programme, a topic or an author."""
    words = {name: request.GET.get(name, "") for name in FILTERS}
    if not all(_WORD.fullmatch(word) for word in words.values()):
        return errors.not_found(request, NO_SUCH_FEED)
    filters, chosen = Filters(**words), {name: word for name, word in words.items() if word}
    path = f"{request.path}?{urlencode(chosen)}" if chosen else request.path
    feed = release_feed(feeds.releases(filters), filters, furniture.organisation(), path=path, form=form)
    return _answer(feed, form)


@require_safe
def newsletter(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest issues of a newsletter."""
    issues = feeds.issues(slug)
    found = issues[0].newsletter if issues else periodicals.newsletter(slug)
    if found is None:
        return errors.not_found(request)
    versions = feeds.items_of(issues) if issues else {}
    feed = issue_feed(
        issues, versions, found.name, home=found.get_absolute_url(), path=request.path, form=form
    )
    return _answer(feed, form)


def _answer(feed: Feed, form: str) -> HttpResponse:
    content_type, written = FORMS[form]
    return HttpResponse(written(feed), content_type=content_type)
