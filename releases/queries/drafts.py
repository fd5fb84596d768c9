"""The lines of an earlier draft, found again among the people, topics and texts that exist today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from releases.content import Announced, Content
from releases.models import (
    AboutLine,
    AboutText,
    Author,
    Byline,
    ContactLine,
    ExpertLine,
    MediaContact,
    MediaFile,
    NewsletterIssue,
    PictureLine,
    ProgrammeLine,
    Release,
    Resource,
    TopicLine,
)
from releases.text import pictures as in_text


@dataclass(frozen=True)
class FoundAgain:
    """The body without the pictures that are gone, new rows in the order of the draft, what it announces,
    and a sentence for whatever is gone.
    """

    body: str
    lines: tuple[Any, ...]
    announces: NewsletterIssue | None
    missing: tuple[str, ...]


def found_again(content: Content, release: Release) -> FoundAgain:
    """Look for everything that the draft names. The rows belong to the release and are not saved."""
    search = _Search(release)
    search.named(Byline, "author", content.byline)
    search.named(ContactLine, "contact", content.contacts)
    search.named(ProgrammeLine, "programme", content.programmes)
    search.named(TopicLine, "topic", content.topics)
    search.experts(content)
    search.about(content)
    search.pictures(content)
    search.resources(content)
    announces = search.issue(content.announces)
    body = search.body(content)
    return FoundAgain(body, tuple(search.rows), announces, tuple(search.missing))


class _Search:
    """Collects rows, and sentences for what is gone."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.rows: list[Any] = []
        self.missing: list[str] = []

    def named(self, line: Any, field: str, wanted: Sequence[Any]) -> None:
        """One row for each person, programme or topic that exists."""
        known = _by_slug(line._meta.get_field(field).related_model, wanted)
        for number, entry in enumerate(wanted, start=1):
            if thing := self._known(known, entry.slug, entry.name):
                self.rows.append(line(release=self.release, position=number, **{field: thing}))

    def experts(self, content: Content) -> None:
        """Experts with their own contact; whoever is reached through the first one has none."""
        first = content.contacts[0] if content.contacts else None
        own = [entry.contact if entry.contact != first else None for entry in content.experts]
        authors = _by_slug(Author, content.experts)
        contacts = _by_slug(MediaContact, [contact for contact in own if contact])
        for number, (entry, through) in enumerate(zip(content.experts, own, strict=True), start=1):
            if expert := self._known(authors, entry.slug, entry.name):
                contact = self._known(contacts, through.slug, through.name) if through else None
                self.rows.append(
                    ExpertLine(release=self.release, position=number, expert=expert, contact=contact)
                )

    def about(self, content: Content) -> None:
        """About texts have no address of their own: the title says which one it was."""
        titles = list(dict.fromkeys(about.title for about in content.about))
        known = {text.title: text for text in AboutText.objects.filter(title__in=titles)}
        for number, title in enumerate(titles, start=1):
            if text := self._known(known, title, title):
                self.rows.append(AboutLine(release=self.release, position=number, about_text=text))

    def pictures(self, content: Content) -> None:
        """The pictures of the release that are in the library still."""
        known = MediaFile.objects.pictures().in_bulk([picture.id for picture in content.pictures])
        for number, entry in enumerate(content.pictures, start=1):
            if file := self._known(known, entry.id, entry.name):
                self.rows.append(
                    PictureLine(release=self.release, position=number, file=file, role=entry.role)
                )

    def body(self, content: Content) -> str:
        """The text with the pictures that are in the library still."""
        shown = content.body_pictures
        known = MediaFile.objects.pictures().in_bulk([picture.id for picture in shown]) if shown else {}
        for entry in shown:
            self._known(known, entry.id, entry.name)
        return in_text.only(content.body, known)

    def resources(self, content: Content) -> None:
        """Addresses as they were, and files that are in the library still."""
        known = MediaFile.objects.in_bulk([entry.file.id for entry in content.resources if entry.file])
        for number, entry in enumerate(content.resources, start=1):
            line = Resource(release=self.release, position=number, kind=entry.kind, label=entry.label)
            if entry.file is None:
                line.address = entry.address
            elif file := self._known(known, entry.file.id, entry.file.name):
                line.file = file
            else:
                continue
            self.rows.append(line)

    def issue(self, wanted: Announced | None) -> NewsletterIssue | None:
        """The newsletter issue that the draft announces."""
        if wanted is None:
            return None
        newsletter, number = wanted.path.strip("/").split("/")[-2:]
        found = NewsletterIssue.objects.filter(newsletter__slug=newsletter, number=number).first()
        if found is None:
            self.missing.append(f"The issue “{wanted.newsletter}, {wanted.title}” no longer exists.")
        return found

    def _known(self, known: Mapping[str, Any], key: str, name: str) -> Any:
        if key not in known:
            self.missing.append(f"“{name}” no longer exists and is left out.")
        return known.get(key)


def _by_slug(model: Any, entries: Iterable[Any]) -> dict[str, Any]:
    return dict(model.objects.in_bulk(sorted({entry.slug for entry in entries}), field_name="slug"))
