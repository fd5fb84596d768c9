"""Files of the library. Whoever asks, and however: first whether they may have it, then everything else."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from releases import conf
from releases.actions import shelving
from releases.models import clock
from releases.queries import media as library
from releases.queries.media import Bytes
from releases.queries.previews import Shown
from releases.views import errors, preview, ranges

POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": True,
}


@require_safe
def media(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """A file that readers have, or, for colleagues who are logged in, any file of the library."""
    if found := _there(lambda: library.public(pk, name)):
        return _answer(request, found)
    if found := _there(lambda: _for_colleagues(request, pk, name)):
        return _private(_answer(request, found))
    return errors.not_found(request)


@preview.for_nobody_else
@require_safe
def preview_media(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """A file of the text that a preview link has opened in this browser."""
    opened = preview.opened(request, clock.now())
    if isinstance(opened, Shown):
        content = opened.content
        if found := _there(lambda: library.previewed(pk, name, content)):
            return _answer(request, found)
    return errors.not_found(request)


def _there(find: Callable[[], Bytes | None]) -> Bytes | None:
    """What is found, once its bytes are in their place; a rendition that was lost is drawn again."""
    found = find()
    if found and not found.path.is_file():
        shelving.draw_again(found.file)
        # Its bytes, and so its ETag, may be others now.
        found = find()
    return found if found and found.path.is_file() else None


def _for_colleagues(request: HttpRequest, pk: str, name: str) -> Bytes | None:
    # Whoever has no session is not asked about it: strangers get one answer, which may be kept.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    person: Any = request.user
    if not person.is_authenticated:
        return None
    is_verified = not settings.REQUIRE_2FA or person.is_verified()
    return library.for_staff(pk, name, person, is_verified=is_verified)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    return response


def _answer(request: HttpRequest, found: Bytes) -> HttpResponseBase:
    """What is there, under a policy that lets it do nothing, whatever it is opened with."""

    @csp_replace(POLICY)
    def answer(request: HttpRequest) -> HttpResponseBase:
        return _delivered(request, found)

    return answer(request)


def _delivered(request: HttpRequest, found: Bytes) -> HttpResponseBase:
    """The bytes, all or some of them, or that the browser has them already."""
    shown = content_disposition_header(not found.file.is_picture, found.name)
    headers = {
        "Content-Type": found.mime,
        "Content-Disposition": str(shown),
        "ETag": found.etag,
        "X-Content-Type-Options": "nosniff",
    }
    if location := conf.media_by_nginx():
        # It answers conditions and parts by itself, after we have said that it may.
        relative = found.path.relative_to(conf.media_folder()).as_posix()
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{location}/{relative}"})
    nothing_yet = HttpResponse(headers=headers)
    known = get_conditional_response(request, etag=found.etag, response=nothing_yet)
    if known is not None and known is not nothing_yet:
        return known
    return _bytes(request, found, {**headers, "Accept-Ranges": "bytes"})


def _bytes(request: HttpRequest, found: Bytes, headers: dict[str, str]) -> HttpResponseBase:
    size = found.path.stat().st_size
    try:
        part = ranges.wanted(_range(request, found), size)
    except ranges.Unsatisfiable:
        unsatisfied = {**headers, "Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416, headers=unsatisfied)
    status = 206 if part else 200
    if part:
        headers = {**headers, "Content-Range": part.header}
    else:
        part = ranges.Part(0, size - 1, size)
    headers = {**headers, "Content-Length": str(part.length)}
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(ranges.read(found.path, part), status=status, headers=headers)


def _range(request: HttpRequest, found: Bytes) -> str:
    """The part that is asked for, unless it is one of other bytes than we have."""
    of_which = request.headers.get("If-Range", found.etag)
    return request.headers.get("Range", "") if of_which == found.etag else ""
