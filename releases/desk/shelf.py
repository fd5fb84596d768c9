"""The library's folder held against its rows: what lies there for nobody, and what is missing."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from releases import conf
from releases.models import MediaFile, Rendition

_OURS = re.compile(r"[0-9a-f]{32}")
YOUNG = 60 * 60
"""Seconds for which a file without a row may be one that is just being uploaded or drawn."""


class Fault(StrEnum):
    """What can be wrong, in the words of the report."""

    STRAY = "no row for"
    LOST = "no file at"
    CHANGED = "wrong digest of"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the rows say; `file` is None for what no row knows."""

    fault: Fault
    path: Path
    file: MediaFile | None = None
    rendition: Rendition | None = None

    def __str__(self) -> str:
        where = self.path.relative_to(conf.media_folder()).as_posix()
        return f"{self.fault} {where} ({self.file.name})" if self.file else f"{self.fault} {where}"

    @property
    def can_be_drawn(self) -> bool:
        """Whether it is a rendition, which is made again from its original."""
        return self.rendition is not None


def findings() -> Iterator[Finding]:
    """Everything that is not as it should be: row by row, then what lies there without one."""
    known: dict[str, set[str]] = {}
    for file in MediaFile.objects.prefetch_related("renditions").order_by("pk").iterator(chunk_size=500):
        renditions = list(file.renditions.all())
        known[str(file.pk)] = {file.original.name, *(each.name for each in renditions)}
        if fault := _fault(file.original, file.digest):
            yield Finding(fault, file.original, file)
        for each in renditions:
            if fault := _fault(each.path, each.digest):
                yield Finding(fault, each.path, file, each)
    yield from _strays(known)


def is_fault(finding: Finding) -> bool:
    """Look again at one thing that was found."""
    if finding.file is None:
        return finding.path.exists()
    digest = finding.rendition.digest if finding.rendition else finding.file.digest
    return _fault(finding.path, digest) is not None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fault(path: Path, digest: str) -> Fault | None:
    if not path.is_file():
        return Fault.LOST
    return None if digest_of(path) == digest else Fault.CHANGED


def _strays(known: dict[str, set[str]]) -> Iterator[Finding]:
    for place in _in(conf.media_folder()):
        if place.name in known:
            strays = [path for path in _in(place) if path.name not in known[place.name]]
        elif place.name == conf.INCOMING:
            # The folder itself stays.
            strays = _in(place)
        else:
            # What is not named as we name things (lost+found) belongs to somebody else.
            strays = [place] if _OURS.fullmatch(place.name) else []
        yield from (Finding(Fault.STRAY, path) for path in strays if _is_old(path))


def _in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _is_old(path: Path) -> bool:
    try:
        return os.lstat(path).st_mtime < time.time() - YOUNG
    except FileNotFoundError:
        return False
