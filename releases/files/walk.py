"""What walking through a picture's blocks tells before anything is decoded."""

import mmap
import re
from dataclasses import dataclass

from releases.files.refusal import NotAccepted

Data = bytes | mmap.mmap

_MARKUP = re.compile(rb"<\s*(?:script|html|iframe|!doctype|svg[\s/>]|body[\s>]|\?php)", re.IGNORECASE)
_PDF = re.compile(rb"%PDF-\d")


@dataclass(frozen=True)
class Walked:
    """Size as stored, which side is up, how many frames with how many pixels, and what decoding will hold."""

    width: int
    height: int
    orientation: int = 1
    frames: int = 1
    frame_pixels: int = 0
    held_bytes: int = 0


def cut_short() -> NotAccepted:
    """The file ends before the picture does."""
    return NotAccepted(
        "The picture is not complete: the file ends too early. Copy or export it again, then upload it."
    )


def damaged(why: str) -> NotAccepted:
    """The blocks do not fit together."""
    return NotAccepted(
        f"The picture is damaged: {why}. Open it in a picture program, export it again, then upload that."
    )


def hides_something() -> NotAccepted:
    """The file is a picture and something else as well."""
    return NotAccepted(
        "The file is a picture with something else hidden in it. "
        "Open it in a picture program, export it again, then upload that."
    )


def refuse_markup(block: bytes) -> None:
    """Notes in a picture are words; a page or a program in them is no picture's business."""
    if _MARKUP.search(block) or _PDF.search(block):
        raise hides_something()
