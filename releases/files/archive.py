"""ZIP, read so strictly that nothing can hide: between entries, behind the end, or in too many of them."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from releases.files.refusal import NotAccepted
from releases.files.walk import Data

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200_000_000

_CHUNK = 1_000_000
_END = b"PK\x05\x06"
_END_LENGTH = 22
_DEFLATED, _STORED = 8, 0
_LONG_GAP = 24
"""Between two entries stands at most the note of sizes that a streaming writer leaves."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive, as the directory at the end describes it."""

    name: str
    method: int
    checksum: int
    packed: int
    size: int
    start: int


def is_behind(data: Data) -> bool:
    """Whether a reader of ZIP, which begins at the end, would find an archive in this file."""
    tail = data[max(len(data) - 65_557, 0) :]
    at = tail.rfind(_END)
    while at >= 0:
        if len(tail) - at >= _END_LENGTH:
            comment = int.from_bytes(tail[at + 20 : at + 22], "little")
            if at + _END_LENGTH + comment <= len(tail):
                return True
        at = tail.rfind(_END, 0, at)
    return False


def entries(data: Data, most: int = MOST_UNPACKED) -> list[Entry]:
    """Everything in the archive: no entry twice, none over another, nothing outside an entry."""
    count, directory = _directory(data)
    found, position = [], directory
    for _ in range(count):
        entry, position = _entry(data, position)
        found.append(entry)
    if position != len(data) - _END_LENGTH:
        raise damaged()
    if sum(entry.size for entry in found) > most:
        raise too_much()
    if len({entry.name.lower() for entry in found}) != len(found):
        raise damaged()
    _require_side_by_side(data, found, directory)
    return found


def unpacked(data: Data, entry: Entry) -> Iterator[bytes]:
    """The entry piece by piece, never more than it says it is, and whole."""
    position = _body(data, entry)
    end = position + entry.packed
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    size, checksum = 0, 0
    while position < end:
        packed = data[position : min(position + _CHUNK, end)]
        position += len(packed)
        while packed:
            try:
                piece = unpacker.decompress(packed, _CHUNK) if entry.method == _DEFLATED else packed
            except zlib.error as failure:
                raise damaged() from failure
            packed = unpacker.unconsumed_tail if entry.method == _DEFLATED else b""
            if unpacker.unused_data or (unpacker.eof and position < end):
                raise damaged()
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if size > entry.size:
                raise too_much()
            yield piece
    if size != entry.size or checksum != entry.checksum or (entry.method == _DEFLATED and not unpacker.eof):
        raise damaged()


def damaged() -> NotAccepted:
    """The archive is not one that an office program wrote."""
    return NotAccepted(
        "The file is damaged, or was not written by Word or Excel. "
        "Open it there, save it again, then upload that."
    )


def too_much() -> NotAccepted:
    """A small file that becomes a large one."""
    return NotAccepted(
        f"The file unpacks to more than {MOST_UNPACKED // 1_000_000} MB. Make it smaller, then upload it."
    )


def _directory(data: Data) -> tuple[int, int]:
    """How many entries there are, and where their list begins."""
    end = len(data) - _END_LENGTH
    if end < 0 or data[end : end + 4] != _END:
        raise damaged()
    disk, start_disk, here, count, size, start, comment = struct.unpack("<4H2IH", data[end + 4 : end + 22])
    if disk or start_disk or here != count or comment or start + size != end:
        raise damaged()
    if data[max(end - 20, 0) : max(end - 16, 0)] == b"PK\x06\x07":
        raise damaged()
    if count > MOST_ENTRIES:
        raise too_much()
    return count, start


def _entry(data: Data, position: int) -> tuple[Entry, int]:
    head = data[position : position + 46]
    if len(head) < 46 or head[:4] != b"PK\x01\x02":
        raise damaged()
    flags, method, _time, checksum, packed, size, name, extra, comment, disk = struct.unpack(
        "<HHIIIIHHHH", head[8:36]
    )
    start = int.from_bytes(head[42:46], "little")
    if flags & 0x2041 or method not in {_STORED, _DEFLATED} or disk or (method == _STORED and packed != size):
        raise damaged()
    raw = data[position + 46 : position + 46 + name]
    entry = Entry(_decoded(raw), method, checksum, packed, size, start)
    if _local(data, start)[:2] != (method, raw):
        raise damaged()
    return entry, position + 46 + name + extra + comment


def _decoded(raw: bytes) -> str:
    try:
        name = raw.decode()
    except UnicodeDecodeError as failure:
        raise damaged() from failure
    parts = name.split("/")
    if not name or "\\" in name or ":" in name or ".." in parts or parts[0] == "" or not name.isprintable():
        raise damaged()
    return name


def _local(data: Data, start: int) -> tuple[int, bytes, int]:
    """Method and name as the entry itself says, and where its content begins."""
    head = data[start : start + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise damaged()
    (method,) = struct.unpack("<H", head[8:10])
    name, extra = struct.unpack("<HH", head[26:30])
    return method, data[start + 30 : start + 30 + name], start + 30 + name + extra


def _body(data: Data, entry: Entry) -> int:
    return _local(data, entry.start)[2]


def _require_side_by_side(data: Data, found: list[Entry], directory: int) -> None:
    end = 0
    for entry in sorted(found, key=lambda entry: entry.start):
        if not 0 <= entry.start - end <= _LONG_GAP:
            raise damaged()
        end = _body(data, entry) + entry.packed
    if not 0 <= directory - end <= _LONG_GAP:
        raise damaged()
