"""What answers where there is no page: a notice, another address, nothing, or our own fault."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from releases import conf
from releases.admin import not_saved
from releases.models import Withdrawal
from releases.queries import furniture, reading
from releases.text.times import dated

NO_PAGE = "Nothing is at this address. The list of press releases leads to everything we have published."


def not_found(request: HttpRequest, sentence: str = NO_PAGE) -> HttpResponse:
    """Answer 404 with the same bytes for what is hidden and for what never was.

    Nothing on the page depends on the address.
    """
    context = {"organisation": furniture.organisation(), "sentence": sentence}
    return render(request, "404.html", context, status=404)


def instead_of_release(request: HttpRequest, slug: str, address: Callable[[str], str]) -> HttpResponse:
    """Answer where no version is public: the notice of a withdrawal, the way to a new address, or 404.

    `address` makes the page's address from a slug.
    """
    if withdrawal := reading.withdrawal(slug):
        return _notice(request, withdrawal, shows_headline=withdrawal.shows_headline)
    if moved := reading.moved_to(slug):
        return HttpResponsePermanentRedirect(address(moved))
    return not_found(request)


def instead_of_version(
    request: HttpRequest, slug: str, number: int, address: Callable[[str], str]
) -> HttpResponse:
    """The same for one version: what was withdrawn stays so while a later version is public."""
    if notices := reading.taken_away(slug, number):
        current = reverse("releases:release-detail", args=[slug]) if reading.is_public(slug) else ""
        shows_headline = all(notice.shows_headline for notice in notices)
        return _notice(request, notices[0], shows_headline=shows_headline, current=current)
    return instead_of_release(request, slug, address)


def unknown_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: the same page as for a release that nobody may see."""
    return not_found(request)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: what was sent is too large, or makes no sense."""
    return _refused(request, "400.html", 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403: what this person, or nobody, may do."""
    return _refused(request, "403.html", 403)


def token_missing(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a form that was open while its person logged in again."""
    return _sent_again(request, not_saved.LOGGED_IN_SINCE) or _refused(request, "403_form.html", 403)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a page that needs no database, with the form of a colleague to be sent again."""
    if words := _sent_again(request, not_saved.OUR_FAULT):
        return words
    return HttpResponse(render_to_string("500.html"), status=500)


def _notice(
    request: HttpRequest, withdrawal: Withdrawal, *, shows_headline: bool, current: str = ""
) -> HttpResponse:
    content = withdrawal.version.frozen
    context = {
        "organisation": furniture.organisation(),
        "section": "releases",
        "content": content,
        "headline": content.headline if shows_headline else "",
        "withdrawn": dated(withdrawal.at, conf.zone()),
        "reason": withdrawal.reason,
        "current": current,
    }
    return render(request, "releases/release_withdrawn.html", context, status=410)


def _sent_again(request: HttpRequest, reason: not_saved.Reason) -> HttpResponse | None:
    """The page that sends a form of the admin once more, if a page of this site has sent it."""
    if not (_is_staff_page(request) and not_saved.is_from_here(request) and not_saved.fields(request)):
        return None
    return not_saved.words_back(request, reason)


def _refused(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page that needs no database, and does not ask who is there."""
    return HttpResponse(render_to_string(template, {"is_staff_page": _is_staff_page(request)}), status=status)


def _is_staff_page(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))
