"""A PDF as Chromium prints it, read back: its pages, their feet and the size of the sheet."""

import re
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pikepdf

SIZES = {"Letter": (612, 792), "A4": (595, 842)}
# Chromium writes the foot of a page before its text.
FOOT = re.compile(r"^Page (\d+) of (\d+)\nFederation of American Scientists\n")


@dataclass(frozen=True)
class Paper:
    """What came out of the printer: the text of each page above its foot, and the feet."""

    pages: list[str]
    feet: list[tuple[str, str]]
    size: tuple[int, int]

    @property
    def text(self) -> str:
        """All words in their order, with one space between them."""
        return " ".join(" ".join(self.pages).split())

    @property
    def letters(self) -> str:
        """The same without spaces: a long address breaks across lines."""
        return self.text.replace(" ", "")


def read(path: Path) -> Paper:
    """What is printed in the file."""
    # Raw is the order in which the page was written, with every hyphen that ends a line.
    command = ["pdftotext", "-raw", path, "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # Fonts may hold joined letters; marks of direction are no words.
    words = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", unicodedata.normalize("NFKC", words))
    pages = [page.strip() for page in words.split("\f")[:-1]]
    feet = [FOOT.search(page) for page in pages]
    with pikepdf.open(path) as pdf:
        left, bottom, right, top = (int(edge) for edge in pdf.pages[0].mediabox)
        assert len(pdf.pages) == len(pages)
    return Paper(
        pages=[FOOT.sub("", page) for page in pages],
        feet=[(foot[1], foot[2]) if foot else ("", "") for foot in feet],
        size=(right - left, top - bottom),
    )
