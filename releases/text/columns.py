"""Plain text in lines of one width, as terminals and old mail programs want it."""

import re
import unicodedata

WIDTH = 72

# What stands before the words of an item or a quotation, and again, or as spaces, before its further lines.
_BEFORE = re.compile(r"(?P<quoted>(?:> ?)*)(?P<label> *(?:- |\d+\. |\[\d+\] )?)")

# Marks a part of a word that goes on without a space.
_GLUED = "\x1f"


def filled(text: str, width: int = WIDTH) -> str:
    """Return the text with no line wider than `width`, but for words that have no place to be divided at.

    An address is never cut. Letters of double width count as two.
    """
    return "\n".join(line for long in text.split("\n") for line in _lines(long, width))


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_width(sign) for sign in text)


def _lines(line: str, width: int) -> list[str]:
    if columns(line) <= width:
        return [line.rstrip()]
    before = _BEFORE.match(line)
    assert before is not None, "it matches nothing at all as well"  # noqa: S101
    lines, words = [before[0]], line[before.end() :].split()
    rest = before["quoted"] + " " * columns(before["label"])
    is_empty = True
    for word in (part for whole in words for part in _parts(whole)):
        joined = lines[-1] + word if is_empty or word.startswith(_GLUED) else f"{lines[-1]} {word}"
        joined = joined.replace(_GLUED, "")
        if columns(joined) <= width or is_empty:
            lines[-1] = joined
        else:
            lines.append(rest + word.replace(_GLUED, ""))
        is_empty = False
    return [entry.rstrip() for entry in lines]


def _parts(word: str) -> list[str]:
    """Divide a word where East Asian text is divided: before letters of double width, not before a stop."""
    parts = [""]
    for sign in word:
        if parts[-1] and _width(sign) == 2 and unicodedata.category(sign) not in ("Po", "Pe", "Pf"):
            parts.append(_GLUED)
        parts[-1] += sign
    return parts


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or sign == _GLUED:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
