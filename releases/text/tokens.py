"""Links that carry a right: a number, perhaps a last instant, and a seal over both and their purpose."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import Enum

_SHAPE = re.compile(r"([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,10}))?\.[A-Za-z0-9_-]{43}", re.ASCII)


class Purpose(Enum):
    """What a token is for; none opens what another is for."""

    MANAGE = "manage"
    LEAVE = "leave"
    CONFIRM = "confirm"
    FORM = "form"


@dataclass(frozen=True)
class Claim:
    """What a token says of itself. Nothing is proven before `is_genuine`."""

    number: int
    expires: int | None
    """The last second in which it counts, since 1970; None for ever."""
    token: str


def seal(purpose: Purpose, number: int, *, key: str, expires: int | None = None) -> str:
    """Return the token; whoever has the key can make it, and nobody else."""
    words = f"{number}" if expires is None else f"{number}-{expires}"
    return f"{words}.{_seal(purpose, words, key)}"


def read(token: str) -> Claim | None:
    """What the token claims, so that its key can be looked up; None when it has not the shape of one."""
    found = _SHAPE.fullmatch(token)
    return Claim(int(found[1]), int(found[2]) if found[2] else None, token) if found else None


def is_genuine(claim: Claim, purpose: Purpose, *, key: str) -> bool:
    """Whether the seal was made with this key for this purpose; the clock is asked by the caller."""
    words, _, sealed = claim.token.rpartition(".")
    return hmac.compare_digest(sealed, _seal(purpose, words, key))


def _seal(purpose: Purpose, words: str, key: str) -> str:
    digest = hmac.digest(key.encode(), f"{purpose.value}:{words}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
