"""Feeds of releases, whole or narrowed as the list is, and of newsletters."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from releases.forms.search import FindForm
from releases.queries import feeds, furniture
from releases.queries import newsletters as periodicals
from releases.rendering import syndication
from releases.rendering.feed import Feed, issue_feed, release_feed
from releases.views import errors

FORMS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "rss": ("application/rss+xml; charset=utf-8", syndication.rss),
    "atom": ("application/atom+xml; charset=utf-8", syndication.atom),
    "json": (syndication.JSON_FEED, syndication.json_feed),
}
PLAIN = "text/plain; charset=utf-8"


@require_safe
def releases(request: HttpRequest, form: str) -> HttpResponse:
    """The newest releases, or those that the words and filters of the list leave."""
    asked = FindForm(request.GET)
    if not asked.is_valid():
        return HttpResponse(" ".join(asked.sentences.values()), status=400, content_type=PLAIN)
    told, path = feeds.releases(asked.filters), request.path + asked.filters.address()
    feed = release_feed(told, asked.filters, furniture.organisation(), path=path, form=form)
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
