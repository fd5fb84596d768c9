"""Whether somebody is the second person for a text: who neither submitted it nor changed it since."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from releases.models import Draft, Release

SUBMITTED = "Somebody else has to approve what you submitted."
CHANGED = (
    "You changed the text while it was in review. Somebody else has to approve it, or send it back first."
)


def objection(release: Release, person: User) -> str:
    """Why the person is not the second one, as a sentence; empty when they are."""
    if release.submitted_by_id == person.pk:
        return SUBMITTED
    return CHANGED if _has_changed(release, person) else ""


def looked_up(releases: QuerySet[Release], person: User) -> QuerySet[Release]:
    """The same releases; `objection` asks the database about none of them again. For lists."""
    changes = Draft.objects.filter(release=OuterRef("pk"), by=person, at__gte=OuterRef("submitted_at"))
    return releases.annotate(**{_name(person): Exists(changes)})


def _has_changed(release: Release, person: User) -> bool:
    known: bool | None = getattr(release, _name(person), None)
    if known is not None:
        return known
    since = release.submitted_at
    return bool(since and release.drafts.filter(by=person, at__gte=since).exists())


def _name(person: User) -> str:
    return f"was_changed_by_{person.pk}"
