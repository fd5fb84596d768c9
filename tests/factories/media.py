"""Files of the library, uploaded as people upload them."""

from io import BytesIO

from PIL import Image, ImageDraw

from releases.actions import shelving
from releases.models import MediaFile
from tests.factories.people import writer

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)


def jpeg(width: int = 60, height: int = 40, *, words: str = "") -> bytes:
    """A small picture; `words` are what a camera would write into it."""
    picture = Image.new("RGB", (width, height), "#0b4a8f")
    ImageDraw.Draw(picture).ellipse((width // 4, height // 4, width // 2, height // 2), fill="#ffd447")
    written = BytesIO()
    exif = Image.Exif()
    if words:
        exif[0x010E] = words
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def picture(*, described: bool = True, name: str = "depot.jpg", content: bytes = b"", **words) -> MediaFile:
    """A picture with everything that an approval needs."""
    words = ({"alt": "A depot by night.", "credit": "Ruth Vance / FAS"} if described else {}) | words
    return _with_words(shelving.upload(BytesIO(content or jpeg()), name, by=writer()), words)


def document(*, name: str = "report.pdf", content: bytes = PDF, **words) -> MediaFile:
    """A report as PDF."""
    return _with_words(shelving.upload(BytesIO(content), name, by=writer()), words)


def _with_words(file: MediaFile, words: dict[str, object]) -> MediaFile:
    for name, value in words.items():
        setattr(file, name, value)
    file.save(update_fields=list(words)) if words else None
    return file
