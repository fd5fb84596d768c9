"""The pictures and documents of a release as frozen content: their words, sizes and addresses."""

from dataclasses import dataclass

from releases import content
from releases.models import Author, MediaFile, Release
from releases.text import pictures as in_text
from releases.text.sizes import size_text
from releases.vocabulary import RenditionRole


@dataclass(frozen=True)
class Body:
    """A text, and its pictures in their order, each once."""

    html: str
    pictures: tuple[content.Picture, ...]


def pictures(release: Release) -> tuple[content.Picture, ...]:
    """The pictures of the release, in their order."""
    lines = release.picture_lines.select_related("file").prefetch_related("file__renditions")
    return tuple(picture(line.file, role=line.role) for line in lines)


def body(html: str) -> Body:
    """Take the pictures of a clean text from the library.

    One that is not there stays in the text, where a desk check finds it; no page draws it.
    """
    ids = in_text.ids(html)
    if not ids:
        return Body(html, ())
    found = MediaFile.objects.pictures().prefetch_related("renditions").in_bulk(ids)
    return Body(html, tuple(picture(found[pk]) for pk in ids if pk in found))


def portrait(author: Author) -> content.Picture | None:
    """How an author looks, if we have a picture."""
    return picture(author.portrait) if author.portrait else None


def picture(file: MediaFile, *, role: str = "") -> content.Picture:
    """One picture with its words and every size that was made of it."""
    made = list(file.renditions.all())
    (whole,) = (each for each in made if each.role == RenditionRole.ORIGINAL)
    return content.Picture(
        id=file.pk,
        name=file.name,
        alt="" if file.is_decorative else _line(file.alt),
        is_decorative=file.is_decorative,
        caption=_line(file.caption),
        credit=_line(file.credit),
        licence=_line(file.licence),
        licence_ends=file.licence_ends.isoformat() if file.licence_ends else "",
        renditions=tuple(
            content.Rendition(each.get_absolute_url(), each.format, each.width, each.height)
            for each in made
            if each is not whole
        ),
        original=_whole(file, whole.size, whole.digest),
        role=role,
    )


def attachment(file: MediaFile) -> content.Attachment:
    """A document behind a resource."""
    return _whole(file, file.size, file.digest)


def _whole(file: MediaFile, size: int, digest: str) -> content.Attachment:
    return content.Attachment(
        id=file.pk,
        name=file.name,
        path=file.get_absolute_url(),
        format=file.format,
        size=size,
        size_text=size_text(size),
        digest=digest,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
