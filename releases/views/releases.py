"""The pages of releases: list, archive of a year, one release, its paper, and its versions."""

from functools import partial

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases import conf
from releases.forms.search import FindForm
from releases.queries import facets, furniture, listing, reading, searching
from releases.queries.cursor import Cursor, NotACursor
from releases.queries.filters import Filters
from releases.rendering import finding, printout
from releases.rendering import release as drawing
from releases.text.addresses import absolute
from releases.views import errors

NOT_A_PLACE = "This link to older releases is not complete. The newest releases lead to all others."


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Every public release, newest first, 25 a page; or those that words and filters leave."""
    before = None
    if "before" in request.GET:
        try:
            before = Cursor.parse(request.GET["before"])
        except NotACursor:
            return errors.not_found(request, NOT_A_PLACE)
    form = FindForm(request.GET)
    if form.is_valid() and form.filters.chosen:
        return _found(request, form.filters, before)
    return _listed(request, form, before)


def _listed(request: HttpRequest, form: FindForm, before: Cursor | None) -> HttpResponse:
    counted = facets.facets(Filters())
    context = {
        "organisation": furniture.organisation(),
        "section": "releases",
        "is_section": before is None and form.is_valid(),
        "is_newest": before is None,
        "mistakes": form.sentences,
        "find": finding.find(form.filters, counted, request.GET, form.sentences),
        "page": listing.list_page(counted.year_totals, before),
        "canonical": absolute(conf.site_address(), reverse("releases:release-list")),
    }
    return render(request, "releases/release_list.html", context, status=200 if form.is_valid() else 400)


def _found(request: HttpRequest, filters: Filters, before: Cursor | None) -> HttpResponse:
    results = searching.search(filters, before)
    path, total = reverse("releases:release-list"), results.facets.total
    context = {
        "organisation": furniture.organisation(),
        "section": "releases",
        "is_newest": before is None,
        "title": finding.title(filters, total),
        "find": finding.find(filters, results.facets, request.GET),
        "chosen": finding.chosen(filters, results.facets, path),
        "lines": finding.lines(filters, results.facets, path),
        "ways_out": finding.ways_out(filters, results.facets, path),
        "results": results,
        "newest": path + filters.address(),
        "asked": filters.address().removeprefix("?"),
        "older": path + filters.address(before=results.older.cursor) if results.older else "",
    }
    return render(request, "releases/release_results.html", context)


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """The public releases of one year, forty a page; `with` leads to the page on which a release stands."""
    if "with" in request.GET:
        return HttpResponseRedirect(_archive(year, _page_with(year, request.GET["with"])))
    totals = listing.year_totals()
    archive = listing.archive_page(year, _page(request.GET.get("page", "1")), totals)
    if archive is None:
        return errors.not_found(request)
    context = {
        "organisation": furniture.organisation(),
        "section": "releases",
        "archive": archive,
        "newer": _archive(year, archive.newer),
        "older": _archive(year, archive.older),
        "all_years": tuple(totals),
        "canonical": absolute(conf.site_address(), _archive(year, archive.number)),
    }
    return render(request, "releases/archive_year.html", context)


@require_safe
def release_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The current version of a release."""
    found = reading.reading(slug)
    if found is None:
        return errors.instead_of_release(request, slug, partial(_address, "release-detail"))
    subject = drawing.subject_of(
        found.version,
        earlier=drawing.Neighbour.of(found.earlier) if found.earlier else None,
        later=drawing.Neighbour.of(found.later) if found.later else None,
        related=tuple(drawing.Neighbour.of(version) for version in found.related),
        oldest=found.oldest,
    )
    return render(request, "releases/release_detail.html", drawing.detail_context(subject))


@require_safe
def release_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The current version as the paper that a printer gives."""
    found = reading.reading(slug)
    if found is None:
        return errors.instead_of_release(request, slug, partial(_address, "release-print"))
    context = drawing.print_context(drawing.subject_of(found.version, oldest=found.oldest))
    return render(request, "releases/release_print.html", context)


@require_safe
def release_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version by its number, current or superseded, and marked as what it is."""
    found = reading.numbered_reading(slug, number)
    if found is None:
        address = partial(_address, "release-version", number=number)
        return errors.instead_of_version(request, slug, number, address)
    subject = drawing.subject_of(
        found.version, is_current=found.is_current, at_version_address=True, oldest=found.oldest
    )
    context = drawing.detail_context(subject) | {"since": printout.since(found.version, found.later)}
    return render(request, "releases/release_detail.html", context)


def _address(name: str, slug: str, **parts: int) -> str:
    return reverse(f"releases:{name}", kwargs={"slug": slug, **parts})


def _archive(year: int, page: int) -> str:
    address = reverse("releases:archive-year", args=[year])
    return f"{address}?page={page}" if page > 1 else address


def _page(text: str) -> int:
    """The number of a page; 0, which no year has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _page_with(year: int, slug: str) -> int:
    # A database takes no NUL; what is no address is on no page.
    return listing.archive_page_with(year, slug) if slug_re.fullmatch(slug) else 1
