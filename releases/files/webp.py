"""WebP, chunk by chunk: what it is, and the same pixels without place and camera."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from releases.files import exif
from releases.files.walk import Data, Walked, cut_short, damaged, hides_something, refuse_markup

MOST_CHUNKS = 10_000

_PIXELS = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_DRAWING = {b"VP8 ", b"VP8L", b"ALPH"}
_FRAME_HEAD = 16
_HAS_EXIF, _HAS_XMP, _IS_ANIMATED = 0x08, 0x04, 0x02


@dataclass(frozen=True)
class Chunk:
    """A chunk with its name and length; `payload` is the rest without the byte that makes it even."""

    name: bytes
    start: int
    end: int
    payload: bytes


def chunks(data: Data) -> Iterator[Chunk]:
    """Every chunk inside the RIFF; its length is the file's."""
    length = int.from_bytes(data[4:8], "little") + 8
    if length > len(data):
        raise cut_short()
    if length != len(data):
        raise hides_something()
    yield from _row(data, 12)


def _row(data: Data, position: int) -> Iterator[Chunk]:
    for _ in range(MOST_CHUNKS):
        if position == len(data):
            return
        head = data[position : position + 8]
        if len(head) < 8:
            raise cut_short()
        name, size = struct.unpack("<4sI", head)
        end = position + 8 + size + size % 2
        if end > len(data):
            raise cut_short()
        yield Chunk(name, position, end, data[position + 8 : position + 8 + size])
        position = end
    raise damaged("it has too many parts")


def walked(data: Data) -> Walked:
    """Look at every chunk; still or moving, the canvas is the size."""
    canvas, image, upright, frames = None, None, 1, 0
    for chunk in chunks(data):
        if chunk.name == b"VP8X":
            canvas = canvas or _canvas(chunk.payload)
        elif chunk.name in {b"VP8 ", b"VP8L"}:
            image = image or _image(chunk)
        elif chunk.name == b"ANMF":
            frames += 1
        elif chunk.name == b"EXIF":
            notes = chunk.payload.removeprefix(b"Exif\0\0")
            refuse_markup(notes)
            upright = exif.orientation(notes)
        elif chunk.name not in _PIXELS:
            refuse_markup(chunk.payload)
    size = canvas or image
    if size is None or (image is None and not frames) or (canvas and image and canvas != image):
        raise damaged("it holds no picture, or one of another size")
    return Walked(*size, orientation=upright, frames=max(frames, 1), frame_pixels=frames * size[0] * size[1])


def stripped(data: Data) -> Iterator[bytes]:
    """The same pixels and colours; of the notes only the one that says which side is up."""
    upright = walked(data).orientation
    body = b"".join(_kept(data, upright))
    yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _kept(data: Data, upright: int) -> Iterator[bytes]:
    for chunk in chunks(data):
        if chunk.name == b"VP8X":
            flags = chunk.payload[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if upright != 1 else 0)
            yield _chunk(chunk.name, bytes([flags]) + chunk.payload[1:])
        elif chunk.name == b"ANMF":
            yield _chunk(chunk.name, _frame(chunk.payload))
        elif chunk.name in _PIXELS:
            yield data[chunk.start : chunk.end]
    if upright != 1:
        yield _chunk(b"EXIF", exif.only_orientation(upright))


def _frame(payload: bytes) -> bytes:
    """One picture of a moving one: where it stands, and of its own chunks those that draw it."""
    drawing = (chunk for chunk in _row(payload, _FRAME_HEAD) if chunk.name in _DRAWING)
    return payload[:_FRAME_HEAD] + b"".join(payload[chunk.start : chunk.end] for chunk in drawing)


def _canvas(payload: bytes) -> tuple[int, int]:
    if len(payload) < 10:
        raise damaged("it does not say how large it is")
    return int.from_bytes(payload[4:7], "little") + 1, int.from_bytes(payload[7:10], "little") + 1


def _image(chunk: Chunk) -> tuple[int, int]:
    head = chunk.payload[:10]
    if chunk.name == b"VP8 " and len(head) == 10 and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 6)
        width, height = width & 0x3FFF, height & 0x3FFF
    elif chunk.name == b"VP8L" and len(head) >= 5 and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        raise damaged("it does not say how large it is")
    if not width or not height:
        raise damaged("it does not say how large it is")
    return width, height


def _chunk(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
