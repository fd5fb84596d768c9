"""A release as a PDF, or in its place where to print it."""

from collections.abc import Callable
from functools import partial

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases import conf
from releases.actions import shelving
from releases.models import ReleaseVersion
from releases.queries import furniture, reading
from releases.rendering import pdf
from releases.rendering import release as drawing
from releases.text.addresses import absolute
from releases.views import errors

NO_PAPER = "We make PDFs on Letter, and on A4 for an address that ends in ?paper=a4."
TRY_AGAIN = 10

Answer = Callable[[HttpRequest], HttpResponseBase]


@require_safe
def release_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The print page of the current version as a PDF, on Letter or with `?paper=a4` on A4."""
    size = request.GET.get("paper", pdf.Paper.LETTER)
    if size not in list(pdf.Paper):
        return errors.not_found(request, NO_PAPER)
    paper = pdf.Paper(size)
    found = reading.reading(slug)
    if found is None:
        return errors.instead_of_release(request, slug, partial(_address, paper=paper))
    shelving.draw_lost(found.version.frozen.every_picture)
    try:
        made = pdf.of_release(drawing.subject_of(found.version), paper)
    except (pdf.CannotMake, pdf.Busy) as refusal:
        return no_pdf(request, slug, refusal)
    return _document(found.version, made)(request)


def _document(version: ReleaseVersion, made: bytes) -> Answer:
    slug, page = version.release.slug, absolute(conf.site_address(), version.get_absolute_url())

    # Some browsers show a PDF by a plug-in, which a page without objects would not let them start.
    @csp_update({"object-src": [SELF]})
    def answer(request: HttpRequest) -> HttpResponse:
        name, link = f'inline; filename="{slug}.pdf"', f'<{page}>; rel="canonical"'
        headers = {"Content-Disposition": name, "Link": link}
        return HttpResponse(made, content_type="application/pdf", headers=headers)

    return answer


def no_pdf(request: HttpRequest, slug: str, refusal: pdf.CannotMake | pdf.Busy) -> HttpResponse:
    """Why there is none now, where the print page is, and when to try again."""
    context = {
        "organisation": furniture.organisation(),
        "section": "releases",
        "printed": reverse("releases:release-print", args=[slug]),
        "is_busy": isinstance(refusal, pdf.Busy),
        "needs": refusal.needs if isinstance(refusal, pdf.CannotMake) else "",
    }
    response = render(request, "releases/release_no_pdf.html", context, status=503)
    if context["is_busy"]:
        response["Retry-After"] = str(TRY_AGAIN)
    return response


def _address(slug: str, *, paper: pdf.Paper) -> str:
    address = reverse("releases:release-pdf", args=[slug])
    return address if paper == pdf.Paper.LETTER else f"{address}?paper={paper}"
