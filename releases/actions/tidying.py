"""The library's folder put in order: renditions drawn again, and what belongs to nobody taken away."""

import shutil
from collections.abc import Iterable

from releases.actions import shelving
from releases.desk.shelf import Fault, Finding, digest_of
from releases.models import MediaFile


class NoRows(Exception):
    """The database knows no file at all; then the folder is more likely right than the database."""


def draw(file: MediaFile, found: Iterable[Finding]) -> None:
    """Draw missing and wrong renditions of a picture again, if its original is what it was."""
    if digest_of(file.original) != file.digest:
        return
    wrong = [each.rendition for each in found if each.rendition is not None]
    for rendition in wrong:
        rendition.path.unlink(missing_ok=True)
    shelving.draw_again(file)
    for rendition in wrong:
        rendition.refresh_from_db(fields=["size", "digest"])


def delete(strays: Iterable[Finding]) -> int:
    """Take away what has no row; how many. Refused where no row is left to compare with."""
    if not MediaFile.objects.exists():
        raise NoRows(
            "The database knows no file at all, so nothing is deleted. Is it the right one (DATABASE_URL)?"
        )
    count = 0
    for stray in strays:
        # Looking through a large library takes long: what had no row then may have one now.
        if stray.fault is not Fault.STRAY or MediaFile.objects.filter(pk=stray.path.name).exists():
            continue
        if stray.path.is_dir() and not stray.path.is_symlink():
            shutil.rmtree(stray.path, ignore_errors=True)
        else:
            stray.path.unlink(missing_ok=True)
        count += 1
    return count
