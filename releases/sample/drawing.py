"""A picture for the sample content, drawn when it is loaded: nobody else's, and small to carry."""

from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 750
_WALL, _FLOOR, _STEEL, _DARK, _BLUE, _YELLOW = (
    "#e8edf3", "#c3ccd6", "#7d8a99", "#14181e", "#0b4a8f", "#ffd447",
)  # fmt: skip


def containers() -> bytes:
    """Three closed containers under a camera, one of them sealed, as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, WIDTH, HEIGHT), fill=_FLOOR)
    for line in range(0, WIDTH, 150):
        pen.line((line, 0, line, 560), fill="#d9e0e8", width=4)
    _camera(pen)
    for left, colour in ((110, _STEEL), (450, _BLUE), (790, _STEEL)):
        _container(pen, left, colour)
    _seal(pen, 600, 470)
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _container(pen: ImageDraw.ImageDraw, left: int, colour: str) -> None:
    right = left + 300
    pen.ellipse((left, 585, right, 655), fill="#a9b4c0")
    pen.rectangle((left, 330, right, 620), fill=colour)
    pen.ellipse((left, 585, right, 655), fill=colour)
    pen.ellipse((left, 295, right, 365), fill=_DARK)
    pen.ellipse((left + 12, 303, right - 12, 350), fill=colour)
    for height in (420, 520):
        pen.arc((left, height - 35, right, height + 35), 0, 180, fill=_DARK, width=8)


def _seal(pen: ImageDraw.ImageDraw, middle: int, height: int) -> None:
    pen.line((middle - 60, 350, middle, height, middle + 60, 350), fill=_YELLOW, width=8)
    pen.ellipse((middle - 34, height - 34, middle + 34, height + 34), fill=_YELLOW, outline=_DARK, width=6)
    pen.line((middle - 14, height, middle - 3, height + 13, middle + 17, height - 13), fill=_DARK, width=7)


def _camera(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(((905, 95), (330, 560), (1120, 560)), fill="#f6f0d2")
    pen.rectangle((970, 0, 990, 60), fill=_DARK)
    pen.rectangle((900, 60, 1060, 130), fill=_DARK)
    pen.ellipse((880, 70, 930, 120), fill=_STEEL, outline=_DARK, width=6)
