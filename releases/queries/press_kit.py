"""What a press kit takes from live rows: where pictures lie, until when we may give them, whom to call."""

from releases.content import Content
from releases.models import MediaContact, ReleaseVersion, Rendition
from releases.vocabulary import RenditionRole


def originals(content: Content) -> dict[str, Rendition]:
    """The pictures of a version in full size, with their files, by the id of the file. One query."""
    ids = {picture.id for picture in content.every_picture}
    found = Rendition.objects.filter(file__in=ids, role=RenditionRole.ORIGINAL)
    return {each.file_id: each for each in found.select_related("file")}


def contacts(version: ReleaseVersion) -> tuple[MediaContact, ...]:
    """The media contacts whom the version names, by name, in one query; they may have left since."""
    return tuple(version.contacts.order_by("name", "slug"))
