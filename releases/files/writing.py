"""Files that are there whole or not at all."""

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


def mapped(file: IO[bytes]) -> mmap.mmap:
    """The content of a file, looked at without reading it into memory."""
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def keep_names(folder: Path) -> None:
    """See to it that what was named or moved in the folder is there after a loss of power."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def written_whole(place: Path) -> Iterator[IO[bytes]]:
    """Write beside the place, for us alone; move it there at the end, or leave nothing if something fails."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, suffix=".part", delete=False) as part:
        try:
            yield part
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, place)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(part.name)
            raise
