"""Files of the library: who gets to see one at one instant, and what uses it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from releases import conf
from releases.content import Content
from releases.models import (
    Author,
    MediaFile,
    NewsletterIssue,
    PictureLine,
    Release,
    ReleaseVersion,
    Resource,
    VersionFile,
    clock,
)
from releases.queries import staff
from releases.text import pictures
from releases.vocabulary import MediaKind, RenditionRole, Status

MIMES = {"webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif"}


@dataclass(frozen=True)
class Bytes:
    """What answers at one address of a file; `name` is what a browser saves it as."""

    file: MediaFile
    path: Path
    name: str
    mime: str
    digest: str

    @property
    def etag(self) -> str:
        """The same for the same bytes, and for no others."""
        return f'"{self.digest}"'


@dataclass(frozen=True)
class Uses:
    """Where a file stands: in texts that are being written, with people, in approved versions, in issues."""

    releases: tuple[Release, ...]
    authors: tuple[Author, ...]
    versions: tuple[ReleaseVersion, ...]
    issues: tuple[NewsletterIssue, ...]

    def __bool__(self) -> bool:
        """Whether anything uses it."""
        return bool(self.releases or self.authors or self.versions or self.issues)


def public(pk: str, name: str, at: datetime | None = None) -> Bytes | None:
    """What readers get at this address: nothing unless a version or issue that they can read has it."""
    return _licensed(_at(_public_files(at).filter(pk=pk).first(), name), at)


def previewed(pk: str, name: str, content: Content) -> Bytes | None:
    """What the holder of a preview gets there: nothing unless the previewed text shows the file."""
    return _licensed(_at(MediaFile.objects.filter(pk=pk).first(), name)) if pk in content.files else None


def for_staff(pk: str, name: str, person: User, *, is_verified: bool) -> Bytes | None:
    """What colleagues get there, as in the admin: any file of the library."""
    if not person.is_active or not person.is_staff or not person.has_perm("releases.view_release"):
        return None
    if not is_verified and staff.needs_second_factor(person):
        return None
    return _at(MediaFile.objects.filter(pk=pk).first(), name)


def with_uses(files: QuerySet[MediaFile]) -> QuerySet[MediaFile]:
    """Add `is_used`: whether a text, a person or an approved version uses the file."""
    mine = {"file": OuterRef("pk")}
    # What was approved is in the files of a version, so few texts are left to look through.
    address = Concat(Value("/media/"), OuterRef("pk"), Value("/"))
    in_text = Release.objects.exclude(status=Status.APPROVED).filter(body__contains=address).order_by()
    return files.annotate(
        is_used=Exists(PictureLine.objects.filter(**mine))
        | Exists(Resource.objects.filter(**mine))
        | Exists(Author.objects.filter(portrait=OuterRef("pk")))
        | Exists(VersionFile.objects.filter(**mine))
        | Exists(NewsletterIssue.objects.filter(**mine).order_by())
        | Exists(in_text)
    )


def uses(file: MediaFile) -> Uses:
    """Everything that uses the file now."""
    in_text = Q(body__contains=f"/media/{file.pk}/")
    lines = Q(picture_lines__file=file) | Q(resources__file=file)
    versions = ReleaseVersion.objects.filter(files=file).select_related("release").newest_first()
    return Uses(
        tuple(Release.objects.filter(in_text | lines).distinct()),
        tuple(Author.objects.filter(portrait=file)),
        tuple(versions.without_text()),
        tuple(file.issues.select_related("newsletter")),
    )


def needs_words(file: MediaFile) -> bool:
    """Whether it is with a person or in an approved version: readers meet it without a new approval."""
    return Author.objects.filter(portrait=file).exists() or VersionFile.objects.filter(file=file).exists()


def documents_past_licence(ids: Collection[str], day: date) -> QuerySet[MediaFile]:
    """The documents of these files that nobody may hand out on this day."""
    documents = MediaFile.objects.filter(pk__in=ids, kind=MediaKind.DOCUMENT)
    return documents.filter(licence_ends__lt=day).order_by("name")


def unknown_in(html: str) -> tuple[str, ...]:
    """The ids that a clean text names and that are no picture of the library."""
    named = pictures.ids(html)
    known = set(MediaFile.objects.pictures().filter(pk__in=named).values_list("pk", flat=True))
    return tuple(pk for pk in named if pk not in known)


def _public_files(at: datetime | None) -> QuerySet[MediaFile]:
    now = ReleaseVersion.objects.public(at)
    before = ReleaseVersion.objects.superseded(at)
    return MediaFile.objects.filter(
        Exists(now.filter(files=OuterRef("pk")).order_by())
        | Exists(before.filter(files=OuterRef("pk")).order_by())
        | Exists(now.filter(authors__portrait=OuterRef("pk")).order_by())
        & Exists(MediaFile.objects.described().filter(pk=OuterRef("pk")).order_by())
        # What was approved never changes, so the row of the issue names the file that is in its words.
        | Exists(NewsletterIssue.objects.public(at).filter(file=OuterRef("pk")).order_by())
    )


def _licensed(found: Bytes | None, at: datetime | None = None) -> Bytes | None:
    """The same, but a picture in full size only until its licence ends; pages keep their sizes of it."""
    if found is None or not found.file.is_picture or found.name != found.file.name:
        return found
    ends = found.file.licence_ends
    return found if ends is None or ends >= (at or clock.now()).astimezone(conf.zone()).date() else None


def _at(file: MediaFile | None, name: str) -> Bytes | None:
    if file is None:
        return None
    if not file.is_picture:
        return Bytes(file, file.original, name, file.mime, file.digest) if name == file.name else None
    for each in file.renditions.all():
        is_whole = each.role == RenditionRole.ORIGINAL
        if name == (file.name if is_whole else each.name):
            saved_as = name if is_whole else f"{Path(file.name).stem}-{name}"
            return Bytes(file, each.path, saved_as, MIMES[each.format], each.digest)
    return None
