"""PNG, chunk by chunk: what it is, and the same pixels without place and camera."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from releases.files import exif
from releases.files.walk import Data, Walked, cut_short, damaged, hides_something, refuse_markup

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 50_000

_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"}
_COLOURS = {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"mDCV", b"cLLI"}


@dataclass(frozen=True)
class Chunk:
    """A chunk with its length, name and checksum; `payload` is what is between."""

    name: bytes
    start: int
    end: int
    payload: bytes


def chunks(data: Data) -> Iterator[Chunk]:
    """Every chunk up to the last, each with a checksum that is right."""
    position = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        head = data[position : position + 8]
        if len(head) < 8:
            raise cut_short()
        length, name = struct.unpack(">I4s", head)
        end = position + 12 + length
        if end > len(data):
            raise cut_short()
        payload = data[position + 8 : end - 4]
        if zlib.crc32(payload, zlib.crc32(name)) != int.from_bytes(data[end - 4 : end], "big"):
            raise damaged("a checksum is wrong")
        yield Chunk(name, position, end, payload)
        position = end
        if name == b"IEND":
            return
    raise damaged("it has too many parts")


def walked(data: Data) -> Walked:
    """Look at every chunk; nothing may stand behind the last."""
    size, upright, frames, frame_pixels, end = None, 1, 0, 0, 0
    for chunk in chunks(data):
        end = chunk.end
        if (size is None) != (chunk.name == b"IHDR"):
            raise damaged("its parts are in the wrong order")
        if chunk.name == b"IHDR":
            size = _size(chunk.payload)
        elif chunk.name == b"fcTL":
            frames += 1
            frame_pixels += _frame(chunk.payload, size)
        elif chunk.name == b"eXIf":
            upright = exif.orientation(chunk.payload)
        elif chunk.name not in _PIXELS:
            refuse_markup(chunk.payload)
    if end != len(data):
        raise hides_something()
    if size is None:
        raise damaged("it holds no picture")
    return Walked(*size, orientation=upright, frames=max(frames, 1), frame_pixels=frame_pixels)


def stripped(data: Data) -> Iterator[bytes]:
    """The same pixels and colours; of the notes only the one that says which side is up."""
    upright = walked(data).orientation
    yield SIGNATURE
    for chunk in chunks(data):
        if chunk.name in _PIXELS | _COLOURS:
            yield data[chunk.start : chunk.end]
        if chunk.name == b"IHDR" and upright != 1:
            yield _chunk(b"eXIf", exif.only_orientation(upright))


def _size(payload: bytes) -> tuple[int, int]:
    if len(payload) != 13:
        raise damaged("it does not say how large it is")
    width, height = struct.unpack_from(">II", payload)
    if not width or not height:
        raise damaged("it does not say how large it is")
    return width, height


def _frame(payload: bytes, size: tuple[int, int] | None) -> int:
    if len(payload) != 26 or size is None:
        raise damaged("one of its frames does not say how large it is")
    width, height, left, top = struct.unpack_from(">4xIIII", payload)
    if left + width > size[0] or top + height > size[1]:
        raise damaged("one of its frames is larger than the picture")
    return size[0] * size[1]


def _chunk(name: bytes, payload: bytes) -> bytes:
    checksum = zlib.crc32(payload, zlib.crc32(name))
    return struct.pack(">I4s", len(payload), name) + payload + struct.pack(">I", checksum)
