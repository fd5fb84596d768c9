"""What holds for every answer: how long others may keep it, and who has to prove more than a password."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag

from releases.admin.account_pages import BEFORE_THE_SECOND_STEP
from releases.admin.not_saved import SECOND_STEP, words_back
from releases.admin.site import with_admin_policy
from releases.queries import staff

MINUTE = 60
SHAREABLE = {200, 206, 301, 304, 404, 410, 416}
PRIVATE = "private, no-store"
OF_ONE_READER = "/subscriptions/"
"""Whatever is asked for there has a reader's token in its address, also where a slash is missing."""

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
        and not request.path.startswith(OF_ONE_READER)
    )


def _unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give the page its ETag, and 304 to whoever has it already."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


class SecondStep:
    """Shows the admin to nobody who may approve, or make somebody an approver, on a password alone."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; the question is asked once the address is known."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> HttpResponse | None:
        """Lead to the second step whoever still owes it."""
        match = request.resolver_match
        if not settings.REQUIRE_2FA or match is None or match.namespace != "admin":
            return None
        if match.url_name in BEFORE_THE_SECOND_STEP or _owes_nothing(request):
            return None
        return _lead_to_second_step(request)


def _owes_nothing(request: HttpRequest) -> bool:
    person: Any = request.user
    return not isinstance(person, User) or person.is_verified() or not staff.needs_second_factor(person)  # type: ignore[attr-defined]


@with_admin_policy
def _lead_to_second_step(request: HttpRequest) -> HttpResponse:
    second_step = reverse("admin:second-step")
    if words := words_back(request, SECOND_STEP, way_in=second_step):
        return words
    # Only what was asked for can be asked for again.
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return HttpResponseRedirect(second_step + query)
