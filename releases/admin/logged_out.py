"""A form that came from somebody who is logged out: nothing is saved, and its words go back to be copied."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

View = TypeVar("View", bound=Callable[..., Any])

# What nobody has typed, and what must not be shown again.
_NOT_SHOWN = re.compile(r"csrfmiddlewaretoken|_|.*(?:password|token|code|_FORMS$)", re.IGNORECASE)
_NO_WORDS = re.compile(r"\s*|\d+|[0-9a-f-]{16,}|on")


def keeping_words(site: AdminSite, view: View) -> View:
    """Answer with what was typed, where Django would lead to the login page and forget it.

    The middleware has seen a token of ours, so that nobody else can make the page say something. Scripts,
    which keep their words themselves, are led to the login page as before.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_form = request.method == "POST" and "text/html" in request.headers.get("Accept", "")
        if is_form and not site.has_permission(request) and (words := _words(request)):
            login = f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}"
            return render(request, "admin/logged_out.html", {"words": words, "login": login}, status=403)
        return cast(HttpResponse, view(request, *args, **kwargs))

    return cast(View, answer)


def _words(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name.replace("_", " "), value)
        for name, values in request.POST.lists()
        if not _NOT_SHOWN.match(name)
        for value in values
        if not _NO_WORDS.fullmatch(value)
    ]
