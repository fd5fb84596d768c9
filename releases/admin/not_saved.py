"""A form whose person is logged out, or has logged in since, or that met a fault: nothing typed is lost.

Its words go back on a page that sends them once more. Browsers keep no form of a page that no cache may
keep, so going back would not do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reason:
    """Why a form could not be saved: the heading of its page, a sentence, what to do first, the status."""

    heading: str
    says: str = "Nothing is saved yet, and nothing that you typed is lost."
    way_words: str = ""
    status: int = 403


LOGGED_OUT = Reason("You are logged out", way_words="Log in again")
SECOND_STEP = Reason("Your login needs one more step", way_words="Take it")
LOGGED_IN_SINCE = Reason("You have logged in since you opened this form")
DELETED = Reason(
    "Somebody deleted this while you had it open",
    says="Nothing is saved, and nothing that you typed is lost: send it once more, and it is a new one.",
    status=404,
)
OUR_FAULT = Reason(
    "This could not be done, and the fault is ours",
    says="Nothing that you typed is lost. Wait a minute, then look whether it is done. If not, try again.",
    status=500,
)

# What nobody has typed, and what must not be shown again.
_NOT_SHOWN = re.compile(
    r"csrfmiddlewaretoken|next$|_|(?:seen|shown|looked_at|opened|address)$|.*(?:password|token|code|_FORMS$|-__prefix__-)",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"\s*|\d+|[0-9a-f-]{16,}|on")
_SECRET = re.compile(r".*password|token$|code$", re.IGNORECASE)


def keeping_words(site: AdminSite, view: View) -> View:
    """Answer with what was typed, where Django would lead to the login page and forget it.

    The middleware has seen a token of ours, so that nobody else can make the page say something. Scripts,
    which keep their words themselves, are led to the login page as before.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not site.has_permission(request):
            login = f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}"
            if page := words_back(request, LOGGED_OUT, way_in=login):
                return page
        return cast(HttpResponse, view(request, *args, **kwargs))

    return cast(View, answer)


def words_back(
    request: HttpRequest, reason: Reason, *, way_in: str = "", address: str = ""
) -> HttpResponse | None:
    """The page with what was typed, or None where nothing was, or where a script asks.

    `way_in` is where to go first, in another tab; `address` is where it is sent once more, if not to where
    it was sent. The caller knows that the form is one of ours.
    """
    is_form = request.method == "POST" and "text/html" in request.headers.get("Accept", "")
    if not is_form or not (words := _words(request)):
        return None
    context = {
        "reason": reason,
        "words": words,
        "way_in": way_in,
        "fields": fields(request),
        "address": address or request.get_full_path(),
    }
    return render(request, "admin/not_saved.html", context, status=reason.status)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site has sent the form."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form would send once more; nothing if that were a secret or a file, which no page can hold."""
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    has_secret = any(value and _SECRET.match(name) for name, value in posted)
    if has_secret or request.FILES:
        return []
    return [(name, value) for name, value in posted if name != "csrfmiddlewaretoken"]


def _words(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name.replace("_", " "), value)
        for name, values in request.POST.lists()
        if not _NOT_SHOWN.match(name)
        for value in values
        if not _NO_WORDS.fullmatch(value)
    ]
