"""Preview links: given to a named person, opened by one button, taken back at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from releases import rules
from releases.models import Event, PreviewLink, PreviewOpening, Release, clock
from releases.models.history import signed
from releases.queries.standing import standing
from releases.vocabulary import Purpose, Right
from releases.workflow import MoveNotAllowed

TOKEN_BYTES = 32
LONGEST = {Purpose.REVIEW: timedelta(days=7), Purpose.EMBARGO: timedelta(days=30)}
USUAL = {Purpose.REVIEW: timedelta(hours=72), Purpose.EMBARGO: timedelta(days=30)}


@dataclass(frozen=True)
class Shared:
    """A new link with its token, which is shown once and kept nowhere."""

    link: PreviewLink
    token: str
    lifts_at: datetime | None
    """When everybody can read what an embargo link shows."""


def share(
    release: Release, *, by: User, recipient: str, purpose: Purpose, lasts: timedelta | None = None
) -> Shared:
    """Let a named person read: the working text (review) or what is scheduled (embargo).

    Without `lasts` a review link lasts 72 hours and an embargo link until the lift, 30 days at most.
    """
    rules.require_right(by, Right.WRITE if purpose == Purpose.REVIEW else Right.APPROVE, "Sharing a preview")
    name = " ".join(recipient.split())
    if not name:
        raise MoveNotAllowed(
            "Write who will read: a name and a newspaper. It stands on every page they open."
        )
    length = USUAL[purpose] if lasts is None else lasts
    if not timedelta(0) < length <= LONGEST[purpose]:
        raise MoveNotAllowed(
            f"A link for {purpose.label.lower()} lasts at most {LONGEST[purpose].days} days."
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        held = Release.objects.select_for_update().get(pk=release.pk)
        at = clock.now()
        scheduled = standing(held, at).scheduled if purpose == Purpose.EMBARGO else None
        if purpose == Purpose.EMBARGO and scheduled is None:
            raise MoveNotAllowed("Nothing is scheduled. Approve a version for a minute to come first.")
        link = PreviewLink.objects.create(
            release=held,
            recipient=name,
            purpose=purpose,
            token_hash=hashed(token),
            created_by=by,
            created_at=at,
            expires_at=at + length,
        )
        _note(link, by, "share a preview", f"{purpose.label} link for {name}")
    return Shared(link, token, scheduled.public_from if scheduled else None)


def revoke(link: PreviewLink, *, by: User) -> PreviewLink:
    """Close a link at once. Closing it again changes nothing."""
    rules.require_right(by, Right.WRITE, "Revoking a preview link")
    with transaction.atomic():
        held = PreviewLink.objects.select_for_update().get(pk=link.pk)
        if held.revoked_at is None:
            held.revoked_at, held.revoked_by = clock.now(), by
            held.save(update_fields=["revoked_at", "revoked_by"])
            _note(held, by, "revoke a preview", f"{held.get_purpose_display()} link for {held.recipient}")
    return held


def end_embargo_links(release: Release, *, by: User, at: datetime) -> None:
    """Close every link to what was scheduled: a later schedule is another decision. The caller moves."""
    open_links = PreviewLink.objects.valid(at).filter(release=release, purpose=Purpose.EMBARGO)
    for link in open_links:
        link.revoked_at, link.revoked_by = at, by
        link.save(update_fields=["revoked_at", "revoked_by"])


def end_links_given_by(leaver: User, *, by: User, at: datetime) -> int:
    """Close every link of somebody who leaves, and say how many. The caller closes the account.

    Also those that lead to a public page today: the next changes would open them again.
    """
    given = PreviewLink.objects.select_for_update().valid(at).filter(created_by=leaver).order_by("pk")
    links = list(given)
    for link in links:
        link.revoked_at, link.revoked_by = at, by
        link.save(update_fields=["revoked_at", "revoked_by"])
        words = f"{link.get_purpose_display()} link for {link.recipient}: who gave it has left"
        _note(link, by, "revoke a preview", words)
    return len(links)


def log_opening(link: PreviewLink, *, digest: str) -> PreviewOpening:
    """Write down that the link's reader was shown the content with this digest."""
    return PreviewOpening.objects.create(link=link, at=clock.now(), digest=digest)


def hashed(token: str) -> str:
    """What is kept of a token: the SHA-256 of its UTF-8, in hexadecimal digits."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _note(link: PreviewLink, by: User, move: str, words: str) -> None:
    Event.objects.create(
        release=link.release,
        move=move,
        actor=by,
        actor_name=signed(by),
        at=clock.now(),
        reason=words,
    )
