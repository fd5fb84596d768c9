"""How long others may keep our answers: to the next whole minute, or not at all."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

MINUTE = 60
SHAREABLE = {200, 301, 404, 410}
PRIVATE = "private, no-store"

Answer = Callable[[HttpRequest], HttpResponseBase]


def cache_to_the_minute(answer: Answer) -> Answer:
    """Let public pages be kept to the next whole minute; what an identity touched is kept by nobody.

    Releases become public on whole minutes, so a page that was read before a minute is not shown after
    it, and the lifetime says nothing about what is to come.
    """

    def answered(request: HttpRequest) -> HttpResponseBase:
        # Before the page is read: an answer that is late must not outlive the minute that it was read in.
        ends = (time.time() // MINUTE + 1) * MINUTE
        response = answer(request)
        if not _may_be_shared(request, response):
            response["Cache-Control"] = PRIVATE
            return response
        response["Cache-Control"] = f"public, max-age={max(0, int(ends - time.time()))}"
        return _unless_known(request, response)

    return answered


def _may_be_shared(request: HttpRequest, response: HttpResponseBase) -> bool:
    session = getattr(request, "session", None)
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in SHAREABLE
        and not response.cookies
        and not (session is not None and session.accessed)
        and "no-store" not in response.get("Cache-Control", "")
    )


def _unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give the page its ETag, and 304 to whoever has it already."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
