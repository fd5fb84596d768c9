"""Telephone numbers: dialled in E.164, shown as people write them."""

import re
import unicodedata
from dataclasses import dataclass

_EXTENSION = re.compile(r"[\s,;]*(?:;ext=|(?:extension|ext|x|#)[.:]?\s*)(\d{1,7})\s*$", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_HOW = "Write it like 202-555-0100 or, outside the United States, +49 30 123456."


class NotAPhone(ValueError):
    """What was typed cannot be dialled; the message says how to write it."""


@dataclass(frozen=True)
class Phone:
    """A number as people read it, as machines dial it, and the extension to ask for.

    E.164 has no extensions, so `e164` leaves it out; `text` and `tel_uri` keep it.
    """

    e164: str
    text: str
    extension: str = ""

    @property
    def tel_uri(self) -> str:
        """The address behind a link that dials, as RFC 3966 writes it: tel:+12024544680;ext=12."""
        return f"tel:{self.e164};ext={self.extension}" if self.extension else f"tel:{self.e164}"


def parse(typed: str) -> Phone:
    """Return the number, or raise NotAPhone with a sentence; ten digits are a number of the United States."""
    text = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", typed)).split())
    found = _EXTENSION.search(text)
    number = text[: found.start()] if found else text
    digits = re.sub(r"\D", "", number)
    _require(number, digits)
    international = number.startswith("+")
    if not international and len(digits) == 10:
        e164 = f"+1{digits}"
    elif international or (len(digits) == 11 and digits.startswith("1")):
        e164 = f"+{digits}"
    else:
        raise NotAPhone(f"“{typed}” has {len(digits)} digits; a number without + has ten. {_HOW}")
    _require_american(typed, e164)
    extension = found[1] if found else ""
    return Phone(e164=e164, text=f"{number} ext. {extension}" if extension else number, extension=extension)


def _require(number: str, digits: str) -> None:
    if not digits:
        raise NotAPhone(f"There is no telephone number. {_HOW}")
    if not re.fullmatch(r"\+?[0-9 ().\-/]+", number):
        raise NotAPhone(f"“{number}” contains something that cannot be dialled. {_HOW}")
    if len(digits) > 15:
        raise NotAPhone(f"“{number}” has {len(digits)} digits; no number has more than 15. {_HOW}")
    if number.startswith("+") and (len(digits) < 7 or digits.startswith("0")):
        raise NotAPhone(f"“{number}” is not complete: after + come the country and the whole number. {_HOW}")


def _require_american(typed: str, e164: str) -> None:
    if e164.startswith("+1") and not re.fullmatch(r"\+1[2-9]\d{2}[2-9]\d{6}", e164):
        raise NotAPhone(
            f"“{typed}” is no number of the United States or Canada: the area code and the next three digits "
            f"begin with 2 to 9. {_HOW}"
        )
