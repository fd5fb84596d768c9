"""The library: taking files in, drawing their renditions, and taking away what nothing uses."""

import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import IO

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError

from releases import conf, rules
from releases.content import Picture
from releases.desk.shelf import digest_of
from releases.files import intake, pictures
from releases.files.formats import Format
from releases.files.writing import keep_names
from releases.models import MediaFile, Rendition, clock
from releases.queries import media
from releases.vocabulary import RenditionRole, Right
from releases.workflow import MoveNotAllowed

# A picture needs a hundred megabytes while it is drawn, so each worker draws one at a time.
_drawing = Lock()
_log = logging.getLogger(__name__)


def upload(stream: intake.Readable, name: str, *, by: User, credit: str = "", licence: str = "") -> MediaFile:
    """Take a file into the library, with its renditions; all of it or nothing.

    Raises NotAccepted with a sentence for what is no picture or document that we take.
    """
    if not rules.may_upload(by):
        rules.require_right(by, Right.WRITE, "Uploading")
    with _drawing, intake.accept(stream, name) as accepted:
        file = _described(accepted, by=by, credit=credit, licence=licence)
        incoming = conf.media_folder() / conf.INCOMING / file.pk
        try:
            incoming.mkdir(mode=0o700, parents=True)
            _copy(accepted.body, incoming / file.original.name)
            drawn = _drawn(file, incoming)
            keep_names(incoming)
            with transaction.atomic():
                file.save(force_insert=True)
                Rendition.objects.bulk_create(drawn)
                # Before the row is there for others; without the row nobody ever asks for it.
                os.rename(incoming, file.folder)
                keep_names(file.folder.parent)
                keep_names(incoming.parent)
        except BaseException:
            shutil.rmtree(incoming, ignore_errors=True)
            shutil.rmtree(file.folder, ignore_errors=True)
            raise
    return file


def draw_again(file: MediaFile) -> None:
    """Make what is missing of the renditions, as far as original and disk allow; the log says what failed."""
    with _drawing:
        try:
            for made in _drawn_again(file):
                # Another version of the drawing library makes other bytes of the same picture.
                file.renditions.filter(name=made.name).update(size=made.size, digest=made.digest)
        except OSError:
            _log.exception("The renditions of %s cannot be drawn again.", file.pk)


def draw_lost(shown: Iterable[Picture]) -> None:
    """Make again what a paper would miss of these pictures; what cannot be made stays missing."""
    lost = {picture.id for picture in shown if (whole := picture.largest) and not _lies_there(whole.path)}
    files = MediaFile.objects.filter(pk__in=lost).prefetch_related("renditions") if lost else ()
    for file in files:
        draw_again(file)


def discard(file: MediaFile, *, by: User) -> None:
    """Delete a file that nothing uses, with everything that was made of it."""
    rules.require_right(by, Right.WRITE, "Deleting")
    folder = file.folder
    with transaction.atomic():
        held = MediaFile.objects.select_for_update().get(pk=file.pk)
        if media.uses(held):
            raise MoveNotAllowed("It cannot be deleted: something uses it.")
        try:
            held.delete()
        except ProtectedError as refusal:
            raise MoveNotAllowed("It cannot be deleted: something has come to use it.") from refusal
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def _described(accepted: intake.Accepted, *, by: User, credit: str, licence: str) -> MediaFile:
    return MediaFile(
        kind=accepted.kind.value,
        name=accepted.safe_name,
        format=str(accepted.format).upper(),
        mime=accepted.mime,
        size=accepted.size,
        digest=accepted.digest,
        width=accepted.width,
        height=accepted.height,
        credit=credit,
        licence=licence,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


def _lies_there(address: str) -> bool:
    pk, name = address.split("/")[-2:]
    return (conf.media_folder() / pk / name).is_file()


def _copy(stream: IO[bytes], path: Path) -> None:
    with path.open("xb") as original:
        shutil.copyfileobj(stream, original)
        original.flush()
        os.fsync(original.fileno())


def _drawn_again(file: MediaFile) -> list[pictures.Made]:
    lost = {each.name for each in file.renditions.all() if not each.path.is_file()}
    if not lost or not file.original.is_file() or file.width is None or file.height is None:
        return []
    if digest_of(file.original) != file.digest:
        _log.error("The original of %s is not what it was, so nothing is drawn from it.", file.pk)
        return []
    planned = pictures.planned(file.width, file.height)
    made = pictures.render(file.original, file.folder, [part for part in planned if part.name in lost])
    if lost - {part.name for part in planned}:
        made.append(pictures.stripped_original(file.original, Format(file.format.lower()), file.folder))
    return made


def _drawn(file: MediaFile, folder: Path) -> list[Rendition]:
    if not file.is_picture:
        return []
    original = folder / file.original.name
    whole = pictures.stripped_original(original, Format(file.format.lower()), folder)
    made = [(_role(each), each) for each in pictures.render(original, folder)]
    return [
        Rendition(
            file=file,
            name=each.name,
            role=role,
            format=each.format.value,
            width=each.width,
            height=each.height,
            size=each.size,
            digest=each.digest,
        )
        for role, each in [*made, (RenditionRole.ORIGINAL, whole)]
    ]


def _role(made: pictures.Made) -> RenditionRole:
    return RenditionRole.PRINT if made.is_print else RenditionRole.SCREEN
