"""What readers get of a picture: copies for screens, one for print, and the original without its notes.

    made = pictures.render(original, folder)          # every rendition, as files in `folder`
    missing = [part for part in pictures.planned(width, height) if not (folder / part.name).exists()]
    pictures.render(original, folder, missing)        # only these, on demand
    public = pictures.stripped_original(original, Format.JPEG, folder)

`original` is a file that `intake.accept` let in. Every file is written beside its place and then moved
there, so that nobody ever reads half a picture; making one again replaces it. Draw one at a time.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from releases.files import colours, exif, gif, jpeg, png, webp
from releases.files.foreign import format_of
from releases.files.formats import Format
from releases.files.raster import WALKS
from releases.files.walk import Data
from releases.files.writing import mapped, written_whole

WIDTHS = (400, 800, 1200, 1600)
PRINT_WIDTH = 2_400
"""Eight inches at 300 dots: the whole width of a page."""
MOST_RENDITION_PIXELS = 10_000_000
STRIP_PIXELS = 4_000_000
"""So much of the original is converted at a time: no second copy of a large one is ever held."""

_MARGIN = 4
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_STRIPS: dict[Format, Callable[[Data], Iterator[bytes]]] = {
    Format.JPEG: jpeg.stripped,
    Format.PNG: png.stripped,
    Format.WEBP: webp.stripped,
    Format.GIF: gif.stripped,
}


@dataclass(frozen=True)
class Planned:
    """A rendition that ought to be there: `800.webp`, `800.jpg` or `print.jpg`."""

    name: str
    format: Format
    width: int
    height: int
    is_print: bool = False


@dataclass(frozen=True)
class Made:
    """A file that was written for readers."""

    name: str
    format: Format
    width: int
    height: int
    size: int
    digest: str
    is_print: bool = False


def planned(width: int, height: int) -> list[Planned]:
    """What to make of an upright picture of this size: nothing larger than itself, and at least one width.

    A picture that is narrower than 1600 is also kept in its own width; a long one ends where a rendition
    would have more than ten megapixels. The size for print is there only if it is larger than all others.
    """
    widths = _widths(width, height)
    plan = [
        Planned(f"{across}.{format_.extension}", format_, across, _high(across, width, height))
        for across in widths
        for format_ in (Format.WEBP, Format.JPEG)
    ]
    if (across := _print_width(width, height)) > widths[-1]:
        high = _high(across, width, height)
        plan.append(Planned("print.jpg", Format.JPEG, across, high, is_print=True))
    return plan


def render(original: Path, folder: Path, parts: Sequence[Planned] | None = None) -> list[Made]:
    """Draw the renditions, all or those named, upright, without notes, in colours that screens know."""
    with original.open("rb") as file:
        data = mapped(file)
        format_, upright = _known(data)
        with Image.open(file, formats=[format_.value]) as source:
            width, height = _turned(source.size, upright)
            wanted = planned(width, height) if parts is None else parts
            if not wanted:
                return []
            # A JPEG is unpacked at half or a quarter of its size where that is still enough.
            largest = max(part.width for part in wanted), max(part.height for part in wanted)
            source.draft(None, _turned(largest, upright))
            source.load()
            return list(_drawn(source, upright, folder, wanted))


def stripped_original(original: Path, format_: Format, folder: Path) -> Made:
    """The original for readers, as `public.jpg`: the same pixels and profile, without place and camera.

    Nothing is encoded again, and animations keep their frames. What a camera put behind the picture (a film,
    a map of depths) is left out. If the picture lies on its side, the one note that says so stays.
    """
    with original.open("rb") as file:
        data = mapped(file)
        walked = WALKS[format_](data)
        name = f"public.{format_.extension}"
        return _write(folder, name, format_, _turned((walked.width, walked.height), walked.orientation),
                      _STRIPS[format_](data))  # fmt: skip


def _widths(width: int, height: int) -> list[int]:
    most = min(width, WIDTHS[-1])
    widths = [*(across for across in WIDTHS if across < most), most]
    fitting = [across for across in widths if across * _high(across, width, height) <= MOST_RENDITION_PIXELS]
    return fitting or widths[:1]


def _print_width(width: int, height: int) -> int:
    across = min(width, PRINT_WIDTH)
    most = int((MOST_RENDITION_PIXELS * width / height) ** 0.5)
    return min(across, most)


def _high(across: int, width: int, height: int) -> int:
    return max(1, round(across * height / width))


def _known(data: Data) -> tuple[Format, int]:
    format_ = format_of(data[:64])
    if format_ is None or format_ not in WALKS:
        raise ValueError("Only a picture has renditions.")
    return format_, WALKS[format_](data).orientation


def _turned(size: tuple[int, int], upright: int) -> tuple[int, int]:
    return (size[1], size[0]) if exif.is_turned(upright) else size


def _drawn(source: Image.Image, upright: int, folder: Path, wanted: Iterable[Planned]) -> Iterator[Made]:
    profile, leaving = colours.kept_profile(source), colours.profile_to_leave(source)
    sizes = {(part.width, part.height): None for part in wanted}
    for size in sizes:
        picture = _resized(source, _turned(size, upright), leaving)
        if upright in _TURNS:
            picture = picture.transpose(_TURNS[upright])
        for part in wanted:
            if (part.width, part.height) == size:
                yield _save(picture, part, folder, profile)


def _resized(source: Image.Image, size: tuple[int, int], leaving: bytes | None) -> Image.Image:
    """The picture in another size and in colours for screens, a strip at a time."""
    width, height = size
    down = source.height / height
    lines = max(int(STRIP_PIXELS / (source.width * down)), 1)
    result: Image.Image | None = None
    for top in range(0, height, lines):
        # A few lines more on both sides, so that no seam shows where two strips meet.
        above, below = max(top - _MARGIN, 0), min(top + lines + _MARGIN, height)
        first, last = int(above * down), min(int(below * down) + 1, source.height)
        strip = colours.on_screen(source.crop((0, first, source.width, last)), leaving)
        box = (0, above * down - first, source.width, min(below * down - first, strip.height))
        strip = strip.resize((width, below - above), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        if result is None:
            result = Image.new(strip.mode, size)
        result.paste(strip.crop((0, top - above, width, min(top + lines, height) - above)), (0, top))
    assert result is not None  # noqa: S101 (a picture has a line)
    return result


def _save(picture: Image.Image, part: Planned, folder: Path, profile: bytes | None) -> Made:
    size = (part.width, part.height)
    with written_whole(folder / part.name) as file:
        if part.format is Format.WEBP:
            picture.save(file, "WEBP", quality=80, method=4, icc_profile=profile, exif=b"")
        else:
            paper = colours.on_paper(picture)
            quality = 90 if part.is_print else 82
            paper.save(file, "JPEG", quality=quality, optimize=True, progressive=True, icc_profile=profile)
        file.seek(0)
        content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    return Made(part.name, part.format, *size, size=len(content), digest=digest, is_print=part.is_print)


def _write(folder: Path, name: str, format_: Format, size: tuple[int, int], pieces: Iterable[bytes]) -> Made:
    digest, length = hashlib.sha256(), 0
    with written_whole(folder / name) as file:
        for piece in pieces:
            digest.update(piece)
            length += len(piece)
            file.write(piece)
    return Made(name, format_, *size, size=length, digest=digest.hexdigest())
