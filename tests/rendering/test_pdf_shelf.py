"""Where finished PDFs wait: whole or not at all, for us alone, and never too many."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from releases.rendering import pdf_shelf

PDF = b"%PDF-1.7 some words %%EOF\n"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "pdf"


def names(shelf):
    return sorted(file.name for file in shelf.iterdir())


def aged(file, seconds):
    then = file.stat().st_mtime - seconds
    os.utime(file, (then, then))


def test_what_was_kept_is_there_for_us_alone(shelf):
    pdf_shelf.keep("a", PDF)

    assert pdf_shelf.kept("a") == PDF
    assert pdf_shelf.kept("b") is None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (shelf, shelf / "a.pdf")] == [0o700, 0o600]
    assert names(shelf) == ["a.pdf"]


@pytest.mark.parametrize("broken", [b"", PDF[:-8], PDF[3:], b"<html>"])
def test_half_a_file_is_none(shelf, broken):
    pdf_shelf.keep("a", PDF)
    (shelf / "a.pdf").write_bytes(broken)

    assert pdf_shelf.kept("a") is None


def test_many_makers_of_the_same_never_show_half_a_file(shelf):
    pdfs = [b"%PDF-1.7 " + bytes([65 + n]) * 200_000 + b" %%EOF\n" for n in range(4)]

    def keep_and_read(pdf):
        pdf_shelf.keep("a", pdf)
        return pdf_shelf.kept("a") in pdfs

    with ThreadPoolExecutor(8) as makers:
        whole = list(makers.map(keep_and_read, pdfs * 8))

    assert whole == [True] * 32
    assert names(shelf) == ["a.pdf"]


def test_what_nobody_reads_goes_first(shelf, monkeypatch):
    monkeypatch.setattr(pdf_shelf, "MOST_FILES", 3)
    for n, key in enumerate("abc"):
        pdf_shelf.keep(key, PDF)
        aged(shelf / f"{key}.pdf", 300 - n)
    pdf_shelf.kept("a")

    pdf_shelf.keep("d", PDF)

    assert names(shelf) == ["a.pdf", "c.pdf", "d.pdf"]


def test_the_shelf_has_an_end_in_bytes_too(shelf, monkeypatch):
    monkeypatch.setattr(pdf_shelf, "MOST_BYTES", 2 * len(PDF))
    for key in "abc":
        pdf_shelf.keep(key, PDF)
        aged(shelf / f"{key}.pdf", 300 - ord(key))

    assert names(shelf) == ["b.pdf", "c.pdf"]


def test_what_a_maker_left_half_done_goes_after_an_hour(shelf):
    shelf.mkdir()
    for name, age in (("old.part", 3700), ("new.part", 60)):
        (shelf / name).write_bytes(PDF[:9])
        aged(shelf / name, age)

    pdf_shelf.keep("a", PDF)

    assert names(shelf) == ["a.pdf", "new.part"]


def test_a_shelf_that_cannot_be_written_costs_nobody_the_pdf(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file"

    pdf_shelf.keep("a", PDF)

    assert pdf_shelf.kept("a") is None
    assert [record.getMessage() for record in caplog.records] == ["A PDF could not be kept: Not a directory"]
