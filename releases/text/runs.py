"""Words in a row with their marks: how spaces, breaks, bold and links lie inside one block."""

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import NamedTuple

BREAK = "\n"

_TOKEN = re.compile("\n| +|[^ \n]+")
_SPACES = re.compile("[ \t\n\f\xa0]+")
# After a tag, NFC would melt this stroke with the tag's ">" into another character.
_STROKE = "\u0338"


class Mark(NamedTuple):
    """An inline element around words, such as a link."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


class Run(NamedTuple):
    """Words, spaces and breaks (as BREAK) under the same marks, outermost mark first."""

    marks: tuple[Mark, ...]
    text: str


def one_space(text: str) -> str:
    """Return the text with every stretch of layout (spaces, no-break spaces, newlines) as one space."""
    return _SPACES.sub(" ", text)


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Return the same words without doubled, leading or trailing spaces and breaks.

    Spaces between words belong to the marks that both neighbours share, so no link ends in a space.
    """
    return _settled(_tokens(runs))


def paragraphs(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the tidy runs of each paragraph; two breaks or more in a row divide paragraphs."""
    parts: list[list[Run]] = [[]]
    for is_break, tokens in groupby(_tokens(runs), key=lambda token: token.text == BREAK):
        group = list(tokens)
        if is_break and len(group) > 1:
            parts.append([])
        else:
            parts[-1] += group
    return [tidied for part in parts if (tidied := _settled(part))]


def verbatim(runs: Iterable[Run]) -> list[Run]:
    """Return the runs of preformatted text: every space stays, only newlines around it go."""
    merged = [Run(run.marks, run.text.lstrip(_STROKE)) for run in _merged(runs)]
    if not any(run.text.strip() for run in merged):
        return []
    while merged and not (text := merged[0].text.lstrip(f"{BREAK}{_STROKE}")):
        del merged[0]
    merged[0] = Run(merged[0].marks, text)
    while not (text := merged[-1].text.rstrip(BREAK)):
        del merged[-1]
    merged[-1] = Run(merged[-1].marks, text)
    return _merged(run for run in merged if run.text)


def written(runs: Iterable[Run], *, line_break: str = "<br>") -> str:
    """Return the runs as HTML, each mark opened once for all neighbours that share it."""
    parts: list[str] = []
    inside: tuple[Mark, ...] = ()
    for run in runs:
        kept = len(_shared(inside, run.marks))
        parts += [f"</{mark.tag}>" for mark in reversed(inside[kept:])]
        parts += [opening(mark.tag, mark.attributes) for mark in run.marks[kept:]]
        parts.append(escape(run.text, quote=False).replace(BREAK, line_break))
        inside = run.marks
    parts += [f"</{mark.tag}>" for mark in reversed(inside)]
    return "".join(parts)


def opening(tag: str, attributes: Iterable[tuple[str, str]] = ()) -> str:
    """Return the start tag with its attributes escaped."""
    inside = [tag, *(f'{name}="{escape(value)}"' for name, value in attributes)]
    return f"<{' '.join(inside)}>"


def _merged(runs: Iterable[Run]) -> list[Run]:
    return [
        Run(marks, unicodedata.normalize("NFC", "".join(run.text for run in group)))
        for marks, group in groupby(runs, key=lambda run: run.marks)
    ]


def _tokens(runs: Iterable[Run]) -> list[Run]:
    """Words and breaks, and one space where there is one that counts."""
    tokens: list[Run] = []
    for run in _merged(runs):
        for found in _TOKEN.findall(run.text):
            text = " " if found.isspace() and found != BREAK else found.lstrip(_STROKE)
            if text == " " and (not tokens or tokens[-1].text in (" ", BREAK)):
                continue
            if text == BREAK and tokens and tokens[-1].text == " ":
                tokens.pop()
            if text:
                tokens.append(Run(run.marks, text))
    return tokens


def _settled(tokens: list[Run]) -> list[Run]:
    settled: list[Run] = []
    gaps: list[str] = []
    for token in tokens:
        if token.text in (" ", BREAK):
            gaps.append(token.text)
            continue
        if settled:
            shared = _shared(settled[-1].marks, token.marks)
            settled += [Run(shared, gap) for gap in gaps]
        settled.append(token)
        gaps = []
    return _merged(settled)


def _shared(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return one[:count]
