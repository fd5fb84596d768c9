"""What changed from one public version to the next."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases.queries import furniture, reading
from releases.rendering import comparison
from releases.views import errors


@require_safe
def release_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The words that a version changed of the version before it; both are public or were."""
    pair = reading.pair(slug, number)
    if pair is None:
        return errors.instead_of_version(request, slug, number - 1, partial(_address, number=number))
    context = {
        "organisation": furniture.organisation(),
        "section": "releases",
        "before": pair.before,
        "after": pair.after,
        "content": pair.after.frozen,
        "differences": comparison.differences(pair.before.frozen, pair.after.frozen),
        "release_address": reverse("releases:release-detail", args=[slug]),
        "before_address": reverse("releases:release-version", args=[slug, number - 1]),
    }
    return render(request, "releases/release_changes.html", context)


def _address(slug: str, *, number: int) -> str:
    return reverse("releases:release-changes", args=[slug, number])
