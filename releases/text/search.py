"""Words as a search index keeps them. What a release says and what a reader types both come here."""

import html
import re
import unicodedata

LONGEST = 100_000
"""How many characters of one text are searchable; PostgreSQL keeps the places of 16,383 words."""
LONGEST_WORD = 60

# These letters do not come apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "ẞ": "SS",
    }
)  # fmt: skip
# The accents of Latin, Greek and Cyrillic, and the vowels of Hebrew and Arabic, which most texts leave out:
# the marks of other scripts make other words.
ACCENTS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"
_ACCENTS = re.compile(f"[{ACCENTS}]")
# Hyphens and joints that show nothing, and split a word for an index.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_OWNED = re.compile(r"(?<=\w)['’ʼ]s\b")


def searchable(*parts: str) -> str:
    """Return the words of all parts, in small plain letters, with one space between any two.

    “Café’s” and “caf&eacute;” become “cafe”; “end-use” becomes “end use”. Both databases split this text
    at its spaces and nowhere else, so that they find the same.
    """
    return " ".join(word for part in parts for word in _words(part))[:LONGEST].rstrip()


def unaccented(text: str) -> str:
    """Return the text with accented letters as plain ones, in the same case: "Łódź" becomes "Lodz"."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def _words(part: str) -> list[str]:
    plain = unaccented(_UNSEEN.sub("", html.unescape(part))).casefold()
    return [word[:LONGEST_WORD] for word in _WORD.findall(_OWNED.sub("", plain))]
