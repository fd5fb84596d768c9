"""The press kit of a release: pictures in full size, text, PDF and contacts in one archive."""

from functools import partial

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from releases import conf
from releases.actions import packing
from releases.models import ReleaseVersion
from releases.queries import reading
from releases.rendering import pdf, press_kit, zip_stream
from releases.text.addresses import absolute
from releases.views import errors, paper


@require_safe
def release_press_kit(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The current version to take away, sent while it is written."""
    found = reading.reading(slug)
    if found is None:
        return errors.instead_of_release(request, slug, partial(_address, "release-press-kit"))
    try:
        kit = packing.press_kit_of(found.version)
    except pdf.Busy as refusal:
        # A kit without its PDF would be kept by caches for longer than the others take.
        return paper.no_pdf(request, slug, refusal)
    return _answer(request, found.version, kit)


def _answer(request: HttpRequest, version: ReleaseVersion, kit: press_kit.Kit) -> HttpResponseBase:
    slug, etag = version.release.slug, f'"{kit.digest}"'
    page = absolute(conf.site_address(), version.get_absolute_url())
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": f'attachment; filename="{slug}-press-kit.zip"',
        "Content-Length": str(zip_stream.length(kit.members, dated=kit.dated)),
        "ETag": etag,
        "Link": f'<{page}>; rel="canonical"',
    }
    nothing_yet = HttpResponse(headers=headers)
    known = get_conditional_response(request, etag=etag, response=nothing_yet)
    if known is not None and known is not nothing_yet:
        return known
    if request.method == "HEAD":
        return nothing_yet
    return StreamingHttpResponse(zip_stream.streamed(kit.members, dated=kit.dated), headers=headers)


def _address(name: str, slug: str) -> str:
    return reverse(f"releases:{name}", args=[slug])
