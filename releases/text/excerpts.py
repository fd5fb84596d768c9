"""Where the words of a search stand in a text that readers see: marked, and cut to what is around them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from releases.text.query import Phrase, Query, Term
from releases.text.search import ACCENTS, searchable

BEFORE, AFTER, PIECES = 10, 20, 2

# A word with what a search index takes out of it, so that it is marked whole.
_WORD = re.compile(f"[^\\W_](?:\\w|[\u00ad\u200b\u2060\ufeff{ACCENTS}])*(?:['’ʼ]s\\b)?")


@dataclass(frozen=True)
class Run:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_marked: bool = False


class _Word(NamedTuple):
    key: str
    start: int
    end: int


class _Hit(NamedTuple):
    """Some words that follow each other, as places in a list of words, and the term that they are."""

    first: int
    last: int
    term: Term


def marked(text: str, query: Query) -> tuple[Run, ...]:
    """The whole text, with every place marked that the query looks for."""
    words = _words(text)
    return _runs(text, 0, len(text), words, _hits(words, query.wanted))


def excerpt(text: str, query: Query) -> tuple[Run, ...]:
    """At most two pieces of the text around what the query looks for; nothing if it is not there."""
    words = _words(text)
    hits = _hits(words, query.wanted)
    # Backwards, so that the first place of each term stays.
    firsts = {hit.term: hit.first for hit in reversed(hits)}
    runs: list[Run] = []
    end = 0
    for first, last in _pieces(sorted(firsts.values()), len(words) - 1):
        start, end = words[first].start if first else 0, words[last].end
        end = len(text) if last == len(words) - 1 else end
        if runs or first:
            runs.append(Run(" … " if runs else "… "))
        runs.extend(_runs(text, start, end, words, hits))
    if end < len(text) and runs:
        runs.append(Run(" …"))
    return tuple(runs)


def _pieces(firsts: list[int], end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for first in firsts:
        if pieces and first - BEFORE <= pieces[-1][1] + 1:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], min(end, first + AFTER)))
        elif len(pieces) < PIECES:
            pieces.append((max(0, first - BEFORE), min(end, first + AFTER)))
    return pieces


def _words(text: str) -> list[_Word]:
    return [
        _Word(key, found.start(), found.end()) for found in _WORD.finditer(text) for key in _keys(found[0])
    ]


@lru_cache(maxsize=20_000)
def _keys(word: str) -> tuple[str, ...]:
    return tuple(searchable(word).split())


def _hits(words: list[_Word], terms: tuple[Term, ...]) -> list[_Hit]:
    """Where any of the terms stands, in the order of the text; none begins within another."""
    wanted = [
        (term, phrase, term.goes_on and not at) for term in terms for at, phrase in enumerate(term.phrases)
    ]
    whole = {phrase[0] for _, phrase, goes_on in wanted if len(phrase) > 1 or not goes_on}
    beginnings = tuple(phrase[0] for _, phrase, goes_on in wanted if len(phrase) == 1 and goes_on)
    found: list[_Hit] = []
    for place, (key, _, _) in enumerate(words):
        if not (key in whole or key.startswith(beginnings)) or (found and place <= found[-1].last):
            continue
        here = [
            _Hit(place, place + len(phrase) - 1, term)
            for term, phrase, goes_on in wanted
            if _stands_at(words, place, phrase, goes_on)
        ]
        if here:
            found.append(max(here, key=lambda hit: hit.last))
    return found


def _stands_at(words: list[_Word], place: int, phrase: Phrase, goes_on: bool) -> bool:
    if place + len(phrase) > len(words):
        return False
    *firsts, last = phrase
    if any(words[place + at].key != word for at, word in enumerate(firsts)):
        return False
    key = words[place + len(firsts)].key
    return key.startswith(last) if goes_on else key == last


def _runs(text: str, start: int, end: int, words: list[_Word], hits: list[_Hit]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = start
    for hit in hits:
        begins, ends = words[hit.first].start, words[hit.last].end
        if begins < at or ends > end:
            continue
        runs += [Run(text[at:begins]), Run(text[begins:ends], is_marked=True)]
        at = ends
    runs.append(Run(text[at:end]))
    return tuple(run for run in runs if run.text)
