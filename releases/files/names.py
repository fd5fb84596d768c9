"""A name that every system can keep and no system misreads, made from whatever a browser sent."""

import re
import unicodedata

MOST_LETTERS = 80
MOST_BYTES = 200

_AS_BROWSERS_WRITE = re.compile("%(?:22|0A|0D)")
"""Quotation marks and line breaks, which would end the name in what a browser sends."""
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$")


def safe_name(name: str | None, extension: str, *, otherwise: str = "file") -> str:
    """Letters, digits, `-` and `_`, one dot, and the extension of what the file really is.

    Folders, control characters, directions of writing and endings that lie are gone; names that Windows keeps
    for itself get a word more. Nothing is refused: a name without a usable letter becomes `otherwise`.
    """
    stem = unicodedata.normalize("NFKC", _AS_BROWSERS_WRITE.sub(" ", name or ""))
    stem = re.split(r"[/\\]", stem)[-1]
    stem = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C")
    stem = _SUFFIX.sub("", stem)
    stem = "".join(sign if _is_plain(sign) else "-" for sign in stem)
    stem = _short(re.sub(r"-{2,}", "-", stem).strip("-_"))
    if not any(sign.isalnum() for sign in stem):
        stem = otherwise
    if _RESERVED.fullmatch(stem):
        stem = f"{stem}-{otherwise}"
    return f"{stem}.{extension}"


def _is_plain(sign: str) -> bool:
    return sign in "-_" or unicodedata.category(sign)[0] in "LMN"


def _short(stem: str) -> str:
    stem = stem[:MOST_LETTERS].encode()[:MOST_BYTES].decode(errors="ignore")
    return stem.strip("-_")
