"""Clean HTML as plain text that loses no word, glues no two words and keeps every link's target."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from releases.text.markup import body_of, inner_html, text_of, walk
from releases.text.runs import BREAK, one_space

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
})  # fmt: skip

# Control characters never come from a text, so they can mark places in it.
_POWER, _APART = "\x1e", "\x1f"

# From the words of a link and its target to what stands behind the words.
Targeted = Callable[[str, str], str]


@dataclass(frozen=True)
class Noted:
    """Plain text with [1], [2] … behind its links, and the targets in that order."""

    text: str
    targets: tuple[str, ...]


def words(html: str) -> str:
    """Return only the words, one space between any two, for searching and counting."""
    parts: list[str] = []
    for _, element, text in walk(body_of(html)):
        parts.append(text_of(text) if element.tag in INLINE else f" {text_of(text)}")
    return " ".join("".join(parts).split())


def passages(html: str) -> list[str]:
    """Return the words of each block as one line, in reading order; preformatted text is left out."""
    parts, is_verbatim = [""], False
    for event, element, text in walk(body_of(html)):
        if element.tag == "pre":
            is_verbatim = event == "start"
        if element.tag == "br":
            parts[-1] += " "
        elif element.tag not in INLINE:
            parts.append("")
        parts[-1] += "" if is_verbatim else text_of(text)
    return [line for part in parts if (line := " ".join(part.split()))]


def links(html: str) -> list[tuple[str, str]]:
    """Return the words and the target of each link, in reading order."""
    return [(words(inner_html(link)), link.get("href", "")) for link in body_of(html).iter("a")]


def shows_target(text: str, target: str) -> bool:
    """Whether the words of a link already say where it leads: a mailbox, a telephone number, an address."""
    shown = " ".join(text.split())
    scheme, _, rest = target.partition(":")
    if scheme == "mailto":
        return rest.partition("?")[0].lower() in shown.lower().split()
    if scheme == "tel":
        digits = re.sub(r"\D", "", shown)
        return len(digits) >= 7 and re.sub(r"\D", "", rest).endswith(digits)
    return bool(shown) and shown.rstrip("/") in {target.rstrip("/"), rest.removeprefix("//").rstrip("/")}


def plain(html: str) -> str:
    """Return readable text of clean HTML: items with "- " or "1. ", links as "words <target>"."""
    return _Writer(lambda text, target: "" if shows_target(text, target) else f"<{target}>").write(html)


def with_notes(html: str) -> Noted:
    """Return readable text of clean HTML in which links carry numbers; one target has one number."""
    numbers: dict[str, int] = {}

    def numbered(text: str, target: str) -> str:
        return "" if shows_target(text, target) else f"[{numbers.setdefault(target, len(numbers) + 1)}]"

    return Noted(text=_Writer(numbered).write(html), targets=tuple(numbers))


class _Writer:
    """Writes blocks as text, with what `targeted` puts behind the words of each link."""

    def __init__(self, targeted: Targeted) -> None:
        self._targeted = targeted

    def write(self, html: str) -> str:
        """Return the whole text, a blank line between two blocks."""
        return "\n\n".join(self._blocks(body_of(html)))

    def _blocks(self, element: etree._Element) -> list[str]:
        done: list[str] = []
        line = _words(element.text)
        for child in element:
            if child.tag in INLINE or child.tag == "br":
                line += self._inline(child)
            else:
                done += [_lines(line), *self._block(child)]
                line = ""
            line += _words(child.tail)
        return [block for block in (*done, _lines(line)) if block]

    def _block(self, element: etree._Element) -> list[str]:
        if element.tag in ("ul", "ol"):
            return ["\n".join(self._items(element))]
        if element.tag == "table":
            captions = [block for part in element if part.tag == "caption" for block in self._blocks(part)]
            return [*captions, "\n".join(self._rows(element))]
        if element.tag == "blockquote":
            return [_hanging("> ", "> ", block) for block in self._blocks(element)]
        if element.tag == "img":
            return _picture(element.get("alt"))
        if element.tag == "hr":
            return ["* * *"]
        if element.tag == "pre":
            return [_settled(self._inside(element, text_of)).strip("\n")]
        return self._blocks(element)

    def _items(self, element: etree._Element) -> list[str]:
        number = int(element.get("start") or 1)
        items = []
        for item in element:
            label = f"{number}. " if element.tag == "ol" else "- "
            items.append(_hanging(label, " " * len(label), "\n".join(self._blocks(item))))
            number += 1
        return items

    def _rows(self, element: etree._Element) -> list[str]:
        rows = []
        for row in element.iterfind("./*/tr"):
            cells = [" ".join(" ".join(self._blocks(cell)).split()) for cell in row]
            rows.append(" | ".join(cells).strip())
        return rows

    def _inline(self, element: etree._Element) -> str:
        if element.tag == "br":
            return BREAK
        inside = self._inside(element, _words)
        if element.tag == "sup" and inside.strip().isdigit():
            return f"{_POWER}{inside}"
        if element.tag != "a" or not (target := element.get("href")):
            return inside
        note = self._targeted(inside, target)
        return f"{inside} {note}{_APART}" if note else inside

    def _inside(self, element: etree._Element, read: Callable[[str | None], str]) -> str:
        parts = [read(element.text)]
        for child in element:
            # Clean text has no block in here; should one come, its words still stand apart.
            around = "" if child.tag in INLINE or child.tag == "br" else BREAK
            parts += [around, self._inline(child), around, read(child.tail)]
        return "".join(parts)


def _picture(alt: str | None) -> list[str]:
    """A picture by what it shows; one that says nothing has no words."""
    if alt is None:
        return ["[Picture]"]
    return [f"[Picture: {_words(alt)}]"] if alt.strip() else []


def _words(text: str | None) -> str:
    return one_space(text_of(text))


def _settled(line: str) -> str:
    """Decide what needs both neighbours: 10³ is not 103, and no word touches the target before it."""
    line = re.sub(f"(?<=[0-9]){_POWER}", "^", line).replace(_POWER, "")
    return re.sub(rf"{_APART}(?=\w)", " ", line).replace(_APART, "")


def _lines(line: str) -> str:
    return re.sub(" *\n *", BREAK, re.sub(" +", " ", _settled(line))).strip()


def _hanging(first: str, rest: str, text: str) -> str:
    return "\n".join(f"{rest if at else first}{line}".rstrip() for at, line in enumerate(text.split("\n")))
