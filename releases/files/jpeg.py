"""JPEG, segment by segment: what it is, and the same pixels without place and camera."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from releases.files import exif
from releases.files.walk import Data, Walked, cut_short, damaged, hides_something, refuse_markup

MOST_SCANS = 200
MOST_SEGMENTS = 20_000

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = {0xC0, 0xC1, 0xC2}
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_PROGRESSIVE = 0xC2
# Inside a scan, FF 00 is a byte of the picture and FF D0 to FF D7 are marks that a decoder steps over.
_NEXT = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
# Archives that are found behind anything, and programs: longer than what a camera's film has by chance.
_HIDDEN = re.compile(
    rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|MZ.{76}This program|\x7fELF[\x01\x02]{2}\x01\0", re.DOTALL
)
_EXIF, _PROFILE = b"Exif\0\0", b"ICC_PROFILE\0"


@dataclass(frozen=True)
class Segment:
    """One marker with what belongs to it, a scan with all its pixels."""

    marker: int
    start: int
    end: int
    payload: bytes = b""


def segments(data: Data) -> Iterator[Segment]:
    """Every segment from the first to the end of the picture."""
    position = 2
    for _ in range(MOST_SEGMENTS):
        start = position
        if data[position : position + 1] not in {b"\xff", b""}:
            raise damaged("its parts do not follow each other")
        while data[position : position + 1] == b"\xff":
            position += 1
        if position >= len(data):
            raise cut_short()
        marker = data[position]
        position += 1
        if marker == _END:
            yield Segment(marker, start, position)
            return
        if marker == 0 or 0xD0 <= marker <= _START:
            raise damaged("its parts do not follow each other")
        length = int.from_bytes(data[position : position + 2], "big")
        end = position + length
        if length < 2:
            raise damaged("one of its parts has no length")
        if end > len(data):
            raise cut_short()
        payload = data[position + 2 : end]
        if marker == _SCAN:
            following = _NEXT.search(data, end)
            if following is None:
                raise cut_short()
            end = following.start()
        yield Segment(marker, start, end, payload)
        position = end
    raise damaged("it has too many parts")


def walked(data: Data) -> Walked:
    """Look at every segment; behind the end may stand a camera's film or map, but no page or program."""
    size, held, scans, upright = None, 0, 0, 1
    progressive = False
    end = 0
    for segment in segments(data):
        end = segment.end
        if segment.marker in _OTHER_FRAMES or (size and segment.marker in _FRAMES):
            raise damaged("it is a rare kind of JPEG that browsers do not show")
        if segment.marker in _FRAMES:
            size, held = _frame(segment.payload)
            progressive = segment.marker == _PROGRESSIVE
        elif segment.marker == _SCAN:
            scans += 1
        elif 0xE0 <= segment.marker <= 0xEF or segment.marker == _COMMENT:
            refuse_markup(segment.payload)
            if segment.marker == 0xE1 and segment.payload.startswith(_EXIF):
                upright = exif.orientation(segment.payload[len(_EXIF) :])
    if size is None or not scans:
        raise damaged("it holds no picture")
    if scans > MOST_SCANS:
        raise damaged(f"it is drawn in {scans} passes")
    refuse_markup(data[end:])
    if _HIDDEN.search(data, end):
        raise hides_something()
    return Walked(*size, orientation=upright, held_bytes=held if progressive or scans > 1 else 0)


def stripped(data: Data) -> Iterator[bytes]:
    """The same pixels and colours; of the notes only the one that says which side is up."""
    upright = walked(data).orientation
    yield b"\xff\xd8"
    if upright != 1:
        notes = _EXIF + exif.only_orientation(upright)
        yield struct.pack(">BBH", 0xFF, 0xE1, len(notes) + 2) + notes
    for segment in segments(data):
        if _belongs_to_the_pixels(segment):
            yield data[segment.start : segment.end]


def _belongs_to_the_pixels(segment: Segment) -> bool:
    kept_notes = {0xE0: b"JFIF\0", 0xE2: _PROFILE, 0xEE: b"Adobe"}
    if segment.marker in kept_notes:
        return segment.payload.startswith(kept_notes[segment.marker])
    return not (0xE0 <= segment.marker <= 0xEF or segment.marker in {_COMMENT, 0x01})


def _frame(payload: bytes) -> tuple[tuple[int, int], int]:
    """Width and height, and the bytes that a decoder holds when it has to keep the whole picture."""
    if len(payload) < 6:
        raise damaged("it does not say how large it is")
    precision, height, width, count = struct.unpack_from(">BHHB", payload)
    if not width or not height or precision != 8 or count not in {1, 3, 4} or len(payload) < 6 + 3 * count:
        raise damaged("it is a rare kind of JPEG that browsers do not show")
    sampling = [payload[7 + 3 * number] for number in range(count)]
    factors = [(value >> 4, value & 15) for value in sampling]
    if not all(1 <= across <= 4 and 1 <= down <= 4 for across, down in factors):
        raise damaged("it does not say how its colours are stored")
    widest, highest = max(across for across, _ in factors), max(down for _, down in factors)
    samples = sum(width * height * across * down // (widest * highest) for across, down in factors)
    return (width, height), 2 * samples
