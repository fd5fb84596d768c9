"""The picture that other sites show beside a link to a release: headline, date and organisation."""

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_PAPER, _INK, _QUIET, _ACCENT = "#ffffff", "#14181e", "#4c5561", "#0b4a8f"
_SIZES = range(76, 39, -4)
_ROOM = HEIGHT - 300
_LEADING = 1.18

# Looked for among the machine's own fonts; the last resort is what comes with Pillow, for plain Latin.
_HEADLINE = (
    "NotoSerif-Bold.ttf", "DejaVuSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "georgiab.ttf",
    "DejaVuSans-Bold.ttf", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoNaskhArabic-Bold.ttf",
)  # fmt: skip
_SMALL = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf", "NotoSans-Regular.ttf", "arial.ttf")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Card:
    """The words on the card."""

    headline: str
    kind: str
    day: str
    organisation: str


@lru_cache(maxsize=128)
def png(card: Card) -> bytes:
    """The card as a PNG, drawn once for the same words.

    A headline in letters that no font of this machine has is left out rather than drawn as boxes.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((0, 0, WIDTH, 20), fill=_ACCENT)
    _write_line(drawing, 72, card.organisation, _ACCENT)
    drawing.line((_MARGIN, 130, WIDTH - _MARGIN, 130), fill=_INK, width=4)
    if (name := _font_for(card.headline, _HEADLINE)) is not None:
        _write_headline(drawing, card.headline, name)
    _write_line(drawing, HEIGHT - 84, f"{card.kind}, {card.day}", _QUIET)
    written = BytesIO()
    picture.quantize(32, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


def _write_headline(drawing: ImageDraw.ImageDraw, headline: str, name: str) -> None:
    for size in _SIZES:
        font = _font(name, size)
        lines = _lines(headline, font)
        if len(lines) * size * _LEADING <= _ROOM:
            break
    fitting = int(_ROOM // (size * _LEADING))
    if len(lines) > fitting:
        lines = [*lines[: fitting - 1], _cut(lines[fitting - 1], font)]
    for number, line in enumerate(lines):
        drawing.text((_MARGIN, 165 + number * size * _LEADING), line, font=font, fill=_INK)


def _write_line(drawing: ImageDraw.ImageDraw, top: int, text: str, colour: str) -> None:
    if (name := _font_for(text, _SMALL)) is not None:
        font = _font(name, 34)
        line = text if font.getlength(text) <= WIDTH - 2 * _MARGIN else _cut(text, font)
        drawing.text((_MARGIN, top), line, font=font, fill=colour)


def _lines(text: str, font: Font) -> list[str]:
    lines = [""]
    for word in text.split():
        for part in _parts(word, font):
            joined = f"{lines[-1]} {part}".strip()
            if font.getlength(joined) <= WIDTH - 2 * _MARGIN or not lines[-1]:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def _parts(word: str, font: Font) -> list[str]:
    """Divide a word only if it is wider than the card."""
    parts = [""]
    for sign in word:
        if font.getlength(parts[-1] + sign) > WIDTH - 2 * _MARGIN:
            parts.append("")
        parts[-1] += sign
    return parts


def _cut(line: str, font: Font) -> str:
    while line and font.getlength(f"{line}…") > WIDTH - 2 * _MARGIN:
        line = line[:-1]
    return f"{line.rstrip(' ,;:')}…"


def _font_for(text: str, names: tuple[str, ...]) -> str | None:
    """The first font that has every letter of the text; empty for Pillow's own, None where there is none."""
    return next((name for name in (*names, "") if _has(name, frozenset(text))), None)


def _has(name: str, signs: frozenset[str]) -> bool:
    try:
        _font(name, 40)
    except OSError:
        return False
    return all(_has_sign(name, sign) for sign in signs if not sign.isspace())


@cache
def _has_sign(name: str, sign: str) -> bool:
    font, missing = _font(name, 40), "\uffff"
    return bytes(font.getmask(sign)) != bytes(font.getmask(missing))


@cache
def _font(name: str, size: int) -> Font:
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
