"""What each further filter would leave: all counts of one page in one query, nothing hidden among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast

from releases.models import VersionAuthor, VersionProgramme, VersionTopic
from releases.models.index import IndexRow
from releases.queries import filters as narrowing
from releases.queries.filters import Filters
from releases.vocabulary import Kind

NAMES = ("kind", "programme", "topic", "author", "year")
_INDEXES: dict[str, type[IndexRow]] = {
    "programme": VersionProgramme,
    "topic": VersionTopic,
    "author": VersionAuthor,
}
_TOTAL, _WITHOUT, _ALONE = "total", "without", "alone"

Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class Option:
    """One value of a filter, in words, and how many releases choosing it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facets:
    """How many releases the filters leave, and how many each other choice would.

    `options` are those that leave something, besides all the other filters. Where nothing is left, `without`
    says how many there are without one filter, and `alone` how many with that filter only; `called` has the
    names of values.
    """

    total: int
    options: dict[str, tuple[Option, ...]]
    without: dict[str, int]
    alone: dict[str, int]
    called: dict[str, str]

    @property
    def year_totals(self) -> dict[int, int]:
        """How many each year has, the latest year first."""
        return {int(option.value): option.count for option in self.options["year"]}


def facets(filters: Filters, at: datetime | None = None, *, with_ways_out: bool = False) -> Facets:
    """Count in one query; `with_ways_out` also counts what each filter takes away and has."""
    first, *others = _counts(filters, at, with_ways_out)
    rows: list[Row] = [*first.union(*others, all=True)]
    found = {name: [Option(*row[1:]) for row in rows if row[0] == name] for name in NAMES}
    return Facets(
        total=next((count for name, _, _, count in rows if name == _TOTAL), 0),
        options={name: _in_order(name, options) for name, options in found.items()},
        without={which: count for name, which, _, count in rows if name == _WITHOUT},
        alone={which: count for name, which, _, count in rows if name == _ALONE},
        called={which: label for name, which, label, _ in rows if name == _ALONE and label},
    )


def _counts(filters: Filters, at: datetime | None, with_ways_out: bool) -> Iterator[QuerySet[Any, Any]]:
    yield _all_of(filters, at, _TOTAL)
    for name in ("kind", "year"):
        versions = narrowing.public(filters, at, but=name).order_by()
        value = Cast(name, CharField())
        yield versions.values_list(_text(name), value, value).annotate(Count("pk"))
    for name, model in _INDEXES.items():
        versions = narrowing.public(filters, at, but=name).order_by()
        rows = model._default_manager.filter(version__in=versions.values("pk"))
        yield rows.values_list(_text(name), F(f"{name}__slug"), F(f"{name}__name")).annotate(Count("pk"))
    for name in filters.chosen if with_ways_out else ():
        yield _all_of(filters, at, _WITHOUT, but=name)
        yield _alone(name, Filters().choosing(name, getattr(filters, name)), at)


def _all_of(filters: Filters, at: datetime | None, name: str, but: str = "") -> QuerySet[Any, Any]:
    versions = narrowing.public(filters, at, but=but).order_by()
    return versions.values_list(_text(name), _text(but), _text("")).annotate(Count("pk"))


def _alone(name: str, filters: Filters, at: datetime | None) -> QuerySet[Any, Any]:
    versions = narrowing.public(filters, at).order_by()
    if name not in _INDEXES:
        return versions.values_list(_text(_ALONE), _text(name), _text("")).annotate(Count("pk"))
    rows = _INDEXES[name]._default_manager.filter(version__in=versions.values("pk"))
    rows = rows.filter(**{f"{name}__slug": getattr(filters, name)})
    return rows.values_list(_text(_ALONE), _text(name), F(f"{name}__name")).annotate(Count("pk"))


def _text(text: str) -> Cast:
    """A constant with a type, which the columns of a union need on PostgreSQL."""
    return Cast(Value(text), CharField())


def _in_order(name: str, options: list[Option]) -> tuple[Option, ...]:
    if name == "kind":
        known = {option.value: option.count for option in options}
        return tuple(Option(kind.value, kind.label, known[kind]) for kind in Kind if kind in known)
    if name == "year":
        return tuple(sorted(options, key=lambda option: option.value, reverse=True))
    return tuple(sorted(options, key=lambda option: option.label.casefold()))
