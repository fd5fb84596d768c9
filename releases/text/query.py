"""What a reader types to find releases: words, “quoted phrases”, -words, and a last word that may go on."""

import re
from dataclasses import dataclass

from releases.text.search import searchable

LONGEST = 200
"""How many characters of a search are read."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CHUNK = re.compile(r'(?:(?<!\S)(?P<minus>[-−]))?(?:"(?P<phrase>[^"]*)(?P<closed>"|$)|(?P<word>[^\s"]+))')
# Shorter beginnings would find nearly everything.
_SHORTEST_BEGINNING = 3
_HISSING = ("s", "x", "z", "ch", "sh")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One thing to find: any of these phrases; with `goes_on`, the last word of the first may be longer."""

    phrases: tuple[Phrase, ...]
    goes_on: bool = False


@dataclass(frozen=True)
class Query:
    """Everything of `wanted` has to be there and nothing of `unwanted`."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def tidied(text: str) -> str:
    """The typed text on one line, without characters that nobody can type."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def parse(text: str) -> Query:
    """Read what was typed. Nothing is wrong: what means nothing here is read as plain words."""
    chunks = list(_CHUNK.finditer(tidied(text).translate(_QUOTES)))
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for chunk in chunks:
        if term := _term(chunk, is_last=chunk is chunks[-1]):
            (unwanted if chunk["minus"] else wanted).append(term)
    return Query(tuple(wanted), tuple(unwanted))


def _term(chunk: re.Match[str], *, is_last: bool) -> Term | None:
    typed = chunk["word"] if chunk["phrase"] is None else chunk["phrase"]
    words = tuple(searchable(typed).split())
    if not words:
        return None
    if chunk["phrase"] is not None:
        return Term((words,))
    # A word in capitals is a short name: DOE is not the beginning of “does”.
    is_long = sum(len(word) for word in words) >= _SHORTEST_BEGINNING
    goes_on = is_last and is_long and not chunk["minus"] and not typed.isupper()
    others = ((other,) for other in _other_number(words[0])) if len(words) == 1 else ()
    return Term((words, *others), goes_on)


def _other_number(word: str) -> tuple[str, ...]:
    """The plural of a word, or what it may be the plural of: “treaties” for “treaty”, and back.

    Words of up to four letters keep their s: “news” is not “new”, “arms” is not “arm”.
    """
    if not (word.isascii() and word.isalpha()) or len(word) < 4:
        return ()
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _singular(word) if len(word) > 4 else ()
    if word.endswith("y") and word[-2] not in "aeiou":
        return (f"{word[:-1]}ies",)
    return (f"{word}es",) if word.endswith(_HISSING) else (f"{word}s",)


def _singular(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    # “caches” may come from “cache” or from “cach”: what is no word finds nothing.
    return (word[:-1], word[:-2]) if word.endswith("es") and word[:-2].endswith(_HISSING) else (word[:-1],)
