"""Pictures: walked through block by block, measured, and only then decoded to see that they are whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageFile

from releases.files import archive, exif, gif, jpeg, png, webp
from releases.files.formats import Format
from releases.files.refusal import NotAccepted
from releases.files.walk import Data, Walked, cut_short, damaged, hides_something

MOST_PIXELS = 50_000_000
MOST_WEBP_PIXELS = 25_000_000
"""The decoder of WebP needs sixteen bytes a pixel, that of every other format four."""
MOST_RATIO = 20
MOST_FRAMES = 1_000
MOST_FRAME_PIXELS = 500_000_000
MOST_HELD_BYTES = 300_000_000
"""Of the coefficients of a progressive JPEG."""
MOST_UNPACKED_BYTES = 400_000_000
"""Of its coefficients and of the pixels that are unpacked beside them."""
UNPACKED_IN_FULL = 40_000_000
"""A JPEG of more pixels is unpacked at half its size: that is enough for the largest rendition."""

# Pillow looks again, should a file tell it another size than us.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

WALKS: dict[Format, Callable[[Data], Walked]] = {
    Format.JPEG: jpeg.walked,
    Format.PNG: png.walked,
    Format.GIF: gif.walked,
    Format.WEBP: webp.walked,
}


@dataclass(frozen=True)
class Picture:
    """Width and height as a reader sees them, turned upright."""

    width: int
    height: int
    is_animated: bool


def looked_at(data: Data, file: IO[bytes], format_: Format) -> Picture:
    """The picture's size, or a refusal: too large, damaged, or with something else inside."""
    walked = WALKS[format_](data)
    if archive.is_behind(data):
        raise hides_something()
    _require_size(walked, format_)
    _require_frames(walked)
    _decode(file, format_, walked)
    size = (
        (walked.height, walked.width) if exif.is_turned(walked.orientation) else (walked.width, walked.height)
    )
    return Picture(*size, is_animated=walked.frames > 1)


def _require_size(walked: Walked, format_: Format) -> None:
    pixels = walked.width * walked.height
    most = MOST_WEBP_PIXELS if format_ is Format.WEBP else MOST_PIXELS
    if pixels > most:
        otherwise = ", or save it as JPEG" if pixels <= MOST_PIXELS else ""
        raise NotAccepted(
            f"The picture has {_megapixels(pixels)} megapixels ({walked.width} × {walked.height}); "
            f"{most // 1_000_000} are the most. Make it smaller{otherwise}, then upload that."
        )
    if max(walked.width, walked.height) > MOST_RATIO * min(walked.width, walked.height):
        raise NotAccepted(
            f"The picture is {walked.width} × {walked.height} pixels, more than {MOST_RATIO} times as long "
            "as it is wide. Cut it to what readers should see."
        )
    unpacked = walked.held_bytes + (pixels if pixels > UNPACKED_IN_FULL else 4 * pixels)
    if walked.held_bytes > MOST_HELD_BYTES or unpacked > MOST_UNPACKED_BYTES:
        raise NotAccepted(
            "The picture is a large progressive JPEG that takes too much memory to open. "
            "Save it without “progressive”, then upload that."
        )


def _require_frames(walked: Walked) -> None:
    if walked.frames > MOST_FRAMES or walked.frame_pixels > MOST_FRAME_PIXELS:
        raise NotAccepted(
            f"The animation has {walked.frames} frames of {walked.width} × {walked.height} pixels, "
            "too much for a reader's device. Make it shorter or smaller, or upload one frame as a picture."
        )


def _megapixels(pixels: int) -> str:
    # 50.02 must not read as 50 where 50 are allowed.
    return f"{-(-pixels // 100_000) / 10:,.1f}"


def _decode(file: IO[bytes], format_: Format, walked: Walked) -> None:
    """Decode the first frame as a program of a reader would."""
    # The maker of PDFs sets it for the whole process when it is loaded: half a picture is none here.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    file.seek(0)
    try:
        with Image.open(file, formats=[format_.value]) as picture:
            if picture.size != (walked.width, walked.height):
                raise damaged("its parts do not agree how large it is")
            # A JPEG is read to its end, but drawn at an eighth of its size.
            picture.draft(None, (walked.width // 8 + 1, walked.height // 8 + 1))
            picture.load()
    except NotAccepted:
        raise
    except Exception as failure:
        # Decoders of broken files fail in every way that Python knows.
        if "truncated" in str(failure):
            raise cut_short() from failure
        raise damaged("it cannot be drawn") from failure
