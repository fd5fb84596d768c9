"""How a file begins: what may be looked at further, and a sentence for what cannot come in at all."""

import re

from releases.files import gif, pdf, png
from releases.files.formats import Format
from releases.files.refusal import NotAccepted
from releases.files.walk import Data

_LOOKED_AT = 4_096


def format_of(beginning: bytes) -> Format | None:
    """The format that the first bytes promise; Word stands for Excel too, None for text or anything else."""
    if beginning.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if beginning.startswith(png.SIGNATURE):
        return Format.PNG
    if beginning.startswith(gif.SIGNATURES):
        return Format.GIF
    if beginning.startswith(b"RIFF") and beginning[8:12] == b"WEBP":
        return Format.WEBP
    if pdf.HEADER.match(beginning):
        return Format.PDF
    if beginning.startswith(b"PK\x03\x04"):
        return Format.DOCX
    return None


def refuse(data: Data) -> None:
    """Say what to do with files that people try to upload and that we know by their beginning."""
    beginning = data[:_LOOKED_AT]
    if _SVG.match(beginning, _first_element(beginning)):
        raise NotAccepted(
            "SVG drawings can contain programs and are not accepted. Export it as PNG, then upload that."
        )
    for pattern, sentence in _SENTENCES.items():
        if re.match(pattern, beginning, re.DOTALL | re.IGNORECASE):
            raise NotAccepted(sentence)


def _first_element(beginning: bytes) -> int:
    """Where the first element of a page or drawing would stand, behind its notes."""
    position = 0
    # One by one: in one pattern, many notes before something else would be tried in every combination.
    while note := _NOTE.match(beginning, position):
        position = note.end()
    return position


_NOTE = re.compile(
    rb"\xef\xbb\xbf|\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_SVG = re.compile(rb"<(?:\w+:)?svg[\s/>]", re.IGNORECASE)
_SAVE_AS_JPEG = "{} are not accepted. Save the picture as JPEG, then upload that."
_ARCHIVE = "Archives are not accepted. Upload each file by itself."
_FILM = "Film and sound are not accepted. Publish them where they can be played, and give a link."
_PROGRAM = "Programs are not accepted."
_SENTENCES = {
    rb"(?:\xef\xbb\xbf)?\s*<": (
        "Web pages and XML are not accepted. "
        "Print the page to a PDF, or save a table as CSV, then upload that."
    ),
    rb"\xd0\xcf\x11\xe0": (
        "This is a file of old Word, Excel or PowerPoint, or one with a password. "
        "Save it as .docx or .xlsx without password, or as PDF, then upload that."
    ),
    rb"....ftyp(?:hei|hev|mif1|msf1)": _SAVE_AS_JPEG.format("HEIC pictures"),
    rb"....ftypavi": _SAVE_AS_JPEG.format("AVIF pictures"),
    rb"II\*\0|MM\0\*": _SAVE_AS_JPEG.format("TIFF and camera raw pictures"),
    rb"BM.{4}\0\0\0\0": _SAVE_AS_JPEG.format("BMP pictures"),
    rb"8BPS\0": _SAVE_AS_JPEG.format("Photoshop files"),
    rb"\0\0[\1\2]\0.\0": _SAVE_AS_JPEG.format("Icons"),
    rb"....ftyp|RIFF....(?:AVI|WAVE)|\x1aE\xdf\xa3|ID3[\2-\4]|OggS\0|fLaC\0": _FILM,
    rb"PK[\5\6\7\x08]|Rar!\x1a|7z\xbc\xaf|\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ": _ARCHIVE,
    rb"MZ.{0,64}\0|\x7fELF|#!|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe": _PROGRAM,
    rb"\{\\rtf": "RTF is not accepted. Save it as .docx or PDF, then upload that.",
    rb"%!PS": "PostScript is not accepted. Save it as PDF, then upload that.",
    rb".{1,1024}?%PDF-\d": (
        "The PDF does not begin at the beginning of the file. Print it to a new PDF, then upload that."
    ),
    rb"\xff\xfe|\xfe\xff": "The text is in UTF-16. In Excel, save it as “CSV UTF-8”, then upload that.",
}
