"""What changed between two frozen texts, part by part, with the words marked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from releases.content import Contact, Content, Expert, Person, Picture
from releases.text import pictures
from releases.text.comparing import compared, compared_words, shortened, side
from releases.vocabulary import PictureRole


@dataclass(frozen=True)
class MarkedText:
    """Safe HTML with `<ins>` and `<del>`. Made only here."""

    html: str


@dataclass(frozen=True)
class Difference:
    """One part that is not the same: its name, and both texts as one."""

    part: str
    text: MarkedText


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Every part that differs, in the order in which readers meet it; dates do not count."""
    return tuple(
        Difference(part, MarkedText(marks(old, new)))
        for part, read, marks in PARTS
        if (old := read(before)) != (new := read(after))
    )


def in_short(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """The same without the paragraphs in which nothing is marked."""
    return tuple(Difference(entry.part, MarkedText(shortened(entry.text.html))) for entry in found)


@dataclass(frozen=True)
class Beside:
    """Two texts side by side: in each of them the words that the other lacks are marked."""

    first: MarkedText
    second: MarkedText


def beside(first: str, second: str, *, are_html: bool) -> Beside:
    """Set two texts side by side: words, or clean HTML without the paragraphs that are the same."""
    both = (
        shortened(compared(in_words(first), in_words(second))) if are_html else compared_words(first, second)
    )
    return Beside(MarkedText(side(both, "del")), MarkedText(side(both, "ins")))


def _lines(entries: Iterable[str]) -> str:
    return "; ".join(entries)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _contact(contact: Contact) -> str:
    return _joined(contact.name, contact.title, contact.phone, contact.email, contact.hours)


def _expert(expert: Expert) -> str:
    through = f"through {_contact(expert.contact)}" if expert.contact else ""
    portrait = _portrait(expert)
    return _joined(expert.name, expert.title, expert.known_as, expert.biography, through, portrait)


def _person(person: Person) -> str:
    return _joined(person.name, person.title, _portrait(person))


def _portrait(person: Person | Expert) -> str:
    return f"portrait ({_picture(person.portrait)})" if person.portrait else ""


def _event(content: Content) -> str:
    if content.event is None:
        return ""
    starts = content.event.starts.full if content.event.starts else ""
    return _joined(starts, content.event.place, content.event.attendance)


def _change(content: Content) -> str:
    note = content.change
    if note is None:
        return ""
    where = f" Where: {note.place}" if note.place else ""
    return f"{note.kind_text}: {note.note}{where}"


def _announced(content: Content) -> str:
    issue = content.announces
    return _joined(issue.newsletter, issue.title) if issue else ""


def _about(content: Content) -> str:
    return "".join(f"<h2>{escape(about.title)}</h2>{about.body}" for about in content.about)


def _picture(picture: Picture) -> str:
    """Its words, its place, what others may do with it, and the beginning of its digest.

    The last tells two files apart that are described alike.
    """
    return _joined(
        picture.name,
        picture.alt,
        "decorative" if picture.is_decorative else "",
        picture.caption,
        picture.credit,
        PictureRole(picture.role).label if picture.role else "",
        f"licence: {picture.licence}" if picture.licence else "",
        f"until {picture.licence_ends}" if picture.licence_ends else "",
        f"file {picture.original.digest[:12]}",
    )


def in_words(html: str, known: Iterable[Picture] = ()) -> str:
    """Clean HTML in which each picture is a line of words."""
    words = {picture.id: _picture(picture) for picture in known}
    return pictures.replaced(html, lambda pk: f"<p>[Picture: {escape(words.get(pk, pk))}]</p>")


Read = Callable[[Content], str]
Mark = Callable[[str, str], str]
PARTS: tuple[tuple[str, Read, Mark], ...] = (
    ("Kind", lambda content: content.kind_text, compared_words),
    ("Headline", lambda content: content.headline, compared_words),
    ("Subheadline", lambda content: content.subheadline, compared_words),
    ("Summary", lambda content: content.summary, compared_words),
    ("Note of the change", _change, compared_words),
    ("Byline", lambda content: _lines(map(_person, content.byline)), compared_words),
    ("Programmes", lambda content: _lines(entry.name for entry in content.programmes), compared_words),
    ("Dateline", lambda content: content.place, compared_words),
    ("Text", lambda content: in_words(content.body, content.body_pictures), compared),
    ("Pictures", lambda content: _lines(map(_picture, content.pictures)), compared_words),
    ("Event", _event, compared_words),
    ("Resources", lambda c: _lines(f"{r.label} ({r.address})" for r in c.resources), compared_words),
    ("Newsletter issue that it announces", _announced, compared_words),
    ("Media contacts", lambda content: _lines(map(_contact, content.contacts)), compared_words),
    ("Experts", lambda content: _lines(map(_expert, content.experts)), compared_words),
    ("About texts", _about, compared),
    ("Topics", lambda content: _lines(entry.name for entry in content.topics), compared_words),
    ("Language", lambda content: content.language, compared_words),
)
