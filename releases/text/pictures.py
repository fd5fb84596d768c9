"""Pictures in a clean text: which of the library they are, and what is drawn in their place.

The sanitiser writes each of them in one way alone, `<figure><img src="/media/…/…"></figure>`.
"""

import re
from collections.abc import Callable, Container
from html import unescape

ADDRESS = re.compile(r"/media/([0-9a-f]{32})/[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
"""The address of a file of the library on this site."""

_FILE = re.compile(r"/media/([0-9a-f]{32})/([^/?#]*)")
_HREF = re.compile(r'href="([^"]*)"')
_FIGURE = re.compile(rf'<figure><img src="{ADDRESS.pattern}"></figure>')


def ids(html: str) -> tuple[str, ...]:
    """The ids of the pictures in a clean text, in its order, each once."""
    return tuple(dict.fromkeys(_FIGURE.findall(html)))


def address_of_file(address: str, site: str) -> re.Match[str] | None:
    """Where an address leads in the library of this site, with the id and the name; None for any other."""
    return _FILE.match(address.removeprefix(site))


def files_linked_to(html: str, site: str) -> dict[str, str]:
    """The files of the library to which a clean text links: their names by their ids."""
    found = (address_of_file(unescape(href), site) for href in _HREF.findall(html))
    return {file[1]: file[2] for file in found if file}


def files_named_in(text: str, site: str) -> dict[str, str]:
    """The files of the library whose addresses stand in a plain text: their names by their ids."""
    address = re.compile(rf"(?<![\w./-])(?:{re.escape(site)})?{ADDRESS.pattern}")
    return {found[1]: found[0].rpartition("/")[2].rstrip(".") for found in address.finditer(text)}


def only(html: str, known: Container[str]) -> str:
    """Return the clean text without the pictures whose ids are not known."""
    return replaced(html, lambda pk: None if pk in known else "")


def replaced(html: str, drawn: Callable[[str], str | None]) -> str:
    """Return the clean text with what is drawn for each picture's id; None leaves it as it is."""

    def one(found: re.Match[str]) -> str:
        instead = drawn(found[1])
        return found[0] if instead is None else instead

    return _FIGURE.sub(one, html)
