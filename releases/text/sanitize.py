"""Makes HTML from outside safe and plain: the only place in the project that may call it so.

lxml reads it, structure.py puts it in order, and nh3 has the last word.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

import nh3
from lxml import etree

from releases import conf
from releases.text import pictures
from releases.text.addresses import LINK_SCHEMES, NotAnAddress, link_address
from releases.text.markup import text_of, tree_of, walk
from releases.text.plain import words
from releases.text.runs import Mark, one_space
from releases.text.structure import Page

ALLOWED: dict[str, tuple[str, ...]] = {
    "p": (), "h2": (), "h3": (), "h4": (),
    "strong": (), "em": (), "a": ("href", "title"),
    "ul": (), "ol": ("start",), "li": (), "blockquote": ("cite",), "br": (), "hr": (),
    "table": (), "caption": (), "thead": (), "tbody": (), "tfoot": (), "tr": (),
    "th": ("scope", "colspan", "rowspan"), "td": ("colspan", "rowspan"),
    "sup": (), "sub": (), "abbr": ("title",), "cite": (), "code": (), "pre": (),
    "figure": (), "img": ("src",),
}  # fmt: skip

# TinyMCE's notation: "strong/b" writes strong for both. A picture needs an alt there, which is dropped again:
# what it shows is said once, in the library.
PICTURES_IN_EDITOR = "figure,img[alt|src]"
EDITOR_ELEMENTS = ",".join(
    {"strong": "strong/b", "em": "em/i"}.get(tag, tag) + (f"[{'|'.join(names)}]" if names else "")
    for tag, names in ALLOWED.items()
    if tag not in ("figure", "img")
)

PICTURE = "A picture was removed: pictures stand in the text of a release alone."
DRAWING = "A drawing was removed: save it as a PNG picture, and upload that into the library."
ELSEWHERE = "A picture was removed, because it is not in the library: upload it there, then choose it."
UNFINISHED = "A picture was removed, because it was not uploaded yet: put it in again, and wait for it."
SCRIPT = "A script was removed: scripts cannot be part of the text."
EMBEDDED = "A video, a sound or a part of another page was removed: name its address under the resources."
FORM = "A form field was removed: forms cannot be part of the text."
FORMULA = "A formula was removed: write it in words, or link to it."
UNDERLINED = "Underlining is gone: readers take it for a link."
STRUCK = "Struck-out words are ordinary words now: delete what nobody should read."

KEPT = "kept"

_MARKS = frozenset({"strong", "em", "a", "sup", "sub", "abbr", "cite", "code"})
_RENAMED = {
    "b": "strong", "i": "em", "dfn": "em", "var": "em", "h1": "h2", "h5": "h4", "h6": "h4",
    "kbd": "code", "samp": "code", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul",
    "listing": "pre", "xmp": "pre", "plaintext": "pre",
}  # fmt: skip
_GROUPS = frozenset({
    "address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "frameset", "header", "hgroup", "html", "legend", "main", "nav",
    "noframes", "search", "section", "summary",
})  # fmt: skip
_REMOVED: dict[str, str | None] = {
    **dict.fromkeys(["img", "image", "picture", "svg", "canvas", "v:imagedata", "v:shape"], PICTURE),
    **dict.fromkeys(["script", "noscript", "template"], SCRIPT),
    **dict.fromkeys(["video", "audio", "iframe", "object", "embed", "applet", "frame", "portal"], EMBEDDED),
    **dict.fromkeys(["input", "select", "textarea", "button", "datalist", "meter", "progress"], FORM),
    "math": FORMULA,
    **dict.fromkeys(["style", "title", "meta", "link", "base", "col", "xml", "param", "source", "track"]),
}
_REPORTED = {**dict.fromkeys(["s", "strike", "del"], STRUCK), **dict.fromkeys(["u", "ins"], UNDERLINED)}


def _own_pictures(tag: str, name: str, value: str) -> str | None:
    return value if tag != "img" or pictures.ADDRESS.fullmatch(value) else None


_LAST_WORD = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: set(names) for tag, names in ALLOWED.items() if names},
    attribute_filter=_own_pictures,
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)


_WITH_PICTURES: dict[str, str | None] = {
    # The parser does not know that a source is empty, and puts the picture that follows into it.
    **{tag: sentence for tag, sentence in _REMOVED.items() if tag not in ("img", "picture", "source")},
    **dict.fromkeys(["svg", "canvas", "v:imagedata", "v:shape", "image"], DRAWING),
}


@dataclass(frozen=True)
class Cleaned:
    """Safe HTML, and a sentence for the editor about each thing that is gone from it."""

    html: str
    dropped: tuple[str, ...]


def clean(html: str) -> Cleaned:
    """Return the text in its one safe spelling; cleaning it again changes nothing and reports nothing.

    Alignment, colours, sizes and the look of bullets go without a report: no reader misses a word by it.
    """
    return _clean(html, _REMOVED)


def clean_with_pictures(html: str) -> Cleaned:
    """The same for the text of a release, which may show pictures of our own library."""
    return _clean(html, _WITH_PICTURES)


def _clean(html: str, removed: Mapping[str, str | None]) -> Cleaned:
    page, reports = Page(), dict[str, None]()
    removing: etree._Element | None = None
    for event, element, text in walk(tree_of(html)):
        if removing is None and event == "start" and (sentence := _loss(element, removed)) is not KEPT:
            removing = element
            _report_removed(page, sentence, reports)
        elif removing is None and event == "start":
            _report_handlers(element, reports)
            _open(page, element, reports)
            page.text(text_of(text))
        elif removing is None:
            _close(page, element)
            page.text(text_of(text))
        elif event == "end" and removing is element:
            removing = None
            page.text(text_of(text))
    return Cleaned(html=_LAST_WORD.clean(page.finish()), dropped=tuple(reports))


def safe(html: str) -> str:
    """Return stored HTML as it may be shown: quick, and byte for byte the same for what clean() wrote."""
    return _LAST_WORD.clean(html)


def is_empty(html: str) -> bool:
    """Whether nobody would read a word or see a picture in this text, whatever elements it has."""
    cleaned = clean_with_pictures(html).html
    # Categories Z and C are spaces and invisible characters.
    return not pictures.ids(cleaned) and all(unicodedata.category(sign)[0] in "ZC" for sign in words(cleaned))


def _open(page: Page, element: etree._Element, reports: dict[str, None]) -> None:
    tag = _tag(element)
    if tag in _REPORTED:
        reports[_REPORTED[tag]] = None
    if tag in _MARKS:
        _open_mark(page, tag, element, reports)
    elif tag == "br":
        page.open()
        page.line_break()
    elif tag == "img":
        page.open_block("figure")
        page.open_block("img", (("src", _own_address(element)),))
        page.close()
    elif tag in _GROUPS or tag in ALLOWED:
        page.open_block("div" if tag in _GROUPS else tag, _attributes(tag, element, reports))
    else:
        page.open()
    if tag == "q":
        page.text("“")


def _close(page: Page, element: etree._Element) -> None:
    if element.tag == "q":
        page.text("”")
    page.close()


def _tag(element: etree._Element) -> str:
    tag = str(element.tag)
    # A document copied from Google Docs comes wrapped in a "bold" that is not bold.
    if tag == "b" and re.search(r"font-weight\s*:\s*(normal|[1-5]00)", element.get("style") or ""):
        return "span"
    return _RENAMED.get(tag, tag)


def _open_mark(page: Page, tag: str, element: etree._Element, reports: dict[str, None]) -> None:
    attributes = _attributes(tag, element, reports)
    if tag == "a" and "href" not in dict(attributes):
        page.open()
        return
    if tag == "a" and not _words_in(element):
        reports[f"A link without words was removed: “{_short(dict(attributes)['href'])}”."] = None
    page.open_mark(Mark(tag, attributes))


def _attributes(tag: str, element: etree._Element, reports: dict[str, None]) -> tuple[tuple[str, str], ...]:
    kept = []
    for name in ALLOWED.get(tag, ()):
        value = element.get(name)
        if value is None:
            continue
        try:
            wanted = _VALUES[name](text_of(value))
        except NotAnAddress as refusal:
            lost = "The source of a quotation" if name == "cite" else "The link"
            reports[f"{lost} on “{_short(_words_in(element))}” was removed. {refusal}"] = None
        else:
            kept += [(name, wanted)] if wanted else []
    return tuple(kept)


def _number(least: int, most: int) -> Callable[[str], str]:
    def checked(value: str) -> str:
        found = re.fullmatch(r"\s*(-?[0-9]{1,6})\s*", value)
        return str(int(found[1])) if found and least <= int(found[1]) <= most and int(found[1]) != 1 else ""

    return checked


def _title(value: str) -> str:
    return one_space(value).strip(" ")


def _scope(value: str) -> str:
    return value.strip().lower() if value.strip().lower() in {"row", "col", "rowgroup", "colgroup"} else ""


_VALUES: dict[str, Callable[[str], str]] = {
    "href": link_address,
    "cite": link_address,
    "title": _title,
    "scope": _scope,
    "start": _number(-999999, 999999),
    "colspan": _number(2, 100),
    "rowspan": _number(2, 100),
}


def _loss(element: etree._Element, removed: Mapping[str, str | None]) -> str | None:
    """Why the element goes with everything in it: a sentence, nothing worth a word, or KEPT."""
    tag = str(element.tag)
    if tag in removed:
        return removed[tag]
    if tag != "img" or _own_address(element):
        return KEPT
    is_here_only = re.match(r"\s*(data|blob):", element.get("src") or "", re.IGNORECASE)
    return UNFINISHED if is_here_only else ELSEWHERE


def _own_address(element: etree._Element) -> str:
    """The address of a picture of our library, without our host; empty for any other picture."""
    address = text_of(element.get("src")).strip().removeprefix(conf.site_address())
    return address if pictures.ADDRESS.fullmatch(address) else ""


def _report_removed(page: Page, sentence: str | None, reports: dict[str, None]) -> None:
    if sentence:
        reports[sentence] = None
    if sentence != SCRIPT:
        # Something stood between two words, so they do not grow together.
        page.text(" ")


def _report_handlers(element: etree._Element, reports: dict[str, None]) -> None:
    if any(str(name).startswith("on") for name in element.attrib):
        reports[SCRIPT] = None


def _words_in(element: etree._Element) -> str:
    return one_space(text_of("".join(str(text) for text in islice(element.itertext(), 50)))).strip(" ")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
