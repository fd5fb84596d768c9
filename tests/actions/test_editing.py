"""Writing: drafts, copies, owners, and what approved text refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from releases.actions import editing, reviewing
from releases.models import Draft, Release, ReleaseVersion, WorkingCopy
from releases.vocabulary import Status
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_every_saved_text_is_kept_as_a_draft_and_gets_a_new_token(at):
    at(NINE)
    release, author = ReleaseFactory(), writer()
    token = release.edit_token

    first = editing.record(release, by=author)
    release.headline = "Another headline"
    release.save()
    second = editing.record(release, by=author)

    assert release.edit_token != token
    assert list(release.drafts.values_list("digest", "by", "at")) == [
        (second.digest, author.pk, NINE),
        (first.digest, author.pk, NINE),
    ]
    assert first.digest != second.digest


def test_approved_text_cannot_be_held_for_editing(at):
    at(NINE)
    release = approved().release

    with pytest.raises(MoveNotAllowed, match="What was approved stays as it is"), transaction.atomic():
        editing.hold(release, by=writer())


def updated(at, *, public_from=None, **fields):
    """A release with a second version that says what is new."""
    at(NINE - timedelta(hours=1))
    release = editing.edit_after_approval(approved().release, by=writer())
    Release.objects.filter(pk=release.pk).update(change="update", **fields)
    at(NINE)
    return approved(release, public_from=public_from).release


def test_editing_after_approval_starts_without_the_old_change_note(at):
    release = updated(at, change_note="A new date.", planned_for=NINE + timedelta(hours=1))

    reopened = editing.edit_after_approval(release, by=writer())

    assert (reopened.status, reopened.change, reopened.change_note, reopened.planned_for) == (
        "draft",
        "none",
        "",
        None,
    )
    assert release.versions.get(number=2).change == "update"


def test_editing_what_is_still_scheduled_keeps_its_note_and_minute(at):
    tomorrow = NINE + timedelta(days=1)
    release = updated(at, public_from=tomorrow, change_note="A date.", planned_for=tomorrow)

    reopened = editing.edit_after_approval(release, by=writer())

    assert (reopened.change_note, reopened.planned_for) == ("A date.", tomorrow)


def test_a_copy_has_the_words_and_lines_but_no_address_history_or_change(at):
    original = updated(at, change_note="News.")
    author = writer()

    twin = editing.copy(original, by=author)

    assert (twin.headline, twin.slug, twin.status, twin.owner, twin.change) == (
        original.headline,
        None,
        Status.DRAFT,
        author,
        "none",
    )
    assert [line.contact for line in twin.contact_lines.all()] == [
        line.contact for line in original.contact_lines.all()
    ]
    assert original.contact_lines.count() == 1
    assert twin.tag != original.tag
    assert (twin.versions.count(), twin.events.count(), twin.drafts.count()) == (0, 0, 1)


def test_assigning_to_somebody_who_left_is_refused():
    release = ReleaseFactory()

    with pytest.raises(MoveNotAllowed, match="somebody who works here"):
        editing.assign(release, to=UserFactory(is_active=False), by=writer())
    new_owner = writer()
    assert editing.assign(release, to=new_owner, by=writer()).owner == new_owner


def test_assigning_is_in_the_history_once_there_is_one():
    release, owner, by = ReleaseFactory(in_review=True), writer(first_name="Ada", last_name="Ash"), writer()

    editing.assign(release, to=owner, by=by)
    editing.assign(release, to=owner, by=by)

    events = release.events.filter(move="assign").values_list("actor", "reason")
    assert list(events) == [(by.pk, "To Ada Ash.")]


def test_a_draft_that_was_assigned_can_still_be_deleted_by_its_owner():
    release, owner = ReleaseFactory(), writer()
    editing.assign(release, to=owner, by=owner)

    editing.discard(release, by=owner)

    assert not Release.objects.exists()


def test_only_the_owner_discards_a_draft_and_only_without_history(at):
    at(NINE)
    owner, other = writer(), writer()
    mine = ReleaseFactory(owner=owner)
    submitted = ReleaseFactory(owner=owner, in_review=True)

    with pytest.raises(MoveNotAllowed, match="Only its owner"):
        editing.discard(mine, by=other)
    with pytest.raises(MoveNotAllowed, match="has a history"):
        editing.discard(submitted, by=owner)
    editing.discard(mine, by=owner)

    assert list(Release.objects.all()) == [submitted]


def test_a_working_copy_is_kept_once_per_open_form_and_dropped_when_saved(at):
    at(NINE)
    author, release = writer(), ReleaseFactory()
    key = str(release.pk)

    editing.keep_working_copy(user=author, form_key=key, release=release, form={"headline": ["One"]})
    editing.keep_working_copy(user=author, form_key=key, release=release, form={"headline": ["Two"]})

    assert list(WorkingCopy.objects.values_list("form", "seen_at")) == [('{"headline": ["Two"]}', NINE)]
    editing.drop_working_copy(user=author, form_key=key)
    assert WorkingCopy.objects.count() == 0


@pytest.mark.parametrize("verb", ["record", "hold", "copy", "assign", "edit_after_approval"])
def test_nobody_without_the_right_to_write_edits_anything(verb, at):
    at(NINE)
    stranger = UserFactory(roles=["Newsletter editor"])
    release = approved().release
    extra = {"to": stranger} if verb == "assign" else {}

    with pytest.raises(MoveNotAllowed), transaction.atomic():
        getattr(editing, verb)(release, by=stranger, **extra)

    assert (Draft.objects.count(), Release.objects.count()) == (0, 1)


def test_sending_back_needs_a_note_and_returns_the_text_to_draft(at):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    with pytest.raises(MoveNotAllowed, match="Write a note"):
        reviewing.send_back(release, by=editor(), note=" ")
    back = reviewing.send_back(release, by=editor(), note="Name the report.")

    assert (back.status, back.events.first().reason) == (Status.DRAFT, "Name the report.")


def test_submitting_an_unfinished_text_names_everything_that_is_missing():
    release = ReleaseFactory(headline="", body="<p> </p>", contacts=[], change="correction")

    with pytest.raises(reviewing.NotReady) as refusal:
        reviewing.submit(release, by=writer())

    assert [finding.field for finding in refusal.value.findings] == [
        "headline",
        "body",
        "contact_lines",
        "change_note",
    ]
    release.refresh_from_db()
    assert (release.status, release.events.count()) == (Status.DRAFT, 0)


def test_the_address_is_made_from_the_headline_once_and_stays(at):
    at(NINE)
    first = approved(headline="Missile Watch, again").release
    second = approved(headline="Missile Watch – again!").release

    at(NINE + timedelta(hours=1))
    reopened = editing.edit_after_approval(first, by=writer())
    reopened.headline = "Quite another headline"
    reopened.save()
    version = approved(reopened)

    assert (first.slug, second.slug) == ("missile-watch-again", "missile-watch-again-2")
    assert (version.headline, version.release.slug) == ("Quite another headline", "missile-watch-again")
    assert ReleaseVersion.objects.public().count() == 2
