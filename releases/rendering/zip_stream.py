"""An archive that is sent while it is written: only one piece of one file is ever in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo


class Changed(Exception):
    """A file is not as long as it was said to be; the archive ends here, and is seen to be incomplete."""


@dataclass(frozen=True)
class Member:
    """One file of the archive; `read` gives its content piece by piece, `size` bytes in all."""

    name: str
    size: int
    read: Callable[[], Iterable[bytes]]


class _Sink:
    """Takes what ZipFile writes. It cannot go back, so ZipFile does not either."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def streamed(members: Sequence[Member], *, dated: datetime) -> Iterator[bytes]:
    """The archive piece by piece, the same bytes for the same members.

    Nothing is packed: pictures and PDFs are already, and so the length of the whole is known beforehand.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]
        for member in members:
            written = 0
            with archive.open(_entry(member.name, dated), "w") as entry:
                for piece in member.read():
                    written += entry.write(piece)
                    yield sink.taken()
            if written != member.size:
                raise Changed(member.name)
    yield sink.taken()


def length(members: Sequence[Member], *, dated: datetime) -> int:
    """How many bytes `streamed` gives."""
    empty = [Member(member.name, 0, lambda: ()) for member in members]
    around = sum(len(piece) for piece in streamed(empty, dated=dated))
    return around + sum(member.size for member in members)


def _entry(name: str, dated: datetime) -> ZipInfo:
    entry = ZipInfo(name, dated.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry
