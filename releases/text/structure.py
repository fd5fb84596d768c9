"""Puts whatever comes, in whatever order, into a structure of blocks that every browser reads alike.

Paragraphs, headings and captions hold words; quotations hold blocks; items and cells hold words and blocks;
lists hold items; tables hold sections, rows and cells. What lies elsewhere gets the block that is missing.
"""

from releases.text.blocks import CELLS, LEAVES, LISTS, SECTIONS, Block, written_page
from releases.text.runs import BREAK, Mark, Run, one_space

_TABLE = SECTIONS | {"table", "tr"}
_WORDS_OR_BLOCKS = CELLS | {"li"}
_NESTING = LISTS | {"blockquote", "table"}
_DEEPEST = 8
_GROUP = "div"


class Page:
    """Takes elements and text in reading order; finish() gives the HTML."""

    def __init__(self) -> None:
        self._root = Block("root")
        self._path = [self._root]
        self._marks: tuple[Mark, ...] = ()
        self._opened: list[tuple[int | None, tuple[Mark, ...]]] = []

    def open(self) -> None:
        """Begin an element that shows nothing itself."""
        self._opened.append((None, self._marks))

    def open_mark(self, mark: Mark) -> None:
        """Begin an inline element; a link inside a link replaces it, other marks count once."""
        self.open()
        if mark.tag == "a":
            self._marks = (*(other for other in self._marks if other.tag != "a"), mark)
        elif mark.tag not in {other.tag for other in self._marks}:
            self._marks = (*self._marks, mark)

    def open_block(self, tag: str, attributes: tuple[tuple[str, str], ...] = ()) -> None:
        """Begin a block, or a group of blocks when the tag is "div" or does not fit here."""
        if self._path[-1].tag in LEAVES:
            self._path.pop()
        if not self._fits(tag):
            tag, attributes = _GROUP, ()
        self._opened.append((len(self._path), self._marks))
        self._make_place(tag)
        if tag == "caption":
            caption = Block(tag)
            self._path[-1].content.insert(0, caption)
            self._path.append(caption)
        elif tag != _GROUP or self._path[-1].tag in _WORDS_OR_BLOCKS:
            self._push(Block(tag, attributes))

    def close(self) -> None:
        """End the element that was begun last."""
        depth, self._marks = self._opened.pop()
        if depth is not None:
            del self._path[depth:]

    def text(self, text: str) -> None:
        """Add words; layout around blocks adds nothing."""
        if self._path[-1].tag == "pre":
            self._path[-1].content.append(Run(self._marks, text.replace("\xa0", " ")))
        elif not (spaced := one_space(text)).strip(" "):
            if spaced and self._path[-1].tag in LEAVES | _WORDS_OR_BLOCKS:
                self._path[-1].content.append(Run(self._marks, " "))
        else:
            self._words(spaced)

    def line_break(self) -> None:
        """Add a break between lines."""
        if self._path[-1].tag in LEAVES | _WORDS_OR_BLOCKS:
            self._path[-1].content.append(Run(self._marks, BREAK))

    def finish(self) -> str:
        """Return the HTML, one line for each block of the page."""
        return written_page(self._root)

    def _words(self, text: str) -> None:
        if self._path[-1].tag not in LEAVES:
            self._make_place("p")
            if self._path[-1].tag not in _WORDS_OR_BLOCKS:
                self._push(Block("p"))
        self._path[-1].content.append(Run(self._marks, text))

    def _push(self, block: Block) -> None:
        self._path[-1].content.append(block)
        self._path.append(block)

    def _imply(self, tag: str) -> None:
        """Go into the implied block that was left last, or begin one."""
        last = self._path[-1].content[-1:]
        if last and isinstance(last[0], Block) and last[0].implied and last[0].tag == tag:
            self._path.append(last[0])
        else:
            self._push(Block(tag, implied=True))

    def _fits(self, tag: str) -> bool:
        if tag in CELLS or tag == "tr" or tag in SECTIONS or tag == "caption":
            return self._leave_implied_for(tag)
        if tag == "li" and self._leave_implied_for(tag):
            return True
        nests = tag in _NESTING or tag == "li"
        return not nests or sum(block.tag in _NESTING for block in self._path) < _DEEPEST

    def _leave_implied_for(self, tag: str) -> bool:
        """Leave implied blocks up to one that holds the tag; False, and nothing left, when there is none."""
        for depth in range(len(self._path), 0, -1):
            block = self._path[depth - 1]
            if self._holds(block, tag):
                del self._path[depth:]
                return True
            if not block.implied:
                return False
        return False

    def _holds(self, block: Block, tag: str) -> bool:
        if tag == "li":
            return block.tag in LISTS
        if tag == "caption":
            return block.tag == "table" and not (block.content and self._is_caption(block.content[0]))
        if tag in SECTIONS:
            return block.tag == "table"
        return block.tag in SECTIONS | {"table"} or (tag in CELLS and block.tag == "tr")

    def _make_place(self, tag: str) -> None:
        """Imply what is missing between here and a block with this tag."""
        here = self._path[-1].tag
        if tag == "li" and here not in LISTS:
            self._make_place("p")
            self._imply("ul")
        elif here in LISTS and tag != "li":
            self._go_into_item(last=tag in LISTS)
        elif here in _TABLE and tag not in CELLS | SECTIONS | {"tr", "caption"}:
            self._make_place("td")
            self._imply("td")
        elif tag in CELLS | {"tr"}:
            if here == "table":
                self._imply("tbody")
            if tag in CELLS and here != "tr":
                self._imply("tr")

    def _go_into_item(self, *, last: bool) -> None:
        content = self._path[-1].content
        if last and content and isinstance(content[-1], Block):
            self._path.append(content[-1])
        else:
            self._imply("li")

    @staticmethod
    def _is_caption(content: Block | Run) -> bool:
        return isinstance(content, Block) and content.tag == "caption"
