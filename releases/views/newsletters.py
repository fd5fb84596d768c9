"""Newsletters and their issues, for readers."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from releases import conf
from releases.queries import furniture, newsletters
from releases.rendering.issue import issue_context
from releases.rendering.wishes import RELEASES, newsletter_wording
from releases.text.addresses import absolute
from releases.views import errors
from releases.views.subscribing import fresh_token

NUMBER = re.compile("[1-9][0-9]{0,8}")


@require_safe
def newsletter_list(request: HttpRequest) -> HttpResponse:
    """Every newsletter."""
    context = {
        "newsletters": newsletters.newsletters(),
        "organisation": furniture.organisation(),
        "canonical": absolute(conf.site_address(), request.path),
        "section": "newsletters",
        "is_section": True,
    }
    return render(request, "newsletters/newsletter_list.html", context)


@require_safe
def newsletter(request: HttpRequest, slug: str) -> HttpResponse:
    """One newsletter: what it is, its public issues, and how to get it."""
    found = newsletters.newsletter(slug)
    if found is None:
        return errors.not_found(request)
    word = request.GET.get("before")
    if word is not None and not NUMBER.fullmatch(word):
        return errors.not_found(request)
    before = int(word) if word else None
    context = {
        "newsletter": found,
        "page": newsletters.issue_page(found, before=before),
        "is_newest": before is None,
        "organisation": furniture.organisation(),
        "canonical": absolute(conf.site_address(), found.get_absolute_url()),
        "section": "newsletters",
        "token": fresh_token(),
        "wording": newsletter_wording(found),
        "releases_wording": RELEASES,
    }
    return render(request, "newsletters/newsletter.html", context)


@require_safe
def newsletter_issue(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One public issue."""
    return _issue(request, "newsletters/newsletter_issue.html", slug, number)


@require_safe
def newsletter_issue_print(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One public issue as paper."""
    return _issue(request, "newsletters/newsletter_issue_print.html", slug, number)


def _issue(request: HttpRequest, template: str, slug: str, number: int) -> HttpResponse:
    found = newsletters.public_issue(slug, number)
    if found is None:
        return errors.not_found(request)
    return render(request, template, issue_context(found))
