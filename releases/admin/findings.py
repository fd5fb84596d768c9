"""What the desk has found, with the place where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from releases.desk.checks import Finding


@dataclass(frozen=True)
class ToMend:
    """What a desk check has found; `url` leads to the field, or to the file in the library."""

    sentence: str
    url: str


def to_mend(findings: Iterable[Finding], *, form: str = "") -> list[ToMend]:
    """Each finding with its place; `form` is the address of the form, empty on the form itself."""
    return [
        ToMend(finding.sentence, _library(finding.file) or f"{form}#{_anchor(finding.field)}")
        for finding in findings
    ]


def _library(file: str) -> str:
    """Where the words of this file are written; empty if it is no matter of a file."""
    return reverse("admin:releases_mediafile_change", args=[file]) if file else ""


def _anchor(field: str) -> str:
    """Where the form has this field: Django names lines after their group."""
    return f"{field}-group" if field in LINES or field.endswith("_lines") else f"id_{field}"


LINES = frozenset({"resources"})
"""Groups of lines whose name does not say so."""
