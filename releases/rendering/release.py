"""The one way to draw a release: what its templates get, for readers and for previews alike."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from releases import conf
from releases.content import Contact, Content, Expert, Resource
from releases.models import MediaContact, Organisation, ReleaseVersion
from releases.queries import furniture
from releases.queries.successors import successors
from releases.rendering import pictures
from releases.text import notes, sanitize, tables
from releases.text.addresses import absolute
from releases.vocabulary import Change, Kind, PictureRole

IMMEDIATE = "FOR IMMEDIATE RELEASE"
EMBARGOED = "EMBARGOED UNTIL"
UNDATED = "NOT YET FOR RELEASE"
CHANGED = {Change.CORRECTION: "corrected", Change.UPDATE: "updated"}
COPIES = 20


@dataclass(frozen=True)
class Neighbour:
    """A release to go on to: next to this one in the list, or on its topic."""

    headline: str
    date_text: str
    address: str

    @classmethod
    def of(cls, version: ReleaseVersion) -> "Neighbour":
        """A neighbour from a version that was read with its release."""
        return cls(version.headline, version.date_text, version.get_absolute_url())


@dataclass(frozen=True)
class Preview:
    """What the banner says after its head, and where the preview has its two pages."""

    words: str
    page: str = ""
    printed: str = ""
    reader: str = ""
    """Whom outside it was given to: the name stands all over it. Empty for staff."""
    has_begun: bool = False
    """Whether readers have or had what is shown."""

    @property
    def head(self) -> str:
        """The first words of the banner."""
        if self.has_begun:
            return "For staff: what was approved."
        return f"Preview for {self.reader}. Not public." if self.reader else "Preview, not public."

    @property
    def copies(self) -> tuple[str, ...]:
        """The reader's name, as often as it is drawn behind the text."""
        return (self.reader,) * COPIES


@dataclass(frozen=True)
class Subject:
    """What is drawn: frozen content, and what is not in the content.

    `slug` is empty while a draft has no address, `number` is None while it has no version. A version
    at its own address says whether it is the current one. With a preview the banner is drawn. No page
    leads to a version before `oldest`.
    """

    content: Content
    slug: str
    number: int | None
    is_current: bool = True
    at_version_address: bool = False
    earlier: Neighbour | None = None
    later: Neighbour | None = None
    related: tuple[Neighbour, ...] = ()
    oldest: int = 1
    preview: Preview | None = None


@dataclass(frozen=True)
class Addresses:
    """Where the release and its forms are; empty where there is none. `whole_…` begin with https://."""

    page: str
    whole_page: str
    printed: str
    listing: str
    whole_version: str
    previous: str
    changes: str
    first: str


@dataclass(frozen=True)
class CleanText:
    """HTML that the sanitiser has seen and that got numbers behind its links. Made only here."""

    html: str
    notes: tuple[notes.Note, ...]


@dataclass(frozen=True)
class Reached:
    """A frozen contact; and, live, whether this person has left and who answers now."""

    contact: Contact
    has_left: bool
    now: MediaContact | None
    office: Organisation


@dataclass(frozen=True)
class Interview:
    """An expert, and through whom to reach the expert."""

    expert: Expert
    reached: Reached | None
    portrait: pictures.Drawn | None = None


@dataclass(frozen=True)
class AboutDrawn:
    """A paragraph about the organisation."""

    title: str
    text: CleanText


@dataclass(frozen=True)
class ReadOn:
    """Something to read besides the release, with its whole address for paper."""

    label: str
    kind_text: str
    address: str
    whole_address: str


def subject_of(version: ReleaseVersion, **fields: Any) -> Subject:
    """A subject from an approved version that was read with its release."""
    return Subject(version.frozen, version.release.slug or "", version.number, **fields)


def detail_context(subject: Subject) -> dict[str, Any]:
    """What `releases/release_detail.html` draws; at most two queries, for the live furniture."""
    content, organisation = subject.content, furniture.organisation()
    below = _below(subject)
    text = _text(content.body, place=content.place)
    shown = CleanText(pictures.in_body(text.html, content, below=below), text.notes)
    about = _about(content, start=len(text.notes) + 1)
    left = successors({contact.slug for contact in _everybody(content)})
    reach = partial(_reached, left=left, office=organisation)
    return {
        "subject": subject,
        "content": content,
        "organisation": organisation,
        "section": "releases",
        "addresses": _addresses(subject),
        "title": title_of(content),
        "description": content.summary or content.subheadline or content.headline,
        "status": _status(subject),
        "letterhead_kind": "Press release" if content.kind == Kind.RELEASE else content.kind_text,
        "text": shown,
        "on_top": pictures.in_role(content, PictureRole.TOP, below=below),
        "at_end": pictures.in_role(content, PictureRole.END, below=below),
        "shared": pictures.shared(content),
        "about": about,
        "notes": (*text.notes, *(note for entry in about for note in entry.text.notes)),
        "contacts": tuple(reach(contact) for contact in content.contacts),
        "interviews": tuple(
            Interview(
                expert,
                reach(expert.contact) if expert.contact else None,
                pictures.portrait(expert.portrait, below=below),
            )
            for expert in content.experts
        ),
        "reading_on": reading_on(subject),
    }


def print_context(subject: Subject) -> dict[str, Any]:
    """What `releases/release_print.html` draws: the same, so that both pages give the same paper."""
    return detail_context(subject)


def reading_on(subject: Subject) -> tuple[ReadOn, ...]:
    """The issue that the release announces, and its resources, each with its whole address."""
    entries = [_entry(entry, _below(subject)) for entry in subject.content.resources]
    if issue := subject.content.announces:
        # The issue may be as hidden as the release.
        path = "" if subject.preview and subject.preview.reader else issue.path
        entries.insert(0, (f"{issue.newsletter}, {issue.title}", "Newsletter issue", path))
    return tuple(ReadOn(*entry, _whole(entry[2])) for entry in entries)


def _entry(resource: Resource, below: str) -> tuple[str, str, str]:
    file = resource.file
    if file is None:
        return resource.label, resource.kind_text, resource.address
    # What somebody is about to load, before they do.
    return resource.label, f"{resource.kind_text}, {file.format}, {file.size_text}", f"{below}{file.path}"


def _below(subject: Subject) -> str:
    """Where the files of the release lie: for the holder of a preview link, beside the preview."""
    is_shared = subject.preview is not None and subject.preview.reader
    return reverse("releases:preview").rstrip("/") if is_shared else ""


def title_of(content: Content) -> str:
    """The headline, and whether it was corrected or updated."""
    headline = content.headline or "No headline yet"
    return f"{headline} ({CHANGED[Change(content.change.kind)]})" if content.change else headline


def _everybody(content: Content) -> tuple[Contact, ...]:
    through = (expert.contact for expert in content.experts)
    return (*content.contacts, *(contact for contact in through if contact))


def _text(html: str, *, place: str = "", start: int = 1) -> CleanText:
    whole = partial(absolute, conf.site_address())
    numbered = notes.numbered_links(sanitize.safe(html), start=start, absolute=whole)
    return CleanText(tables.in_reach(notes.with_dateline(numbered.html, place)), numbered.notes)


def _about(content: Content, *, start: int) -> tuple[AboutDrawn, ...]:
    drawn = []
    for about in content.about:
        text = _text(about.body, start=start)
        drawn.append(AboutDrawn(about.title, text))
        start += len(text.notes)
    return tuple(drawn)


def _reached(contact: Contact, *, left: dict[str, MediaContact | None], office: Organisation) -> Reached:
    return Reached(contact, contact.slug in left, left.get(contact.slug), office)


def _addresses(subject: Subject) -> Addresses:
    if subject.preview:
        printed = subject.preview.printed
    else:
        printed = _of("release-print", subject.slug) if subject.is_current else ""
    number, slug = subject.number or 0, subject.slug
    first_public = subject.content.first_public
    listed = first_public and slug and not subject.preview
    page = _of("release-detail", slug) if slug else ""
    follows = slug and number > subject.oldest
    return Addresses(
        page=page,
        whole_page=_whole(page),
        printed=printed,
        listing=f"{_of('archive-year', first_public.year)}?with={slug}#{slug}"
        if first_public and listed
        else "",
        whole_version=_whole(_of("release-version", slug, number)) if slug and number else "",
        previous=_of("release-version", slug, number - 1) if follows else "",
        changes=_of("release-changes", slug, number) if follows else "",
        first=_of("release-version", slug, 1) if follows and number > 2 and subject.oldest == 1 else "",
    )


def _of(name: str, *parts: str | int) -> str:
    return reverse(f"releases:{name}", args=parts)


def _whole(path: str) -> str:
    return absolute(conf.site_address(), path) if path else ""


def _status(subject: Subject) -> str:
    if subject.preview is None or subject.preview.has_begun:
        return IMMEDIATE
    lifts = subject.content.public_from
    return f"{EMBARGOED} {lifts.full} ({lifts.utc_text})" if lifts else UNDATED
