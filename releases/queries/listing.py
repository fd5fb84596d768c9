"""Public releases in a row: the list, newest first, and the archive of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Subquery

from releases.models import ReleaseVersion
from releases.queries.cursor import Cursor

PAGE = 25
PAGE_OF_YEAR = 30
"""How many rows of a year stand on one page; more would weigh too much, however busy the year was."""


@dataclass(frozen=True)
class Year:
    """Some releases of one year, newest first; `total` counts all that the year has."""

    year: int
    versions: tuple[ReleaseVersion, ...]
    total: int

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
class ArchivePage:
    """One page of the archive of a year; `total` counts all that the year has."""

    year: int
    number: int
    versions: tuple[ReleaseVersion, ...]
    total: int
    older_month: str
    """The month from which the next page goes back, “May”; empty on the last one."""

    @property
    def count_text(self) -> str:
        """Which of the year's releases stand here: “5 releases”, “Releases 41 to 80 of 400”."""
        if self.total <= PAGE_OF_YEAR:
            return "1 release" if self.total == 1 else f"{self.total} releases"
        first = (self.number - 1) * PAGE_OF_YEAR + 1
        return f"Releases {first} to {first + len(self.versions) - 1} of {self.total}"

    @property
    def newer(self) -> int:
        """The number of the page before; 0 on the first one."""
        return self.number - 1

    @property
    def older(self) -> int:
        """The number of the page after; 0 on the last one."""
        return self.number + 1 if self.older_month else 0


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


def archive_page(
    year: int, number: int, totals: Mapping[int, int], at: datetime | None = None
) -> ArchivePage | None:
    """Public releases of a year, newest first, in one query; None for a page that the year does not have."""
    total, start = totals.get(year, 0), (number - 1) * PAGE_OF_YEAR
    if not 0 <= start < total:
        return None
    rows = ReleaseVersion.objects.public(at).filter(year=year).newest_first().without_text()
    found = tuple(rows[start : start + PAGE_OF_YEAR + 1])
    month = found[PAGE_OF_YEAR].date_text.split()[1] if len(found) > PAGE_OF_YEAR else ""
    return ArchivePage(year, number, found[:PAGE_OF_YEAR], total, month)


def archive_page_with(year: int, slug: str, at: datetime | None = None) -> int:
    """The number of the page on which this release stands; the first one if it is not public."""
    public = ReleaseVersion.objects.public(at).filter(year=year)
    place = public.filter(release__slug=slug)
    newer = public.newer_than(Subquery(place.values("first_public_at")[:1]), Subquery(place.values("pk")[:1]))
    return newer.count() // PAGE_OF_YEAR + 1


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
