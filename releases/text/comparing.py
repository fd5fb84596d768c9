"""Two texts as one, with the words that went and the words that came marked."""

import html as escaping
import re

import nh3
from lxml.html.diff import htmldiff

from releases.text.addresses import LINK_SCHEMES
from releases.text.sanitize import ALLOWED

_MARKING = nh3.Cleaner(
    tags={*ALLOWED, "ins", "del"},
    attributes={tag: set(names) for tag, names in ALLOWED.items() if names},
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)
# lxml leaves spaces inside its marks, names targets as “Link: …” and puts what came before what went.
_TIDY = (
    (re.compile(r"\s*Link: ([^\s<]+)"), r" [\1]"),
    (re.compile(r"\s+</(ins|del)>"), r"</\1> "),
    (re.compile(r"<(ins|del)>\s*</\1>"), ""),
    (re.compile(r"<ins>([^<]*)</ins>\s*<del>([^<]*)</del>"), r"<del>\2</del> <ins>\1</ins>"),
    (re.compile(r" +"), " "),
    (re.compile(r" (?=</(?:p|li|td|th|h2|h3|h4|a)>)"), ""),
)


def compared(before: str, after: str) -> str:
    """Return clean HTML of both texts, with `<del>` around what went and `<ins>` around what came.

    Both are clean HTML. Equal texts come back without a mark; a link that leads elsewhere shows both
    targets in brackets.
    """
    if before == after:
        return _MARKING.clean(after)
    both = htmldiff(before, after)
    for pattern, better in _TIDY:
        both = pattern.sub(better, both)
    return _MARKING.clean(both.strip())


def compared_words(before: str, after: str) -> str:
    """Return the same for two lines of plain text."""
    return compared(escaping.escape(before, quote=False), escaping.escape(after, quote=False))


def marked(html: str) -> str:
    """Return stored or made HTML with its marks as it may be shown."""
    return _MARKING.clean(html)
