"""Public releases in a row: the list, newest first, and the archive of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count

from releases.models import ReleaseVersion
from releases.queries.cursor import Cursor

PAGE = 25
WITH_SUMMARIES = 50
"""How many rows of a year carry their summaries; the page of a busier one would weigh too much."""


@dataclass(frozen=True)
class Year:
    """Some releases of one year, newest first; `total` counts all that the year has."""

    year: int
    versions: tuple[ReleaseVersion, ...]
    total: int

    @property
    def is_brief(self) -> bool:
        """Whether there are too many for more than dates and headlines."""
        return len(self.versions) > WITH_SUMMARIES

    @property
    def count_text(self) -> str:
        """How many of the year's releases stand here: “5 releases”, “3 of 19 shown”."""
        shown = len(self.versions)
        if shown < self.total:
            return f"{shown} of {self.total} shown"
        return "1 release" if shown == 1 else f"{shown} releases"


@dataclass(frozen=True)
class Older:
    """Where the list goes on, and the month from which on it goes back: “February 2009”."""

    cursor: Cursor
    month: str


@dataclass(frozen=True)
class ListPage:
    """One page of the list, the years that have releases at all, and where the list goes on."""

    years: tuple[Year, ...]
    all_years: tuple[int, ...]
    older: Older | None


def list_page(
    totals: Mapping[int, int], before: Cursor | None = None, at: datetime | None = None
) -> ListPage:
    """The newest public releases, or those below a place in the list, in one query.

    `totals` says how many each year has, the latest year first.
    """
    rows = ReleaseVersion.objects.public(at).newest_first().without_text()
    if before:
        rows = rows.older_than(before.first_public_at, before.pk)
    found = tuple(rows[: PAGE + 1])
    grouped = groupby(found[:PAGE], key=lambda version: version.year)
    return ListPage(
        years=tuple(_year(year, tuple(versions), totals) for year, versions in grouped),
        all_years=tuple(totals),
        older=older(found),
    )


def archive_year(year: int, at: datetime | None = None) -> Year | None:
    """Every public release of a year, newest first, in one query; None for a year without one."""
    versions = tuple(ReleaseVersion.objects.public(at).filter(year=year).newest_first().without_text())
    return Year(year, versions, len(versions)) if versions else None


def year_totals(at: datetime | None = None) -> dict[int, int]:
    """How many public releases each year has, the latest year first."""
    counted = ReleaseVersion.objects.public(at).values_list("year").annotate(Count("pk")).order_by("-year")
    return dict(counted)


def _year(year: int, versions: tuple[ReleaseVersion, ...], totals: Mapping[int, int]) -> Year:
    return Year(year, versions, totals.get(year, 0))


def older(found: tuple[ReleaseVersion, ...]) -> Older | None:
    """Where a list goes on, of which one version more than a page was read."""
    if len(found) <= PAGE:
        return None
    _, _, month = found[PAGE].date_text.partition(" ")
    return Older(Cursor.of(found[PAGE - 1]), month)
