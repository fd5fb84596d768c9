"""Putting an earlier draft back into the working text."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import editing, reviewing
from releases.content import Content
from releases.models import Draft, Release
from releases.queries import drafts
from releases.vocabulary import Change
from releases.workflow import MoveNotAllowed


@dataclass(frozen=True)
class Restored:
    """The release with the words of the draft, and a sentence for whatever could not come back."""

    release: Release
    missing: tuple[str, ...]


@transaction.atomic
def restore(draft: Draft, *, by: User, seen: Release) -> Restored:
    """Save the words and lines of the draft as the working text that the person has seen.

    Address, owner, note for colleagues and planned minute stay as they are; so do the lines of an event
    that the draft did not have. What was the working text stays in the history of drafts.
    """
    held = editing.hold(seen, by=by)
    reviewing.require_same_text(seen, held)
    if draft.release_id != held.pk:
        raise MoveNotAllowed("This draft belongs to another release.")
    content = Content.load(draft.content)
    found = drafts.found_again(content, held)
    _write_words(held, content)
    held.body = found.body
    held.announces = found.announces
    held.save()
    for name in editing.LINES:
        getattr(held, name).all().delete()
    for line in found.lines:
        line.save()
    editing.record(held, by=by)
    return Restored(held, found.missing)


def _write_words(release: Release, content: Content) -> None:
    for name in ("kind", "language", "headline", "subheadline", "summary", "place"):
        setattr(release, name, getattr(content, name))
    if content.event:
        starts = content.event.starts
        release.event_starts_at = datetime.fromisoformat(starts.utc) if starts else None
        release.event_place, release.event_attendance = content.event.place, content.event.attendance
    note = content.change
    release.change = note.kind if note else Change.NONE
    release.change_note, release.change_place = (note.note, note.place) if note else ("", "")
