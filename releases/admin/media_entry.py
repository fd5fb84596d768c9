"""A file of the library as the pages and scripts of the admin show it."""

from typing import Any

from django.urls import reverse

from releases.models import MediaFile
from releases.vocabulary import RenditionRole


def entry(file: MediaFile) -> dict[str, Any]:
    """A file as the scripts of the admin show it; `address` is what a text names."""
    return {
        "id": file.pk,
        "name": file.name,
        "description": file.alt,
        "kind": file.kind,
        "lacks": lacks(file),
        "small": small(file),
        "address": address(file, widest=800) or file.get_absolute_url(),
        "change": reverse("admin:releases_mediafile_change", args=[file.pk]),
    }


def lacks(file: MediaFile) -> str:
    """What has to be written before it can be approved with a release; empty when nothing is missing."""
    missing = file.missing_words
    return f"No {' and no '.join(missing)} yet" if missing else ""


def small(file: MediaFile) -> str:
    """Where its smallest rendition is; empty for a document."""
    return address(file, widest=1)


def address(file: MediaFile, *, widest: int) -> str:
    """Where its largest rendition up to this width is, else its smallest; empty for a document."""
    made = [
        each
        for each in file.renditions.all()
        if each.format == "jpeg" and each.role != RenditionRole.ORIGINAL
    ]
    fitting = [each for each in made if each.width <= widest] or made[:1]
    return fitting[-1].get_absolute_url() if fitting else ""
