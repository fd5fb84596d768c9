"""Blocks and how they are written: empty ones go, single paragraphs in items and cells lose their frame."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from releases.text.runs import Run, opening, paragraphs, tidy, verbatim, written

LEAVES = frozenset({"p", "h2", "h3", "h4", "pre", "caption"})
LISTS = frozenset({"ul", "ol"})
SECTIONS = frozenset({"thead", "tbody", "tfoot"})
EMPTY = frozenset({"hr", "img"})
CELLS = frozenset({"td", "th"})


@dataclass
class Block:
    """A block with its content; `implied` when nobody wrote it, so that what fits next joins it.

    The tag "root" is the whole page, "div" a group that only keeps its words apart from others.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    content: list["Block | Run"] = field(default_factory=list)
    implied: bool = False


def written_page(root: Block) -> str:
    """Return the HTML of the page, one line for each of its blocks."""
    return "\n".join(_written(block) for block in _settled(root.content) if isinstance(block, Block))


def _written(block: Block) -> str:
    if block.tag in EMPTY:
        return opening(block.tag, block.attributes)
    parts = []
    line_break = "\n" if block.tag == "pre" else "<br>"
    for is_block, group in _stretches(block.content):
        if is_block:
            parts += [_written(part) for part in group if isinstance(part, Block)]
        else:
            parts.append(written((part for part in group if isinstance(part, Run)), line_break=line_break))
    return f"{opening(block.tag, block.attributes)}{''.join(parts)}</{block.tag}>"


def _settled(content: Iterable[Block | Run]) -> list[Block | Run]:
    settled: list[Block | Run] = []
    for is_block, group in _stretches(content):
        if is_block:
            for part in group:
                settled += _settled_block(part) if isinstance(part, Block) else []
        else:
            settled += tidy(part for part in group if isinstance(part, Run))
    return settled


def _settled_block(block: Block) -> list[Block | Run]:
    """Return what stays of a block: itself, its parts, or nothing when it is empty."""
    if block.tag in EMPTY:
        return [block]
    if block.tag in LEAVES:
        return _settled_leaf(block)
    block.content = _settled(block.content)
    if block.tag == "div":
        return block.content
    if block.tag in CELLS or block.tag == "li":
        _unframe(block)
    if block.tag == "table" and all(
        isinstance(part, Block) and part.tag == "caption" for part in block.content
    ):
        # Without a row there is no table, but its caption is still somebody's words.
        return [Block("p", content=part.content) for part in block.content if isinstance(part, Block)]
    return [block] if block.content or block.tag in CELLS else []


def _settled_leaf(block: Block) -> list[Block | Run]:
    runs = [part for part in block.content if isinstance(part, Run)]
    if block.tag == "p":
        return [Block("p", content=[*part]) for part in paragraphs(runs)]
    block.content = [*(verbatim(runs) if block.tag == "pre" else tidy(runs))]
    return [block] if block.content else []


def _unframe(block: Block) -> None:
    """Let the only paragraph of an item or a cell be its words; lists may follow."""
    first, rest = block.content[:1], block.content[1:]
    if not (first and isinstance(first[0], Block) and first[0].tag == "p"):
        return
    if all(isinstance(part, Block) and part.tag in LISTS for part in rest):
        block.content = [*first[0].content, *rest]


def _stretches(content: Iterable[Block | Run]) -> Iterable[tuple[bool, Iterable[Block | Run]]]:
    return groupby(content, key=lambda part: isinstance(part, Block))
