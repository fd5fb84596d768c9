"""What a PDF says to eyes and to screen readers, read back with pdftotext and pikepdf."""

import io
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pytest

from releases.rendering import pdf

FOOT = re.compile(r"\nFederation of American Scientists\s+Page (\d+) of (\d+)\Z")
# Bullets are drawn for eyes; marks of direction are no words.
FROM_THE_RIGHT = re.compile("[\u0590-\u08ff]+")
NO_WORDS = re.compile("[•◦▪\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Tag:
    """One element of the structure, in the order of reading."""

    name: str
    alt: str


def needs_the_tools() -> None:
    """Skip where PDFs cannot be made or read, or fail where they have to be."""
    missing = []
    if pdf.machine() is None:
        missing.append(f"PDFs cannot be made: apt-get install -y {pdf.TO_INSTALL}")
    if shutil.which("pdftotext") is None:
        missing.append("pdftotext is not installed: apt-get install -y poppler-utils")
    if missing:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)("; ".join(missing))


def pages_of(made: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """The text of each page in the order in which it was written, and the page numbers at the feet."""
    command = ["pdftotext", "-raw", "-", "-"]
    words = _words(subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode())
    pages = [page.strip() for page in words.split("\f")[:-1]]
    feet = [FOOT.search(page) for page in pages]
    return (
        [FOOT.sub("", page) for page in pages],
        [(foot[1], foot[2]) if foot else ("", "") for foot in feet],
    )


def heard_in(made: bytes) -> str:
    """The text in the order of the structure, as a screen reader speaks it."""
    command = ["pdfinfo", "-struct-text", "-"]
    lines = subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode()
    words = _words("".join(re.findall(r'^ *"(.*)"$', lines, re.MULTILINE)))
    # Letters lie in a PDF as on paper, from the left, also those that are read from the right.
    return FROM_THE_RIGHT.sub(lambda word: word[0][::-1], words)


def everything_in(made: bytes) -> str:
    """All words, also those that break across lines, and what the file says of itself."""
    pages, _ = pages_of(made)
    text = "\n".join(pages)
    with pikepdf.open(io.BytesIO(made)) as opened:
        about = "\n".join(map(str, opened.docinfo.values()))
        about += opened.Root.Metadata.read_bytes().decode()
        tags = "\n".join(tag.alt for tag in tags_of(opened))
        links = "\n".join(addresses_in(opened))
    return "\n".join((text, "".join(text.split()), about, tags, links))


def tags_of(opened: pikepdf.Pdf) -> list[Tag]:
    """The structure as a screen reader walks it."""
    return list(_walk(opened.Root.StructTreeRoot.K))


def addresses_in(opened: pikepdf.Pdf) -> list[str]:
    """Where the links of all pages lead."""
    annotations = (note for page in opened.pages for note in page.get("/Annots", []))
    return [str(note.A.URI) for note in annotations if "/A" in note and "/URI" in note.A]


def _words(text: str) -> str:
    # Fonts may hold joined letters.
    return NO_WORDS.sub("", unicodedata.normalize("NFKC", text))


def _walk(kids: pikepdf.Object) -> Iterator[Tag]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield Tag(str(kid.S).removeprefix("/"), str(kid.get("/Alt", "")))
            yield from _walk(kid.get("/K", pikepdf.Array()))
