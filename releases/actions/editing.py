"""Writing: saved drafts, who works on what, copies, and open forms."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from releases import rules, workflow
from releases.actions.moving import moving
from releases.freezing import freeze
from releases.models import AboutLine, AboutText, Draft, Event, Release, WorkingCopy, clock
from releases.models.history import NOTHING_TYPED, OPEN_FOR, signed
from releases.models.release import new_tag
from releases.vocabulary import Change, Right, Status
from releases.workflow import MoveNotAllowed

LINES = (
    "bylines",
    "contact_lines",
    "expert_lines",
    "programme_lines",
    "topic_lines",
    "about_lines",
    "picture_lines",
    "resources",
)


def hold(release: Release, *, by: User) -> Release:
    """Lock the row for an edit in the caller's transaction and return it as it is now."""
    rules.require_right(by, Right.WRITE, "Editing")
    held = Release.objects.select_for_update().get(pk=release.pk)
    if held.status == Status.APPROVED:
        raise MoveNotAllowed("What was approved stays as it is. Choose “Edit after approval” first.")
    return held


def record(release: Release, *, by: User) -> Draft:
    """Keep the text that was just saved as a draft, and give the row a new edit token.

    Call it in the transaction that saved the release and its lines.
    """
    rules.require_right(by, Right.WRITE, "Editing")
    release.edit_token = uuid.uuid4()
    release.save(update_fields=["edit_token", "changed_at"])
    frozen = freeze(release, first_public_at=release.planned_for, public_from=release.planned_for)
    return Draft.objects.create(
        release=release, content=frozen.text, digest=frozen.digest, by=by, at=clock.now()
    )


def edit_after_approval(release: Release, *, by: User, looked_at: str | None = None) -> Release:
    """Open the approved text for changes. What was approved stays; the changes need a new approval."""
    with moving(release, workflow.EDIT_AFTER_APPROVAL, by=by, looked_at=looked_at) as moved:
        held = moved.release
        held.edit_token = uuid.uuid4()
        held.submitted_by = held.submitted_at = None
        if not moved.standing.scheduled:
            # What readers have seen keeps its note in the version; the next version says its own.
            held.change, held.change_note, held.change_place, held.planned_for = Change.NONE, "", "", None
    return moved.release


@transaction.atomic
def assign(release: Release, *, to: User | None, by: User) -> Release:
    """Make somebody the owner of a release, the person whom the desk asks for it, or nobody.

    History has it, except of a draft that was never submitted: that one may still be deleted whole.
    """
    rules.require_right(by, Right.WRITE, "Assigning")
    if to and not to.is_active:
        raise MoveNotAllowed("This account is closed. Choose somebody who works here.")
    held = Release.objects.select_for_update().get(pk=release.pk)
    pass_on(held, to=to, by=by, at=clock.now())
    return held


def pass_on(held: Release, *, to: User | None, by: User, at: datetime) -> None:
    """Write the new owner of a release whose row is held. The caller has asked who may."""
    before = held.owner_id
    held.owner = to
    held.save(update_fields=["owner"])
    if before == held.owner_id or not (held.events.exists() or held.versions.exists()):
        return
    Event.objects.create(
        release=held,
        move="assign",
        actor=by,
        actor_name=signed(by),
        at=at,
        reason=f"To {to.get_full_name() or to.get_username() if to else 'nobody'}.",
    )


@transaction.atomic
def copy(release: Release, *, by: User) -> Release:
    """Make a new draft with the same words and people, without address, minute and change note."""
    rules.require_right(by, Right.WRITE, "Copying")
    original_lines = {name: list(getattr(release, name).all()) for name in LINES}
    twin = Release.objects.get(pk=release.pk)
    twin.pk, twin.slug, twin.planned_for = None, None, None
    twin._state.adding = True
    twin.status, twin.owner, twin.submitted_by, twin.submitted_at = Status.DRAFT, by, None, None
    twin.change, twin.change_note, twin.change_place = Change.NONE, "", ""
    twin.edit_token, twin.tag = uuid.uuid4(), new_tag()
    twin.internal_note = f"Copied from “{release.headline}”."
    twin.save()
    for lines in original_lines.values():
        for line in lines:
            line.pk, line.release = None, twin
            line._state.adding = True
            line.save()
    record(twin, by=by)
    return twin


@transaction.atomic
def discard(release: Release, *, by: User) -> None:
    """Delete a draft that was never submitted; only its owner may.

    What colleagues have typed into it and did not save is offered to them as a new release.
    """
    rules.require_right(by, Right.WRITE, "Deleting a draft")
    held = Release.objects.select_for_update().get(pk=release.pk)
    if held.owner_id != by.pk:
        raise MoveNotAllowed("Only its owner can delete a draft. Assign it to yourself first.")
    if held.events.exists() or held.versions.exists():
        raise MoveNotAllowed("This release has a history. It can be withdrawn, but not deleted.")
    WorkingCopy.objects.with_words().filter(release=held).exclude(user=by).update(release=None)
    held.delete()


def add_default_about(release: Release) -> None:
    """Give a new release the About text that goes into every release, if there is one."""
    default = AboutText.objects.filter(is_default=True).first()
    if default and not release.about_lines.exists():
        AboutLine.objects.create(release=release, about_text=default)


def keep_working_copy(
    *, user: User, form_key: str, release: Release | None, form: Mapping[str, Sequence[str]]
) -> WorkingCopy:
    """Remember an open form as it was posted, so that nothing typed is lost."""
    rules.require_right(user, Right.WRITE, "Writing")
    words = json.dumps({name: list(values) for name, values in form.items()})
    return _see(user, form_key, release=release, form=words)


def stay(release: Release, *, by: User, form_key: str) -> WorkingCopy:
    """Remember that the person has this form of a release open; words typed into it stay as they were."""
    rules.require_right(by, Right.WRITE, "Writing")
    return _see(by, form_key, release=release)


def leave_words(leaver: User, *, to: User) -> int:
    """Let a colleague find what a leaver typed and did not save, or was left themselves; in how many forms.

    Everybody who writes finds it as long as that colleague may not write.
    """
    copies = WorkingCopy.objects.with_words().filter(Q(user=leaver) | Q(left_to=leaver))
    return copies.update(left_to=to)


def drop_working_copy(*, user: User, form_key: str) -> None:
    """Forget an open form once its words are saved."""
    WorkingCopy.objects.filter(user=user, form_key=form_key).delete()


def drop_as_they_were(copies: Iterable[WorkingCopy]) -> None:
    """Forget these open forms, but none into which somebody has typed since it was read."""
    for seen in copies:
        WorkingCopy.objects.filter(pk=seen.pk, form=seen.form).delete()


def _see(user: User, form_key: str, **seen: Any) -> WorkingCopy:
    at = clock.now()
    new = {"form": NOTHING_TYPED, **seen, "started_at": at, "seen_at": at}
    working_copy, is_new = WorkingCopy.objects.get_or_create(user=user, form_key=form_key, defaults=new)
    if is_new:
        # Forms that were closed untouched have nothing to offer, and would stay for ever.
        closed = WorkingCopy.objects.filter(user=user, form=NOTHING_TYPED, seen_at__lte=at - OPEN_FOR)
        closed.delete()
        return working_copy
    if working_copy.seen_at <= at - OPEN_FOR:
        # It was closed in between: whoever comes back begins anew.
        seen["started_at"] = at
    seen["seen_at"] = at
    for name, value in seen.items():
        setattr(working_copy, name, value)
    working_copy.save(update_fields=list(seen))
    return working_copy
