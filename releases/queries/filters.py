"""By what readers narrow the list, and which versions are left."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, Model, OuterRef

from releases import conf
from releases.models import ReleaseVersion, VersionAuthor, VersionProgramme, VersionTopic, word_index
from releases.models.version import ReleaseVersionQuerySet
from releases.text import query
from releases.text.days import Days

IN_ADDRESS = {"since": "from", "until": "to"}
"""Names that differ in an address: there “from” is a word, here it belongs to Python."""


Narrow = Callable[[ReleaseVersionQuerySet, str], ReleaseVersionQuerySet]


@dataclass(frozen=True)
class Filters:
    """What a reader asked for, each in its one spelling; empty = not asked."""

    q: str = ""
    kind: str = ""
    programme: str = ""
    topic: str = ""
    author: str = ""
    year: str = ""
    since: str = ""
    until: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of what was asked for, in their order."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))

    @property
    def words(self) -> query.Query:
        """What the typed words mean."""
        return query.parse(self.q)

    def choosing(self, name: str, value: str) -> Self:
        """The same with another value for this name; an empty one clears it."""
        return replace(self, **{name: value})

    def address(self, **more: object) -> str:
        """The part of an address that asks for this, such as “?q=missile&year=2010”."""
        asked = {IN_ADDRESS.get(name, name): getattr(self, name) for name in self.chosen}
        together = urlencode({**asked, **more})
        return f"?{together}" if together else ""


def public(filters: Filters, at: datetime | None = None, *, but: str = "") -> ReleaseVersionQuerySet:
    """The public versions for which all filters hold; `but` names one that does not matter."""
    return narrowed(ReleaseVersion.objects.public(at), filters, but=but)


def narrowed(versions: ReleaseVersionQuerySet, filters: Filters, *, but: str = "") -> ReleaseVersionQuerySet:
    """Those of the versions for which all filters hold; `but` names one that does not matter."""
    for name in filters.chosen:
        if name != but:
            versions = _NARROWED[name](versions, getattr(filters, name))
    return versions


def _by_words(versions: ReleaseVersionQuerySet, typed: str) -> ReleaseVersionQuerySet:
    asked = query.parse(typed)
    if not asked:
        # Signs without a word find nothing: no version has this number.
        return versions.filter(pk=0)
    if asked.wanted:
        versions = versions.filter(pk__in=word_index.versions_with_all(asked.wanted))
    if asked.unwanted:
        versions = versions.exclude(pk__in=word_index.versions_with_any(asked.unwanted))
    return versions


def _by_year(versions: ReleaseVersionQuerySet, year: str) -> ReleaseVersionQuerySet:
    return versions.filter(year=int(year))


def _by_kind(versions: ReleaseVersionQuerySet, kind: str) -> ReleaseVersionQuerySet:
    return versions.filter(kind=kind)


def _by_index(model: type[Model], name: str) -> Narrow:
    """Two such filters need a subquery each: one join for both would look for one row that is both."""

    def narrowed(versions: ReleaseVersionQuerySet, slug: str) -> ReleaseVersionQuerySet:
        rows = model._default_manager.filter(version=OuterRef("pk"), **{f"{name}__slug": slug})
        return versions.filter(Exists(rows))

    return narrowed


def _since(versions: ReleaseVersionQuerySet, text: str) -> ReleaseVersionQuerySet:
    # No version has the number 0, so the place is the midnight itself.
    return versions.newer_than(_midnight(Days.parse(text).first), 0)


def _until(versions: ReleaseVersionQuerySet, text: str) -> ReleaseVersionQuerySet:
    return versions.older_than(_midnight(Days.parse(text).last + timedelta(days=1)), 0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), conf.zone())


_NARROWED: dict[str, Narrow] = {
    "q": _by_words,
    "kind": _by_kind,
    "programme": _by_index(VersionProgramme, "programme"),
    "topic": _by_index(VersionTopic, "topic"),
    "author": _by_index(VersionAuthor, "author"),
    "year": _by_year,
    "since": _since,
    "until": _until,
}
