"""Two texts as one, with the words that went and the words that came marked."""

import html as escaping
import re

import nh3
from lxml import etree
from lxml.html.diff import htmldiff

from releases.text.addresses import LINK_SCHEMES
from releases.text.markup import body_of, inner_html
from releases.text.sanitize import ALLOWED

LEFT_OUT = "…"
LONGEST = 240
"""How many characters may follow each other without a mark before their middle is left out."""

# Pictures are compared by their words.
_KNOWN = {tag: set(names) for tag, names in ALLOWED.items() if tag not in ("figure", "img")}
_MARKING = nh3.Cleaner(
    tags={*_KNOWN, "ins", "del"},
    attributes={tag: names for tag, names in _KNOWN.items() if names},
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

MARKS = ("ins", "del")
_EMPTY = re.compile(r"<(p|li|ul|ol|td|th|h2|h3|h4|blockquote)(?: [^>]*)?>\s*</\1>")


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


def shortened(html: str) -> str:
    """Return marked HTML with only the blocks that hold a mark; “…” stands for what was left out."""
    body = body_of(html)
    gap = None
    for block in list(body):
        if block.tag in MARKS or any(block.find(f".//{mark}") is not None for mark in MARKS):
            gap = None
        elif gap is None:
            gap = etree.Element("p")
            gap.text = LEFT_OUT
            body.replace(block, gap)
        else:
            body.remove(block)
    _shorten(body)
    return _MARKING.clean(inner_html(body))


def side(html: str, mark: str) -> str:
    """Return one of the two texts of marked HTML: the one whose own words stand in "del" or in "ins".

    They stand in `<ins>` then, on either side: no word of a text is struck out in it.
    """
    (other,) = {*MARKS} - {mark}
    one = re.sub(rf"<{other}>.*?</{other}>", "", html, flags=re.DOTALL)
    one = one.replace("<del>", "<ins>").replace("</del>", "</ins>")
    return re.sub(" +", " ", _EMPTY.sub("", one)).strip()


def marked(html: str) -> str:
    """Return stored or made HTML with its marks as it may be shown."""
    return _MARKING.clean(html)


def _shorten(element: etree._Element) -> None:
    """Leave out the middle of every long stretch of words without a mark."""
    element.text = _ends(element.text)
    for inner in element:
        if inner.tag not in MARKS:
            _shorten(inner)
        inner.tail = _ends(inner.tail)


def _ends(text: str | None) -> str | None:
    if text is None or len(text) <= LONGEST:
        return text
    first = text[: LONGEST // 2].rpartition(" ")[0]
    last = text[-LONGEST // 2 :].partition(" ")[2]
    return f"{first} {LEFT_OUT} {last}" if first and last else text
