"""The words of a version as a search index wants them."""

import html
import re
import unicodedata

# These letters do not come apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "ẞ": "SS",
    }
)  # fmt: skip
# Only the accents of Latin, Greek and Cyrillic: the marks of other scripts make other words.
_ACCENTS = re.compile("[\u0300-\u036f]")
# Hyphens and joints that show nothing, and split a word for an index.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


def searchable(*parts: str) -> str:
    """Return the words of all parts, one space between any two: “café” and “caf&eacute;” become “cafe”."""
    joined = " ".join(unaccented(html.unescape(part)) for part in parts)
    return " ".join(_UNSEEN.sub("", joined).split())


def unaccented(text: str) -> str:
    """Return the text with accented letters as plain ones, in the same case: "Łódź" becomes "Lodz"."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))
