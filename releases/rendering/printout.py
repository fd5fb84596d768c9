"""What the page of a version tells somebody who holds its printout."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from releases.content import ChangeNote
from releases.models import ReleaseVersion
from releases.text.times import DateTexts


@dataclass(frozen=True)
class Since:
    """A version that took the place of the printed one or of one after it, and where its changes stand."""

    number: int
    public_from: DateTexts | None
    change: ChangeNote | None
    changes: str


def since(version: ReleaseVersion, later: Sequence[ReleaseVersion]) -> tuple[Since, ...]:
    """What has changed since the version; empty while it is the current one."""
    return tuple(_since(before, after) for before, after in pairwise((version, *later)))


def _since(before: ReleaseVersion, after: ReleaseVersion) -> Since:
    content, number = after.frozen, after.number or 0
    # Two versions are compared only where they follow each other.
    follows = number - 1 == before.number
    changes = reverse("releases:release-changes", args=[before.release.slug, number]) if follows else ""
    return Since(number, content.public_from, content.change, changes)
