"""Previewing: the same freeze as an approval, of words that are not saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases import rules
from releases.freezing import Frozen, freeze
from releases.models import Release, ReleaseVersion
from releases.vocabulary import Right


@dataclass(frozen=True)
class Previewed:
    """What readers would get, the number that it would have, and the oldest number that they can open."""

    frozen: Frozen
    slug: str
    number: int
    oldest: int
    first_public_at: datetime | None
    public_from: datetime | None


def preview(write: Callable[[], Release], *, by: User) -> Previewed:
    """Freeze what `write` saves, and take it back: afterwards no row is different."""
    rules.require_right(by, Right.WRITE, "Previewing")
    with transaction.atomic():
        previewed = look_ahead(write())
        transaction.set_rollback(True)
    return previewed


def look_ahead(release: Release) -> Previewed:
    """Freeze the saved working text as if it were approved for its planned minute."""
    mine = ReleaseVersion.objects.filter(release=release, number__isnull=False)
    numbered = mine.with_taken_away().order_by("number")
    first, last = numbered.first(), numbered.last()
    dated = first.first_public_at if first else release.planned_for
    return Previewed(
        frozen=freeze(release, first_public_at=dated, public_from=release.planned_for),
        slug=release.slug or "",
        number=((last.number if last else 0) or 0) + 1,
        oldest=(getattr(last, "taken_away", None) or 0) + 1,
        first_public_at=dated,
        public_from=release.planned_for,
    )
