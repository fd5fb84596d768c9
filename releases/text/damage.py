"""Damage that English texts take between two programs, and slips of typing; each look names the places.

A passage is the plain text of one block, its spaces already single. Every look answers with what a person has
to find again in the text, in reading order and each place once; an empty answer means that nothing was found.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

_JOINED_ON_THE_LEFT = ("and", "the")
_JOINED_ON_THE_RIGHT = ("and", "the", "that", "with", "from")
# Words that a joiner makes with another one, and that are meant.
_WHOLE = frozenset({
    "herewith", "therewith", "wherewith", "therefrom", "wherefrom", "forthwith", "thereof", "therein",
    "expand", "demand", "thousand", "island", "husband", "errand", "brigand", "garland", "remand", "zealand",
    "andover", "anders", "armand", "marchand", "normand", "seethe", "theirs", "themed",
})  # fmt: skip
# Names that are another name, or a word, and “is”.
_NAMES = frozenset({
    "Alexis", "Curtis", "Francis", "Hollis", "Landis", "Loftis", "Mathis", "Tennis", "Wallis", "Willis",
})  # fmt: skip
_SHORT = frozenset({
    "an", "as", "at", "be", "by", "he", "if", "in", "is", "it", "no", "of", "on", "or", "so", "to", "up",
    "we",
})  # fmt: skip
_COMMON = frozenset({
    "about", "after", "all", "also", "any", "are", "been", "before", "between", "both", "but", "can", "each",
    "few", "for", "from", "had", "has", "have", "her", "here", "him", "his", "how", "into", "its", "just",
    "may", "more", "most", "must", "not", "now", "once", "one", "only", "other", "our", "out", "over", "own",
    "said", "same", "she", "should", "some", "such", "than", "that", "the", "their", "them", "then", "there",
    "they", "this", "those", "through", "two", "under", "until", "use", "used", "uses", "very", "was", "were",
    "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
})  # fmt: skip
_TWICE = frozenset({"had", "that", "very", "so", "far", "much", "many", "really", "way"})
_EDGES = "“”‘’\"'()[]{}<>…—–-.,;:!?*/"
_LETTERS = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"://|@|\bwww\.|^mailto:|^/|\w\.\w+/", re.IGNORECASE)
# A colon between small letters is a ratio: “student:teacher”.
_NO_SPACE = re.compile(r"[^\W\d_]{2,}[,;!?][^\W\d_]{2,}|[^\W\d_]{2,}:[A-Z][^\W\d_]+|[a-z]{2,}\.[A-Z][a-z]+")
_SHOUTED = re.compile(r"[A-Z]{3,}(?P<after>[a-z]{2,})|(?P<before>[a-z]{2,})[A-Z]{3,}")
_NAME = re.compile(r"[A-Z][a-z]{3,}")

# A host has a dot, however it is written: “We looked [at] these data” is no address.
_DOT = r"(?:\.|\s*[\[({]\s*(?:dot|\.)\s*[\])}]\s*|\s+dot\s+)"
_MASKED = re.compile(
    r"\[\s*e-?mail\s+protected\s*\]"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}\s*[\[({{]\s*(?:at|@)\s*[\])}}]\s*[\w-]+(?:{_DOT}[\w-]+)+",
    re.IGNORECASE,
)
_VAGUE = frozenset({
    "here", "click", "click here", "press here", "see here", "this", "this link", "this page", "link", "more",
    "read more", "learn more", "find out more", "details", "download", "website", "page",
})  # fmt: skip

_PAIRS = {")": "(", "]": "[", "}": "{"}
# “a)”, “2)” and “iii.)” stand in front of an item, and nothing was opened there.
_ITEM = re.compile(r"(?:^|\s)(?:\w{1,3}|(?:\w|[ivx]+)\.?)$", re.IGNORECASE)
# Behind a number it may be inches, or the end of “the report of 2010”.
_INCHES = re.compile(r"(?<=\d)[\"”]")
_AROUND = 24
# What is longer is data that somebody has pasted, which would take minutes to look through.
_LONGEST_WORD, _LONGEST_ITEM = 200, 12


def glued(passages: Iterable[str], beside: Iterable[str] = ()) -> tuple[str, ...]:
    """Return words between which a space was lost, as “anduse”, “HEREto” and “investigators,and”.

    There is no dictionary: a word counts as two if one half joins words and the other stands in these
    passages or in those `beside` them, or is among the commonest. Nothing is said about addresses.
    """
    tokens, others = _tokens(passages), _tokens(beside)
    written = {part for token in (*tokens, *others) for part in _LETTERS.findall(token)}
    known = {word.lower() for word in written} | _COMMON
    words = (token for token in tokens if len(token) <= _LONGEST_WORD)
    return _once(token for token in words if not _ADDRESS.search(token) and _is_glued(token, written, known))


def masked(passages: Iterable[str]) -> tuple[str, ...]:
    """Return e-mail addresses that were made unreadable: “[email protected]”, “press [at] example.org”."""
    return _once(found.group() for passage in passages for found in _MASKED.finditer(passage))


def vague(links: Iterable[str]) -> tuple[str, ...]:
    """Return the words of links that say nothing about where they lead, read alone or on paper."""
    return _once(words for words in links if " ".join(words.lower().strip(_EDGES + " ").split()) in _VAGUE)


def unbalanced(passages: Iterable[str]) -> tuple[str, ...]:
    """Return the surroundings of brackets and quotation marks that have no partner in their passage.

    A quotation over several paragraphs opens each of them again and is closed once.
    """
    return _once(
        place
        for passage, after in pairwise([*passages, ""])
        for place in (*_brackets(passage), *_quotations(passage, after))
    )


def repeated(passages: Iterable[str]) -> tuple[str, ...]:
    """Return words that stand twice in a row, as in “of the the report”; “had had” may be meant."""
    return _once(
        f"{first} {second.rstrip(_EDGES)}"
        for passage in passages
        for first, second in pairwise(passage.split())
        if first.isalpha() and first.islower() and first == second.rstrip(_EDGES) and first not in _TWICE
    )


def _tokens(passages: Iterable[str]) -> list[str]:
    return [token.strip(_EDGES) for passage in passages for token in passage.split()]


def _is_glued(token: str, written: set[str], known: set[str]) -> bool:
    if _NO_SPACE.search(token):
        return True
    return any(
        _is_half_shouted(part) or _has_joiner(part, known) or _has_name(part, written)
        for part in _LETTERS.findall(token)
    )


def _is_half_shouted(part: str) -> bool:
    found = _SHOUTED.fullmatch(part)
    return found is not None and (found["after"] or found["before"]) in _COMMON | _SHORT


def _has_joiner(part: str, known: set[str]) -> bool:
    word = part.lower()
    if word in _WHOLE or word in _COMMON:
        return False
    halves = [word.removeprefix(joiner) for joiner in _JOINED_ON_THE_LEFT]
    halves += [word.removesuffix(joiner) for joiner in _JOINED_ON_THE_RIGHT]
    return any(len(half) > 2 and half != word and half in known for half in halves)


def _has_name(part: str, written: set[str]) -> bool:
    stem = part.removesuffix("is")
    return stem != part and part not in _NAMES and bool(_NAME.fullmatch(stem)) and stem in written


def _brackets(passage: str) -> Iterator[str]:
    waiting: list[tuple[str, int]] = []
    for place, sign in enumerate(passage):
        if sign in _PAIRS.values():
            waiting.append((sign, place))
        elif sign in _PAIRS and waiting and waiting[-1][0] == _PAIRS[sign]:
            waiting.pop()
        elif sign in _PAIRS and not _ITEM.search(passage[max(place - _LONGEST_ITEM, 0) : place]):
            yield _around(passage, place)
    yield from (_around(passage, place) for _, place in waiting)


def _quotations(passage: str, after: str) -> Iterator[str]:
    if "„" in passage or "«" in passage:
        # Other languages close with the sign that opens here.
        return
    open_at = [place for place, sign in enumerate(passage) if sign == "“"]
    close_at = [place for place, sign in enumerate(passage) if sign == "”"]
    inches = [found.group() for found in _INCHES.finditer(passage)]
    if len(close_at) - inches.count("”") > len(open_at):
        yield _around(passage, close_at[-1])
    elif len(open_at) > len(close_at) and not (len(open_at) == len(close_at) + 1 and after.startswith("“")):
        yield _around(passage, open_at[-1])
    straight = [place for place, sign in enumerate(passage) if sign == '"']
    if len(straight) % 2 and '"' not in inches and not after.startswith('"'):
        yield _around(passage, straight[-1])


def _around(passage: str, place: int) -> str:
    """A sign with a few whole words on either side."""
    start, end = max(place - _AROUND, 0), min(place + _AROUND, len(passage))
    start = passage.find(" ", start, place) + 1 if start else 0
    last = passage.rfind(" ", place, end) if end < len(passage) else end
    cut = passage[start : last if last > place else end].strip()
    return f"{'… ' if start else ''}{cut}{' …' if last != len(passage) else ''}"


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
