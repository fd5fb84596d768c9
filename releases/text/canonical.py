"""One spelling for one meaning, so that equal content has equal bytes and an equal digest."""

import dataclasses
import hashlib
import json
import re
import unicodedata
from datetime import UTC, date, datetime

_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotText(ValueError):
    """The text contains half a character (a lone surrogate), which nothing can store or show."""


def canonical_json(value: object) -> str:
    """Return the only JSON text for this value, or raise TypeError or ValueError when it has none.

    Text is NFC with \\n newlines and without control characters, instants are UTC with microseconds,
    keys are sorted. A dataclass counts as the dict of its fields, a tuple as a list.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_text(text: str) -> str:
    r"""Return the text in NFC, with \n newlines and no control characters but \n and \t."""
    if half := _SURROGATE.search(text):
        raise NotText(f"The text contains half a character at position {half.start() + 1}. Type it again.")
    # str.__str__ makes a real str of SafeString and of text choices, whatever their own __str__ says.
    one_newline = _NEWLINE.sub("\n", str.__str__(text))
    return unicodedata.normalize("NFC", _CONTROL.sub("", one_newline))


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return _object(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form. Make it text, a whole number or a date.")


def _object(value: dict[object, object]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"A key is {type(key).__name__}. Every key must be text.")
        name = canonical_text(key)
        if name in plain:
            raise ValueError(f"Two keys have the same canonical form: {name!r}.")
        plain[name] = _plain(item)
    return plain


def _instant(value: datetime) -> str:
    if value.utcoffset() is None:
        raise TypeError("A datetime without a zone has no canonical form. Say which zone it is in.")
    try:
        utc = value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{value.isoformat()} is outside the years 1 to 9999 in UTC.") from error
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
