"""HTML as a tree that can be walked, whatever was typed or pasted."""

import html as entities
import re
from collections.abc import Iterator

from lxml import etree

from releases.text.canonical import canonical_text

# They end nothing that matters here, but the parser drops whatever comes after them.
_END_OF_PAGE = re.compile(r"</(?:body|html)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
# lxml refuses to write these, and nobody can read them; U+FEFF is the editor's mark of its cursor.
_INVISIBLE = re.compile("[\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def text_of(found: str | None) -> str:
    """Return text from a page without half characters, control characters and invisible marks."""
    return canonical_text(_INVISIBLE.sub("", _SURROGATE.sub("\ufffd", found or "")))


def tree_of(html: str) -> etree._Element:
    """Return the root of the page that holds this HTML; comments are gone; never raises on any text."""
    root, was_cut = _parse(_SURROGATE.sub("\ufffd", html))
    if was_cut:
        # Thousands of elements inside each other: the parser would drop what lies deepest, words included.
        root, _ = _parse(entities.escape(_TAG.sub(" ", html)).replace("&amp;", "&"))
    return root


def body_of(html: str) -> etree._Element:
    """Return the body that holds this HTML, whose children are its blocks."""
    body = tree_of(html).find("body")
    assert body is not None, "the page was written with a body"  # noqa: S101
    return body


def walk(root: etree._Element) -> Iterator[tuple[str, etree._Element, str]]:
    """Yield ("start", element, its first text) and ("end", element, the text after it), in reading order."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if isinstance(element.tag, str):
            yield event, element, (element.text if event == "start" else element.tail) or ""


def inner_html(body: etree._Element) -> str:
    """Return what lies inside the element, as HTML."""
    parts = [entities.escape(body.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in body]
    return "".join(parts)


def _parse(html: str) -> tuple[etree._Element, bool]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # NUL ends the text for the parser, so control characters go first; as entities they go in text_of().
    page = "<!DOCTYPE html><html><body>" + _END_OF_PAGE.sub("", html.replace("\x00", ""))
    root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    return root, any("depth" in entry.message for entry in parser.error_log)
