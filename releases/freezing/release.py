"""Turn a release's working text into frozen content. Preview, drafts and approval all come here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from releases import conf, content
from releases.freezing import files, people
from releases.models import Release, Resource
from releases.text import sanitize
from releases.text.canonical import canonical_json, digest
from releases.text.plain import words
from releases.text.search import searchable
from releases.text.times import DateTexts, dated
from releases.vocabulary import Change, Kind, ResourceKind

CHANGED = {Change.CORRECTION: "Corrected", Change.UPDATE: "Updated"}


@dataclass(frozen=True)
class Index:
    """The rows that the content names, for finding versions; never displayed."""

    programmes: tuple[int, ...]
    topics: tuple[int, ...]
    authors: tuple[int, ...]
    contacts: tuple[int, ...]
    files: tuple[str, ...]
    issues: tuple[int, ...]


@dataclass(frozen=True)
class Frozen:
    """Frozen content with its canonical JSON, the SHA-256 of that text, and what SQL needs of it."""

    content: content.Content
    text: str
    digest: str
    index: Index
    aliases: tuple[str, ...]
    """Other spellings of its authors and experts: searched, and displayed nowhere."""

    def with_dates(self, *, first_public_at: datetime, public_from: datetime) -> Self:
        """The same words with the two dates that an approval gives them, both aware instants."""
        words_ = replace(self.content, first_public=_texts(first_public_at), public_from=_texts(public_from))
        text = canonical_json(words_)
        return replace(self, content=content.Content.load(text), text=text, digest=digest(text))

    def columns(self) -> dict[str, str | int]:
        """The columns of a version; only dated content has them.

        Raises ValueError for a draft without its two dates.
        """
        words_ = self.content
        if words_.first_public is None or words_.public_from is None:
            raise ValueError("A version needs the minute from which it is public.")
        return {
            "kind": words_.kind,
            "year": words_.first_public.year,
            "date_iso": words_.first_public.iso,
            "date_text": words_.first_public.day,
            "headline": words_.headline,
            "summary": words_.summary,
            "change": words_.change.kind if words_.change else Change.NONE,
            "change_line": _change_line(words_),
            "digest": self.digest,
            "search_text": _search_text(words_, self.aliases),
            "content": self.text,
        }


def freeze(
    release: Release, *, first_public_at: datetime | None = None, public_from: datetime | None = None
) -> Frozen:
    """Copy every word that a reader would see, names, titles and telephone numbers included.

    Instants are aware; without them the content is that of a draft. Nothing is saved.
    """
    lines = people.lines_of(release)
    text = canonical_json(_content(release, lines, _texts(first_public_at), _texts(public_from)))
    frozen = content.Content.load(text)
    return Frozen(
        content=frozen,
        text=text,
        digest=digest(text),
        index=Index(
            programmes=tuple(line.programme_id for line in lines.programmes),
            topics=tuple(line.topic_id for line in lines.topics),
            authors=people.author_ids(lines),
            contacts=people.contact_ids(lines),
            files=tuple(sorted(frozen.files)),
            issues=(release.announces_id,) if release.announces_id else (),
        ),
        aliases=people.aliases(lines),
    )


def _content(
    release: Release, lines: people.Lines, first_public: DateTexts | None, public_from: DateTexts | None
) -> content.Content:
    body = files.body(sanitize.clean_with_pictures(release.body).html)
    return content.Content(
        format=content.FORMAT,
        kind=release.kind,
        kind_text=Kind(release.kind).label,
        language=release.language,
        headline=_line(release.headline),
        subheadline=_line(release.subheadline),
        summary=_line(release.summary),
        place=_line(release.place),
        body=body.html,
        byline=people.byline(lines),
        programmes=tuple(
            content.Named(line.programme.name, line.programme.slug) for line in lines.programmes
        ),
        topics=tuple(content.Named(line.topic.name, line.topic.slug) for line in lines.topics),
        contacts=people.contacts(lines),
        experts=people.experts(lines),
        resources=tuple(_resource(entry) for entry in release.resources.select_related("file")),
        about=tuple(
            content.About(line.about_text.title, sanitize.clean(line.about_text.body).html)
            for line in release.about_lines.select_related("about_text")
        ),
        event=_event(release),
        announces=_announced(release),
        change=_change(release),
        first_public=first_public,
        public_from=public_from,
        pictures=files.pictures(release),
        body_pictures=body.pictures,
    )


def _resource(entry: Resource) -> content.Resource:
    file = files.attachment(entry.file) if entry.file else None
    return content.Resource(
        entry.kind,
        ResourceKind(entry.kind).label,
        _line(entry.label),
        file.path if file else entry.address.strip(),
        file,
    )


def _line(text: str) -> str:
    """One line of plain text: any white space, no-break spaces included, is one space."""
    return " ".join(text.split())


def _texts(instant: datetime | None) -> DateTexts | None:
    return dated(instant, conf.zone()) if instant else None


def _event(release: Release) -> content.Event | None:
    if release.kind != Kind.ADVISORY:
        return None
    return content.Event(
        starts=_texts(release.event_starts_at),
        place=_line(release.event_place),
        attendance=release.event_attendance.strip(),
    )


def _announced(release: Release) -> content.Announced | None:
    issue = release.announces
    if issue is None:
        return None
    return content.Announced(issue.newsletter.name, issue.title, issue.get_absolute_url())


def _change(release: Release) -> content.ChangeNote | None:
    if release.change == Change.NONE:
        return None
    return content.ChangeNote(
        release.change,
        Change(release.change).label,
        release.change_note.strip(),
        _line(release.change_place),
    )


def _change_line(frozen: content.Content) -> str:
    if frozen.change is None or frozen.public_from is None:
        return ""
    return f"{CHANGED[Change(frozen.change.kind)]} {frozen.public_from.day}: {_line(frozen.change.note)}"


def _search_text(frozen: content.Content, aliases: tuple[str, ...]) -> str:
    return searchable(
        frozen.headline,
        frozen.subheadline,
        frozen.summary,
        frozen.place,
        words(frozen.body),
        *(person.name for person in frozen.byline),
        *(expert.name for expert in frozen.experts),
        *aliases,
        *(contact.name for contact in frozen.contacts),
        *(programme.name for programme in frozen.programmes),
        *(topic.name for topic in frozen.topics),
        *(resource.label for resource in frozen.resources),
        *(words_ for picture in frozen.every_picture for words_ in (picture.alt, picture.caption)),
    )
