"""Addresses of releases: given once, and after a move kept answering for ever."""

from django.contrib.auth.models import User

from releases import workflow
from releases.actions.moving import moving
from releases.models import OldAddress, Release
from releases.text.addresses import slug as slug_of
from releases.workflow import MoveNotAllowed

LONGEST = 100


def give_address(release: Release) -> None:
    """Set a free slug made from the headline, unless the release has one. The caller saves."""
    if release.slug:
        if not release.versions.exists() and _is_taken(release.slug, release):
            raise MoveNotAllowed("Another release has or had this address. Change a word of it.")
        return
    wanted = slug_of(release.headline)
    candidate, count = wanted, 1
    while _is_taken(candidate, release):
        count += 1
        candidate = f"{wanted[: LONGEST - 5]}-{count}"
    release.slug = candidate


def move_address(release: Release, *, by: User, slug: str, looked_at: str | None = None) -> Release:
    """Give a public or withdrawn release a new address; every old one leads there in one hop."""
    reason = f"{release.slug} → {slug}"
    with moving(release, workflow.MOVE_ADDRESS, by=by, reason=reason, looked_at=looked_at) as moved:
        held = moved.release
        if release.slug != held.slug:
            raise MoveNotAllowed("It was moved after you opened this page. Look again before you decide.")
        if slug == held.slug:
            raise MoveNotAllowed("This is already its address. Type the new one.")
        OldAddress.objects.filter(release=held, slug=slug).delete()
        if _is_taken(slug, held):
            raise MoveNotAllowed("Another release has or had this address. Change a word of it.")
        OldAddress.objects.create(slug=held.slug or "", release=held, moved_at=moved.at)
        held.slug = slug
    return moved.release


def _is_taken(slug: str, release: Release) -> bool:
    return (
        Release.objects.filter(slug=slug).exclude(pk=release.pk).exists()
        or OldAddress.objects.filter(slug=slug).exists()
    )
