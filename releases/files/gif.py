"""GIF, block by block: what it is, and the same frames without what somebody noted in it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from releases.files.walk import Data, Walked, cut_short, damaged, hides_something, refuse_markup

SIGNATURES = (b"GIF87a", b"GIF89a")
MOST_BLOCKS = 400_000

_TRAILER, _EXTENSION, _IMAGE = 0x3B, 0x21, 0x2C
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}


@dataclass(frozen=True)
class Block:
    """A frame, an extension (with its label and name) or the end."""

    introducer: int
    start: int
    end: int
    label: int = 0
    words: bytes = b""
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


def blocks(data: Data) -> Iterator[Block]:
    """Every block from behind the header to the trailer."""
    position, left = _header_end(data), MOST_BLOCKS
    for _ in range(MOST_BLOCKS):
        start = position
        if position >= len(data):
            raise cut_short()
        introducer = data[position]
        if introducer == _TRAILER:
            yield Block(introducer, start, start + 1)
            return
        if introducer == _EXTENSION:
            label = _byte(data, position + 1)
            position, left = _past_sub_blocks(data, position + 2, left)
            yield Block(introducer, start, position, label, data[start + 2 : position])
        elif introducer == _IMAGE:
            head = data[position + 1 : position + 10]
            if len(head) < 9:
                raise cut_short()
            x, y, width, height, flags = struct.unpack("<4HB", head)
            # Behind the head stand a table of colours, if there is one, and the size of the codes.
            position += 10 + _colours(flags) + 1
            position, left = _past_sub_blocks(data, position, left)
            yield Block(introducer, start, position, box=(x, y, width, height))
        else:
            raise damaged("its parts do not follow each other")
    raise damaged("it has too many parts")


def walked(data: Data) -> Walked:
    """Look at every block; every frame lies inside the picture and nothing behind the last block."""
    _header_end(data)
    width, height = struct.unpack_from("<HH", data[6:10])
    frames, end = 0, 0
    for block in blocks(data):
        end = block.end
        if block.introducer == _IMAGE:
            x, y, across, down = block.box
            frames += 1
            if not across or not down or x + across > width or y + down > height:
                raise damaged("one of its frames is larger than the picture")
        elif block.introducer == _EXTENSION:
            refuse_markup(block.words)
            # A comment that ends another language's comment makes the file a program.
            if block.label != _CONTROL and b"*/" in block.words:
                raise hides_something()
    if end != len(data):
        raise hides_something()
    if not frames:
        raise damaged("it holds no picture")
    return Walked(width, height, frames=frames, frame_pixels=frames * width * height)


def stripped(data: Data) -> Iterator[bytes]:
    """The same frames, times and loops; comments and notes of programs are left out."""
    walked(data)
    yield data[: _header_end(data)]
    for block in blocks(data):
        looped = block.label == _APPLICATION and block.words[1:12] in _LOOPS
        if block.introducer != _EXTENSION or block.label == _CONTROL or looped:
            yield data[block.start : block.end]


def _header_end(data: Data) -> int:
    if len(data) < 13:
        raise cut_short()
    return 13 + _colours(data[10])


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _past_sub_blocks(data: Data, position: int, left: int) -> tuple[int, int]:
    while length := _byte(data, position):
        position += 1 + length
        left -= 1
        if left < 0:
            raise damaged("it has too many parts")
    return position + 1, left


def _byte(data: Data, position: int) -> int:
    if position >= len(data):
        raise cut_short()
    return data[position]
