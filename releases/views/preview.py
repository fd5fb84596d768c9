"""Preview links: one button opens them, one cookie keeps them open, and a wrong link is no link at all.

What is under /preview/ costs a visitor nothing to guess at: every answer is private, and whatever opens
nothing is answered like any address where there is no page.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from releases import conf
from releases.actions import sharing
from releases.models import clock
from releases.queries import furniture, previews
from releases.queries.previews import NowPublic, Shown
from releases.rendering import release as drawing
from releases.rendering.preview import preview_subject
from releases.views import errors

TOKEN = re.compile("[A-Za-z0-9_-]{43}")
COOKIE_LASTS = timedelta(days=1)
SALT = "releases.preview"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

View = Callable[..., HttpResponseBase]
Context = dict[str, Any]


class SeeOther(HttpResponseRedirect):
    """Go there, and ask with GET."""

    status_code = 303


def for_nobody_else(view: View) -> View:
    """Let nobody keep, list or pass on what the view answers.

    Without a CSRF cookie: only the token in the body opens anything, and whoever could make somebody
    else's browser post it holds the link already.
    """

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return cast(View, csrf_exempt(answer))


@for_nobody_else
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """The button of a link; the POST that it sends; and afterwards the page that it opened."""
    if request.method == "POST":
        return _open(request)
    if "k" in request.GET:
        return _button(request, request.GET["k"])
    return _read(request, "releases/release_detail.html", drawing.detail_context)


@for_nobody_else
@require_safe
def preview_print(request: HttpRequest) -> HttpResponse:
    """What was opened, as the paper that a printer gives."""
    return _read(request, "releases/release_print.html", drawing.print_context)


@for_nobody_else
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Every other address under /preview/."""
    return errors.not_found(request)


def _button(request: HttpRequest, token: str) -> HttpResponse:
    """The same for every token: nothing is looked up before somebody presses the button."""
    if not TOKEN.fullmatch(token):
        return errors.not_found(request)
    context = {"organisation": furniture.organisation(), "token": token}
    return render(request, "preview/preview_link.html", context)


def _open(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    found = previews.behind_token(sharing.hashed(request.POST.get("token", "")), at)
    if isinstance(found, NowPublic):
        return SeeOther(found.release.get_absolute_url())
    if found is None:
        return errors.not_found(request)
    response = SeeOther(reverse("releases:preview"))
    response.set_signed_cookie(
        _cookie(),
        str(found.link.pk),
        salt=SALT,
        max_age=min(COOKIE_LASTS, found.link.expires_at - at),
        path=reverse("releases:preview"),
        secure=conf.is_https(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _read(request: HttpRequest, template: str, context: Callable[[drawing.Subject], Context]) -> HttpResponse:
    found = opened(request, clock.now())
    if isinstance(found, Shown):
        if request.method == "GET":
            sharing.log_opening(found.link, digest=found.digest)
        return render(request, template, context(preview_subject(found)))
    response = SeeOther(found.release.get_absolute_url()) if found else errors.not_found(request)
    if _cookie() in request.COOKIES:
        response.delete_cookie(_cookie(), path=reverse("releases:preview"), samesite="Lax")
    return response


def opened(request: HttpRequest, at: datetime) -> Shown | NowPublic | None:
    """What the link that this browser has opened leads to at this instant."""
    link = request.get_signed_cookie(_cookie(), default="", salt=SALT, max_age=COOKIE_LASTS)
    return previews.behind(int(link), at) if link else None


def _cookie() -> str:
    return "__Secure-preview" if conf.is_https() else "preview"
