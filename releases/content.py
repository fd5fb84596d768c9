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

from releases.text import languages
from releases.text.times import DateTexts

FORMAT = 1
WIDEST_ON_SCREEN = 1600

Stored = TypeVar("Stored")


class UnknownFormat(ValueError):
    """The stored content was written by a newer program."""


@dataclass(frozen=True)
class Named:
    """A programme or a topic."""

    name: str
    slug: str


@dataclass(frozen=True)
class Rendition:
    """A picture in one size and format; `path` is its address on this site."""

    path: str
    format: str
    width: int
    height: int


@dataclass(frozen=True)
class Attachment:
    """A whole file of the library that readers can take with them; `size_text` is “2.1 MB”."""

    id: str
    name: str
    path: str
    format: str
    size: int
    size_text: str
    digest: str


@dataclass(frozen=True)
class Picture:
    """A picture of the library. `alt` is empty only if it is decorative, `role` unless a line has one.

    The renditions come in the order of their widths; `licence_ends` is the last day, as ISO 8601. The
    original is what newsrooms get: every pixel of it, and nothing that a camera wrote into it.
    """

    id: str
    name: str
    alt: str
    is_decorative: bool
    caption: str
    credit: str
    licence: str
    licence_ends: str
    renditions: tuple[Rendition, ...]
    original: Attachment
    role: str = ""

    def in_format(self, format: str, *, widest: int = WIDEST_ON_SCREEN) -> tuple[Rendition, ...]:
        """What browsers choose from on a screen, the smallest first."""
        found = tuple(each for each in self.renditions if each.format == format)
        return tuple(each for each in found if each.width <= widest) or found[:1]

    @property
    def largest(self) -> Rendition | None:
        """The one for paper: the widest that every program can open."""
        return next((each for each in reversed(self.renditions) if each.format == "jpeg"), None)


@dataclass(frozen=True)
class Person:
    """An author in the byline."""

    name: str
    slug: str
    title: str
    portrait: Picture | None = None


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
    portrait: Picture | None = None


@dataclass(frozen=True)
class Resource:
    """Something to read on; `address` is https, http or begins with / (this site), also that of a file."""

    kind: str
    kind_text: str
    label: str
    address: str
    file: Attachment | None = None


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
    pictures: tuple[Picture, ...] = ()
    body_pictures: tuple[Picture, ...] = ()
    """Those that stand in the body, which names them by their addresses."""

    @property
    def is_from_the_right(self) -> bool:
        """Whether its words are read from right to left."""
        return languages.is_from_the_right(self.language)

    @property
    def every_picture(self) -> tuple[Picture, ...]:
        """Those of the release, of its text and of its people; one that is used twice comes twice."""
        people: tuple[Person | Expert, ...] = (*self.byline, *self.experts)
        portraits = (person.portrait for person in people if person.portrait)
        return (*self.pictures, *self.body_pictures, *portraits)

    @property
    def files(self) -> frozenset[str]:
        """The ids of everything of the library that a reader of this content gets."""
        attached = (resource.file for resource in self.resources if resource.file)
        return frozenset(picture.id for picture in self.every_picture) | {file.id for file in attached}

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
    """The address of the whole number; empty where it is a file, and where there is none."""
    file: Attachment | None = None

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
