"""Live rows of people, programmes and topics: only of those whom a public version names."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from releases.models import Author, MediaContact, Programme, ReleaseVersion, Topic
from releases.queries.cursor import Cursor
from releases.queries.successors import successors

PAGE = 25


@dataclass(frozen=True)
class Departure:
    """Somebody who cannot be called any more, and who answers instead, if anybody does."""

    contact: MediaContact
    successor: MediaContact | None


@dataclass(frozen=True)
class Contacts:
    """The people whom journalists can call, and those who have left."""

    here: tuple[MediaContact, ...]
    gone: tuple[Departure, ...]


@dataclass(frozen=True)
class Named:
    """Some public releases that name somebody or something, newest first, and where they go on."""

    versions: tuple[ReleaseVersion, ...]
    older: Cursor | None


def contacts(at: datetime | None = None) -> Contacts:
    """The media contacts whom a public version names, by name, in at most two queries."""
    named = ReleaseVersion.objects.public(at).filter(contacts=OuterRef("pk"))
    known = tuple(MediaContact.objects.filter(Exists(named)))
    gone = [contact for contact in known if not contact.is_active]
    instead = successors({contact.slug for contact in gone})
    return Contacts(
        here=tuple(contact for contact in known if contact.is_active),
        gone=tuple(Departure(contact, instead.get(contact.slug)) for contact in gone),
    )


def contact(slug: str, at: datetime | None = None) -> MediaContact | None:
    """The media contact, if a public version names them; they may have left since."""
    named = ReleaseVersion.objects.public(at).filter(contacts=OuterRef("pk"))
    return MediaContact.objects.filter(Exists(named), slug=slug).first()


def author(slug: str, at: datetime | None = None) -> Author | None:
    """The author, if a public version names them; `shows_programme` if one names their programme too."""
    public = ReleaseVersion.objects.public(at)
    return (
        Author.objects.filter(Exists(public.filter(authors=OuterRef("pk"))), slug=slug)
        .select_related("programme", "portrait")
        .annotate(shows_programme=Exists(public.filter(programmes=OuterRef("programme"))))
        .first()
    )


def programme(slug: str, at: datetime | None = None) -> Programme | None:
    """The programme, if a public version names it."""
    named = ReleaseVersion.objects.public(at).filter(programmes=OuterRef("pk"))
    return Programme.objects.filter(Exists(named), slug=slug).first()


def topic(slug: str, at: datetime | None = None) -> Topic | None:
    """The topic, if a public version names it."""
    named = ReleaseVersion.objects.public(at).filter(topics=OuterRef("pk"))
    return Topic.objects.filter(Exists(named), slug=slug).first()


def releases_of(
    thing: Author | Programme | Topic, before: Cursor | None = None, at: datetime | None = None
) -> Named:
    """The newest public releases that name the thing, or those below a place in the list, in one query."""
    relation = {Author: "authors", Programme: "programmes", Topic: "topics"}[type(thing)]
    rows = ReleaseVersion.objects.public(at).filter(**{relation: thing}).newest_first().without_text()
    if before:
        rows = rows.older_than(before.first_public_at, before.pk)
    found = tuple(rows[: PAGE + 1])
    return Named(found[:PAGE], Cursor.of(found[PAGE - 1]) if len(found) > PAGE else None)
