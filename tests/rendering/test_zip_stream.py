"""An archive that is sent while it is written: whole, of a known length, and never in memory."""

import io
import tracemalloc
import zipfile
from datetime import datetime

import pytest

from releases.rendering import zip_stream
from releases.rendering.zip_stream import Member

NOON = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001


def member(name, content):
    return Member(name, len(content), lambda: [content[:3], content[3:]])


def test_what_was_put_in_is_read_back():
    members = [member("a.txt", b"words"), member("folder/Städte.csv", b"a,b\n"), member("empty", b"")]

    pieces = list(zip_stream.streamed(members, dated=NOON))

    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.txt": b"words", "folder/Städte.csv": b"a,b\n", "empty": b"",
        }  # fmt: skip
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 12, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


@pytest.mark.parametrize("count", [0, 1, 30])
def test_its_length_is_known_before_it_is_written(count):
    members = [member(f"pictures/{n}-é.jpg", bytes(n * 100)) for n in range(count)]

    whole = b"".join(zip_stream.streamed(members, dated=NOON))

    assert zip_stream.length(members, dated=NOON) == len(whole)


def test_only_a_piece_of_it_is_ever_in_memory():
    piece = bytes(100_000)
    members = [Member(f"{n}.jpg", 100 * len(piece), lambda: (piece for _ in range(100))) for n in range(3)]
    tracemalloc.start()

    sent = sum(len(part) for part in zip_stream.streamed(members, dated=NOON))

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent > 30_000_000
    assert most < 2_000_000


@pytest.mark.parametrize("content", [b"short", b"much too long"])
def test_a_file_that_has_changed_ends_the_archive(content):
    pieces = zip_stream.streamed([Member("a", 8, lambda: [content])], dated=NOON)

    with pytest.raises(zip_stream.Changed, match="a"):
        list(pieces)
