"""The door for files: `accept` looks at what came and says what it is, or why it cannot stay.

    with intake.accept(upload, upload.name) as accepted:
        shutil.copyfileobj(accepted.body, target)

What was looked at is what `body` holds: keep that, never the stream it came from.
"""

import hashlib
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Protocol, Self

from releases.files import foreign, names, office, pdf, raster, table
from releases.files.formats import Format, Kind
from releases.files.refusal import NotAccepted
from releases.files.walk import Data
from releases.files.writing import mapped

MEGABYTE = 1024 * 1024
MOST_BYTES = {Kind.PICTURE: 25 * MEGABYTE, Kind.DOCUMENT: 50 * MEGABYTE}

_CHUNK = 256 * 1024


class Readable(Protocol):
    """Whatever gives bytes: an upload, a file, a response."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Accepted:
    """A file that may come in, named by what it is.

    `width` and `height` are those a reader sees, turned upright; a document has none. `digest` is the
    SHA-256 of `body` in hexadecimal. `body` stands at its beginning and goes away with the `with`.
    """

    format: Format
    size: int
    digest: str
    safe_name: str
    body: IO[bytes]
    width: int | None = None
    height: int | None = None
    is_animated: bool = False

    @property
    def kind(self) -> Kind:
        """Picture or document."""
        return self.format.kind

    @property
    def mime(self) -> str:
        """The type to send it with."""
        return self.format.mime

    @property
    def extension(self) -> str:
        """The end of its name, without the dot."""
        return self.format.extension

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.body.close()


def accept(stream: Readable, name: str | None) -> Accepted:
    """Copy the stream to a place of its own, look at it, and name it; or raise NotAccepted with a sentence.

    The name is only where the new name comes from: it decides nothing. A stream is read from where it stands.
    """
    body = TemporaryFile()  # noqa: SIM115
    try:
        size, digest = _copied(stream, body)
        return _named(body, size, digest, name)
    except BaseException:
        body.close()
        raise


def _copied(stream: Readable, body: IO[bytes]) -> tuple[int, str]:
    digest, size, most = hashlib.sha256(), 0, 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        most = most or _most(chunk)
        if size > most:
            raise _too_large(most)
        digest.update(chunk)
        body.write(chunk)
    if not size:
        raise NotAccepted("The file is empty. Choose it again, or export it again.")
    body.flush()
    return size, digest.hexdigest()


def _most(beginning: bytes) -> int:
    found = foreign.format_of(beginning)
    return MOST_BYTES[found.kind if found else Kind.DOCUMENT]


def _too_large(most: int) -> NotAccepted:
    kind = "picture" if most == MOST_BYTES[Kind.PICTURE] else "file"
    return NotAccepted(
        f"The {kind} is larger than {most // MEGABYTE} MB. Make it smaller, then upload that; "
        "for film and data that have to be larger, give a link."
    )


def _named(body: IO[bytes], size: int, digest: str, name: str | None) -> Accepted:
    # Mapped, not read: fifty megabytes are looked at without holding them.
    data = mapped(body)
    format_, picture = _looked_at(data, body)
    body.seek(0)
    safe = names.safe_name(name, format_.extension, otherwise=format_.kind.value)
    if picture is None:
        return Accepted(format_, size, digest, safe, body)
    return Accepted(format_, size, digest, safe, body, picture.width, picture.height, picture.is_animated)


def _looked_at(data: Data, body: IO[bytes]) -> tuple[Format, raster.Picture | None]:
    found = foreign.format_of(data[:64])
    if len(data) > (most := MOST_BYTES[found.kind if found else Kind.DOCUMENT]):
        raise _too_large(most)
    if found is None:
        foreign.refuse(data)
        table.look(data, body)
        return Format.CSV, None
    if found is Format.DOCX:
        return office.look(data), None
    if found is Format.PDF:
        pdf.look(data)
        return found, None
    return found, raster.looked_at(data, body, found)
