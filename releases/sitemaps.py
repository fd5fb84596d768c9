"""Every public address, for search engines: an index, a file for each kind of page, and the news."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases import conf
from releases.models import ReleaseVersion
from releases.queries import furniture, listing
from releases.queries import sitemaps as queries
from releases.text.addresses import absolute
from releases.views import errors

XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Place:
    """One address, with the moment of its last change where there is one."""

    address: str
    changed: str = ""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where the files are: one for the releases of each year, so that none grows for ever."""
    files = [_at("sitemap-releases", year) for year in listing.year_totals()]
    files += [_at("sitemap-years"), _at("sitemap-people"), _at("sitemap-newsletters")]
    return _written(request, "sitemaps/index.xml", {"places": [Place(file) for file in files]})


@require_safe
def releases(request: HttpRequest, year: int) -> HttpResponse:
    """The releases of one year."""
    versions = queries.releases_of_year(year)
    if not versions:
        return errors.not_found(request)
    return _urlset(
        request,
        (
            Place(_whole(version.get_absolute_url()), version.public_from.isoformat(timespec="seconds"))
            for version in versions
        ),
    )


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """The list, the archive of each year, and the pages about the site."""
    lists = [_at("release-list"), _at("contact-list"), _at("newsletter-list"), _at("privacy")]
    archives = [_at("archive-year", year) for year in listing.year_totals()]
    return _urlset(request, (Place(address) for address in (*lists, *archives)))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Authors, programmes and topics."""
    return _urlset(
        request, (Place(_whole(named.get_absolute_url())) for named in queries.people_and_subjects())
    )


@require_safe
def newsletters(request: HttpRequest) -> HttpResponse:
    """Newsletters and their issues."""
    return _urlset(
        request, (Place(_whole(named.get_absolute_url())) for named in queries.newsletters_and_issues())
    )


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What went out in the last 48 hours, as Google News wants it."""
    context = {
        "organisation": furniture.organisation(),
        "entries": [_news(version) for version in queries.news()],
    }
    return _written(request, "sitemaps/news.xml", context)


def _news(version: ReleaseVersion) -> dict[str, str]:
    content = version.frozen
    return {
        "address": _whole(version.get_absolute_url()),
        "headline": content.headline,
        "date": version.date_iso,
        "language": content.language.partition("-")[0].lower(),
    }


def _urlset(request: HttpRequest, places: Iterable[Place]) -> HttpResponse:
    return _written(request, "sitemaps/places.xml", {"places": places})


def _written(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type=XML)


def _at(name: str, *parts: int) -> str:
    return _whole(reverse(f"releases:{name}", args=parts))


def _whole(path: str) -> str:
    return absolute(conf.site_address(), path)
