"""How long the worst files that we could think of keep a worker busy until they are taken in or refused.

    python docs/benchmarks/documents.py

Every file is made here and taken in by a process of its own, without Django. One line each goes to standard
output; the script ends with 1 if a process needed more than LIMIT.
"""

import io
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 512 - 65
"""Megabytes that are left of 512 when Django has taken its own."""
LARGE = 48_000_000
TRAPS = "all hostile files of the tests"


def table(cell: bytes, columns: int = 30) -> bytes:
    """As many rows of this cell as fit."""
    row = b",".join([cell] * columns) + b"\n"
    return row * (LARGE // len(row))


def office(kind: str, *parts: bytes) -> bytes:
    """A Word or Excel file with these parts."""
    schemas = "http://schemas.openxmlformats.org"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{schemas}/package/2006/content-types"><Override PartName="/main.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="r" '
            f'Target="main.xml" Type="{schemas}/officeDocument/2006/relationships/officeDocument"/>'
            "</Relationships>",
        )
        archive.writestr("main.xml", "<document/>")
        for number, part in enumerate(parts):
            archive.writestr(f"{number}.xml", part)
    return written.getvalue()


def part(element: bytes, size: int = 19_900_000) -> bytes:
    """A part full of one element."""
    return b"<a>" + element * (size // len(element)) + b"</a>"


def pdf(content: bytes) -> bytes:
    """A PDF with this in it."""
    head, end = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n", b"\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
    return head + content + end


def photograph() -> bytes:
    """A small JPEG."""
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (40, 40)).save(written, "JPEG")
    return written.getvalue()


ROW = b'<row r="1"><c r="A1" s="1"><v>12345</v></c><c r="B1" s="1"><f>A1*2</f><v>24690</v></c></row>'
FILES: dict[str, Callable[[], bytes]] = {
    "CSV of words": lambda: table(b"some words"),
    "CSV of days and amounts": lambda: table(b"2026-01-02,-1234.56", 15),
    "CSV of telephones": lambda: table(b"+1 (202) 454-4680"),
    "CSV of `-1`": lambda: table(b"-1"),
    "CSV of `-1 %`": lambda: table(b"-1 %"),
    "CSV of `-`": lambda: table(b"-"),
    "CSV of nothing": lambda: table(b"", 100),
    'CSV of `"-1,-1,-1,-1,-1,-1"`': lambda: table(b'"-1,-1,-1,-1,-1,-1"'),
    "Excel, 400,000 cells": lambda: office("spreadsheetml.sheet", part(ROW)),
    "Excel, 1,200,000 cells": lambda: office("spreadsheetml.sheet", *[part(ROW)] * 3),
    "Excel of empty formulas": lambda: office("spreadsheetml.sheet", *[part(b"<f/>")] * 3),
    "Word of empty fields": lambda: office("wordprocessingml.document", *[part(b"<w:instrText/>")] * 3),
    "Word, one tag of 20 MB": lambda: office("wordprocessingml.document", b"<b c='" + b"x" * 19_900_000),
    "PDF of slashes": lambda: pdf(b"/" * LARGE),
    "PDF that unpacks to more than 64 MB": lambda: pdf(
        b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n"
        + zlib.compress(bytes(80_000_000))
        + b"\nendstream endobj"
    ),
    "JPEG with 25 MB of `<` behind it": lambda: photograph() + b"<" * 24_900_000,
}


def measure(content: bytes) -> str:
    """Seconds of processor, the most memory of this process, and what the file was told."""
    sys.path.insert(0, str(ROOT))
    from releases.files import intake
    from releases.files.refusal import NotAccepted

    began = time.process_time()
    try:
        with intake.accept(io.BytesIO(content), "file"):
            said = "taken in"
    except NotAccepted as refusal:
        said = str(refusal).partition(". ")[0]
    seconds = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{len(content) / 1_000_000:.1f} | {seconds:.1f} | {most} | {said}"


def measure_traps() -> str:
    """The same for every hostile file of the tests, one after the other in this process."""
    sys.path.insert(0, str(ROOT))
    from releases.files import intake
    from releases.files.refusal import NotAccepted
    from tests.files.test_intake import HOSTILE

    began, refused = time.process_time(), 0
    for content, _ in HOSTILE.values():
        try:
            with intake.accept(io.BytesIO(content), "file"):
                pass
        except NotAccepted:
            refused += 1
    seconds = time.process_time() - began
    size = sum(len(content) for content, _ in HOSTILE.values()) / 1_000_000
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{size:.1f} | {seconds:.1f} | {most} | {refused} of {len(HOSTILE)} refused"


def main() -> int:
    """Measure every file in a process of its own; 1 if one of them is too much for a worker."""
    if len(sys.argv) == 2:
        made = FILES.get(sys.argv[1])
        sys.stdout.write(measure(made()) if made else measure_traps())
        return 0
    most = 0
    for name in (*FILES, TRAPS):
        command = [sys.executable, __file__, name]
        figures = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        most = max(most, int(figures.split("|")[2]))
        sys.stdout.write(f"| {name} | {figures} |\n")
        sys.stdout.flush()
    return int(most > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
