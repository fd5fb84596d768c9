"""Where finished PDFs wait for the next reader. Whatever is missing or broken here is made again."""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

MOST_FILES = 1_000
MOST_BYTES = 200_000_000
HOUR = 60 * 60

_log = logging.getLogger(__name__)


def kept(key: str) -> bytes | None:
    """The whole file under this key, if there is one; reading keeps it from being cleared away."""
    file = _folder() / f"{key}.pdf"
    try:
        pdf = file.read_bytes()
        os.utime(file)
    except OSError:
        return None
    return pdf if pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF") else None


def keep(key: str, pdf: bytes) -> None:
    """Put it there at once or not at all, for us alone; a full disk costs nobody the PDF in hand."""
    try:
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        # Its name is nobody else's, and nobody else may read it.
        with NamedTemporaryFile(dir=_folder(), suffix=".part", delete=False) as part:
            part.write(pdf)
            part.flush()
            os.fsync(part.fileno())
        os.replace(part.name, _folder() / f"{key}.pdf")
        _clear_away()
    except OSError as failure:
        _log.warning("A PDF could not be kept: %s", failure.strerror)


def _clear_away() -> None:
    """Take away what was not read for the longest time, and what a maker left half done."""
    with os.scandir(_folder()) as entries:
        files = [(entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in entries]
    number, size = 0, 0
    for read_at, length, path in sorted(files, reverse=True):
        number, size = number + 1, size + length
        left_half_done = path.endswith(".part") and read_at < time.time() - HOUR
        if number > MOST_FILES or size > MOST_BYTES or left_half_done:
            with suppress(FileNotFoundError):
                os.unlink(path)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "pdf"
