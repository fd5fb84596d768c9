"""HTML for other places than our own pages: whole addresses behind its links, and XHTML for XML parsers."""

from lxml import etree

from releases.text.addresses import absolute
from releases.text.markup import body_of, inner_html

_ADDRESSES = {"a": "href", "blockquote": "cite"}


def whole_links(html: str, page: str) -> str:
    """Return clean HTML in which every address begins with its scheme; `page` is where the text stands."""
    body = body_of(html)
    for element in body.iter(*_ADDRESSES):
        name = _ADDRESSES[str(element.tag)]
        if value := element.get(name):
            element.set(name, absolute(page, value) if value.startswith("/") else _beside(page, value))
    return inner_html(body)


def xhtml(html: str) -> str:
    """Return the same HTML so that an XML parser reads it, when something stands around it."""
    body = body_of(html)
    for element in body.iter():
        # An empty cell written as <td/> is an open one for readers of HTML.
        if element.tag not in ("br", "hr", "img", "source") and element.text is None and not len(element):
            element.text = ""
    return "".join(etree.tostring(child, encoding="unicode", method="xml") for child in body)


def _beside(page: str, value: str) -> str:
    return f"{page}{value}" if value.startswith("#") else value
