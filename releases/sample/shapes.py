"""The shapes of sample data. People, programmes and topics are named by their slugs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from releases.vocabulary import Kind, ResourceKind

ZONE = ZoneInfo("America/New_York")
BODIES = Path(__file__).parent / "bodies"

INVENTED = (
    "Sample content. Its words, people and figures are invented; nothing of it happened. Withdraw it before "
    "this press office speaks to readers."
)


@dataclass(frozen=True)
class SampleProgramme:
    """A part of the organisation."""

    slug: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class SampleAuthor:
    """Somebody who signs or can be interviewed."""

    slug: str
    name: str
    title: str = ""
    biography: str = ""
    known_as: str = ""
    aliases: str = ""
    programme: str = ""


@dataclass(frozen=True)
class SampleContact:
    """Somebody to call."""

    slug: str
    name: str
    phone: str
    title: str = ""
    email: str = ""
    hours: str = ""
    author: str = ""
    successor: str = ""
    """Who took over; with a successor the contact no longer works here."""


@dataclass(frozen=True)
class SampleExpert:
    """An expert, and through whom to reach the expert."""

    expert: str
    contact: str


@dataclass(frozen=True)
class SampleResource:
    """Something to read on."""

    kind: ResourceKind
    label: str
    address: str


@dataclass(frozen=True)
class SamplePicture:
    """A picture above the text; `draw` gives its bytes."""

    name: str
    alt: str
    caption: str
    credit: str
    licence: str
    draw: Callable[[], bytes]


@dataclass(frozen=True)
class SampleEvent:
    """What an advisory invites to."""

    starts: datetime
    place: str
    attendance: str


@dataclass(frozen=True)
class SampleCorrection:
    """What a second version says of the first, and the words that change."""

    note: str
    place: str
    wrong: str
    right: str


@dataclass(frozen=True)
class SampleRelease:
    """One release; its body lies in `bodies/<slug>.html`."""

    slug: str
    kind: Kind
    headline: str
    subheadline: str = ""
    summary: str = ""
    place: str = "Washington, D.C."
    programmes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    experts: tuple[SampleExpert, ...] = ()
    resources: tuple[SampleResource, ...] = ()
    pictures: tuple[SamplePicture, ...] = ()
    event: SampleEvent | None = None
    internal_note: str = INVENTED

    @property
    def body(self) -> str:
        """The HTML of its first version."""
        return (BODIES / f"{self.slug}.html").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class FiledSample(SampleRelease):
    """A release of the past, and what became of it."""

    dated: datetime
    correction: SampleCorrection | None = None
    withdrawn_because: str = ""


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant as the clocks of Washington show it."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)
