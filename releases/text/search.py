"""The words of a version as a search index wants them."""

import html
import unicodedata


def searchable(*parts: str) -> str:
    """Return the plain words of all parts, one space between any two, accents folded: “café” is found by “cafe”."""
    joined = " ".join(" ".join(html.unescape(part).split()) for part in parts if part)
    folded = unicodedata.normalize("NFKD", joined)
    return unicodedata.normalize("NFC", "".join(sign for sign in folded if not unicodedata.combining(sign)))
