"""What paper needs of a text: numbers behind its links, their addresses, and the dateline before it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from releases.text.markup import body_of, inner_html, text_of
from releases.text.plain import shows_target, words


@dataclass(frozen=True)
class Note:
    """The number of a link, its words where it stands first, and its whole address."""

    number: int
    text: str
    target: str


@dataclass(frozen=True)
class NumberedLinks:
    """The text with [1], [2] … behind its links, and a note for each number."""

    html: str
    notes: tuple[Note, ...]


def numbered_links(html: str, *, start: int = 1, absolute: Callable[[str], str]) -> NumberedLinks:
    """Return clean HTML with a number behind each link, the same number for the same address.

    A link whose words already are its mailbox, telephone number or address needs no number.
    """
    body = body_of(html)
    notes: dict[str, Note] = {}
    for link in list(body.iter("a")):
        target = absolute(link.get("href") or "")
        text = words(inner_html(link))
        if shows_target(text, target):
            continue
        note = notes.setdefault(target, Note(start + len(notes), text, target))
        _put_behind(link, note.number)
    return NumberedLinks(html=inner_html(body), notes=tuple(notes.values()))


def with_dateline(html: str, place: str) -> str:
    """Return clean HTML whose first paragraph begins with the place; without a place, the HTML as it is."""
    if not (shown := " ".join(text_of(place).split())):
        return html
    body = body_of(html)
    # A picture on top has no words to stand before.
    first = next((block for block in body if block.tag != "figure"), None)
    dateline = etree.Element("span", {"class": "dateline"})
    dateline.text = shown
    if first is not None and first.tag == "p":
        dateline.tail = f" — {first.text or ''}"
        first.text = None
        first.insert(0, dateline)
    else:
        dateline.tail = " —"
        paragraph = etree.Element("p")
        paragraph.append(dateline)
        paragraph.tail = "\n"
        body.insert(0, paragraph)
    return inner_html(body)


def _put_behind(link: etree._Element, number: int) -> None:
    mark = etree.Element("span", {"class": "sheet__note"})
    mark.text = f"[{number}]"
    # A number that touches the next word would glue the two.
    mark.tail = re.sub(r"^(?=\w)", " ", link.tail or "")
    link.tail = None
    link.addnext(mark)
