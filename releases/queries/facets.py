"""What each further filter would leave: all counts of one page in one query, nothing hidden among them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, Value

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
    question = _Question(filters, at)
    question.ask_total()
    for name in NAMES:
        question.ask_options(name)
    for name in filters.chosen if with_ways_out else ():
        question.ask_way_out(name)
    rows = question.answered()
    found = {name: [Option(*row[1:]) for row in rows if row[0] == name] for name in NAMES}
    return Facets(
        total=sum(count for name, _, _, count in rows if name == _TOTAL),
        options={name: _in_order(name, options) for name, options in found.items()},
        without={which: count for name, which, _, count in rows if name == _WITHOUT},
        alone={which: count for name, which, _, count in rows if name == _ALONE},
        called={which: label for name, which, label, _ in rows if name == _ALONE and label},
    )


class _Question:
    """One statement of many counts. Django knows no WITH, and without it each count would search anew."""

    def __init__(self, filters: Filters, at: datetime | None) -> None:
        self._filters, self._at = filters, at
        self._sets: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self._counts: list[str] = []

    def ask_total(self) -> None:
        """How many the filters leave."""
        self._counts.append(f"SELECT '{_TOTAL}', '', '', count(*) FROM {self._found()}")  # noqa: S608

    def ask_options(self, name: str) -> None:
        """How many each value of a filter leaves, besides all the other filters."""
        found = self._found(but=name)
        if name not in _INDEXES:
            value = f"CAST({name} AS text)"
            self._counts.append(f"SELECT '{name}', {value}, {value}, count(*) FROM {found} GROUP BY {name}")  # noqa: S608
            return
        index = _INDEXES[name]._meta
        named = index.get_field(name).related_model._meta  # type: ignore[union-attr]
        self._counts.append(
            f"SELECT '{name}', named.slug, named.name, counted.times FROM"  # noqa: S608
            f" (SELECT line.{name}_id, count(*) AS times FROM {found} AS version"
            f" JOIN {index.db_table} AS line ON line.version_id = version.id"
            f" GROUP BY line.{name}_id) AS counted"
            f" JOIN {named.db_table} AS named ON named.id = counted.{name}_id"
        )

    def ask_way_out(self, name: str) -> None:
        """How many there are without one filter, and how many with that one only, with its name."""
        without, alone = self._found(but=name), self._alone(name)
        self._counts.append(f"SELECT '{_WITHOUT}', '{name}', '', count(*) FROM {without}")  # noqa: S608
        label = f"(SELECT max(label) FROM {alone})"  # noqa: S608
        self._counts.append(f"SELECT '{_ALONE}', '{name}', {label}, count(*) FROM {alone}")  # noqa: S608

    def answered(self) -> list[Row]:
        """Every count, in one query."""
        sets = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, (sql, _) in self._sets.items())
        parameters = [parameter for _, given in self._sets.values() for parameter in given]
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {sets} {' UNION ALL '.join(self._counts)}", parameters)
            return [(name, value, label, count) for name, value, label, count in cursor.fetchall()]

    def _found(self, but: str = "") -> str:
        """The name of the set of versions that the filters leave, one of them aside."""
        but = but if but in self._filters.chosen else ""
        versions = narrowing.public(self._filters, self._at, but=but).order_by()
        return self._set(f"found_{but}" if but else "found", versions.values("id", "kind", "year"))

    def _alone(self, name: str) -> str:
        value = getattr(self._filters, name)
        versions = narrowing.public(Filters().choosing(name, value), self._at).order_by()
        if name not in _INDEXES:
            return self._set(f"alone_{name}", versions.values("id", label=Value("")))
        rows = _INDEXES[name]._default_manager.filter(version__in=versions, **{f"{name}__slug": value})
        return self._set(f"alone_{name}", rows.values("version_id", label=F(f"{name}__name")))

    def _set(self, name: str, rows: QuerySet[Any, Any]) -> str:
        if name not in self._sets:
            self._sets[name] = rows.query.sql_with_params()
        return name


def _in_order(name: str, options: list[Option]) -> tuple[Option, ...]:
    if name == "kind":
        known = {option.value: option.count for option in options}
        return tuple(Option(kind.value, kind.label, known[kind]) for kind in Kind if kind in known)
    if name == "year":
        return tuple(sorted(options, key=lambda option: option.value, reverse=True))
    return tuple(sorted(options, key=lambda option: option.label.casefold()))
