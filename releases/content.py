"""The frozen content: every word a reader sees of one approved version, typed.

This is the contract between approval and every page, feed and file. It is stored as canonical JSON
with its `format`. A field that is added later gets a default, so that old versions stay readable; what
cannot be added so is a new format with its own reader here.
All texts are NFC; `body` and the bodies of About texts are clean HTML, everything else is plain text.
"""

import json
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, Self, TypeVar, cast, get_args, get_origin, get_type_hints

from releases.text.times import DateTexts

FORMAT = 1

Stored = TypeVar("Stored")


class UnknownFormat(ValueError):
    """The stored content was written by a newer program."""


@dataclass(frozen=True)
class Named:
    """A programme or a topic."""

    name: str
    slug: str


@dataclass(frozen=True)
class Person:
    """An author in the byline."""

    name: str
    slug: str
    title: str


@dataclass(frozen=True)
class Contact:
    """Whom to call. `tel` is a `tel:` address (RFC 3966), `phone` what people read."""

    name: str
    slug: str
    title: str
    phone: str
    tel: str
    email: str
    hours: str


@dataclass(frozen=True)
class Expert:
    """Whom to interview, and through whom. `known_as` is the name in “To interview …”."""

    name: str
    slug: str
    title: str
    known_as: str
    biography: str
    contact: Contact | None


@dataclass(frozen=True)
class Resource:
    """Something to read on; `address` is https, http or begins with / (this site)."""

    kind: str
    kind_text: str
    label: str
    address: str


@dataclass(frozen=True)
class About:
    """A paragraph about the organisation; `body` is clean HTML."""

    title: str
    body: str


@dataclass(frozen=True)
class Event:
    """When, where and how to attend what a media advisory invites to."""

    starts: DateTexts | None
    place: str
    attendance: str


@dataclass(frozen=True)
class Announced:
    """The newsletter issue that a release announces."""

    newsletter: str
    title: str
    path: str


@dataclass(frozen=True)
class ChangeNote:
    """What an update or correction says of itself; readers see it before the text."""

    kind: str
    kind_text: str
    note: str
    place: str


@dataclass(frozen=True)
class Content:
    """One version as readers get it.

    `first_public` is the date that a reader sees on the release, `public_from` the beginning of this
    version; both are empty only in drafts and previews without a planned minute.
    """

    format: int
    kind: str
    kind_text: str
    language: str
    headline: str
    subheadline: str
    summary: str
    place: str
    body: str
    byline: tuple[Person, ...]
    programmes: tuple[Named, ...]
    topics: tuple[Named, ...]
    contacts: tuple[Contact, ...]
    experts: tuple[Expert, ...]
    resources: tuple[Resource, ...]
    about: tuple[About, ...]
    event: Event | None
    announces: Announced | None
    change: ChangeNote | None
    first_public: DateTexts | None
    public_from: DateTexts | None

    @classmethod
    def load(cls, text: str) -> Self:
        """Read stored content; raise UnknownFormat for a format of the future."""
        return _load(cls, text)


@dataclass(frozen=True)
class Item:
    """One entry of an issue: `release` is the id of a release, or None for own words."""

    release: int | None
    title: str
    text: str


@dataclass(frozen=True)
class IssueContent:
    """One newsletter issue as its page and its mail draw it. `introduction` is clean HTML."""

    format: int
    newsletter: Named
    number: int
    title: str
    date: str
    date_text: str
    introduction: str
    items: tuple[Item, ...]
    full_issue: str

    @classmethod
    def load(cls, text: str) -> Self:
        """Read stored content; raise UnknownFormat for a format of the future."""
        return _load(cls, text)


def _load(cls: type[Stored], text: str) -> Stored:
    values = json.loads(text)
    if values["format"] != FORMAT:
        raise UnknownFormat(f"Content of format {values['format']} needs a newer fas_press.")
    return cast(Stored, _typed(cls, values))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _typed(wanted: Any, value: Any) -> Any:
    """Turn parsed JSON back into the tuples and dataclasses that the annotations name."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list):
        (inner, _) = get_args(wanted)
        return tuple(_typed(inner, entry) for entry in value)
    if get_origin(wanted) is UnionType:
        (wanted,) = (choice for choice in get_args(wanted) if choice is not NoneType)
    hints = _hints(wanted)
    # A field that came later has a default; content from before it was known keeps its bytes.
    known = [field for field in fields(wanted) if field.name in value or field.default is MISSING]
    return wanted(**{field.name: _typed(hints[field.name], value[field.name]) for field in known})
