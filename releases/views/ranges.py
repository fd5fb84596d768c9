"""A part of a file, as browsers ask for it (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 64 * 1024
_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(ValueError):
    """No byte of what was asked for exists."""


@dataclass(frozen=True)
class Part:
    """The bytes from `first` to `last`, both included, of so many."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes that are."""
        return self.last - self.first + 1

    @property
    def header(self) -> str:
        """As the answer names it."""
        return f"bytes {self.first}-{self.last}/{self.size}"


def wanted(header: str, size: int) -> Part | None:
    """The part that is asked for; None for all of it, and for whatever we do not understand.

    Raises Unsatisfiable for a part that begins behind the end.
    """
    found = _ONE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        length = min(int(found[2]), size)
        if length == 0:
            raise Unsatisfiable
        return Part(size - length, size - 1, size)
    first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, last, size)


def read(path: Path, part: Part) -> Iterator[bytes]:
    """The bytes of the part, a little at a time."""
    with path.open("rb") as file:
        file.seek(part.first)
        left = part.length
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
