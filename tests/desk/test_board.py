"""The desk: what waits for whom, at one instant, however much it is."""

from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, issuing, publishing, reviewing
from releases.desk.board import board
from releases.models import Release
from tests.factories import ReleaseFactory, approved, editor, writer
from tests.factories.newsletters import IssueFactory, newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TEXT = "Monday, 23 November 2026, 9:00 a.m. EST"


def names(row):
    return [move.name for move in row.moves]


def test_an_empty_desk_names_its_instant_in_the_zone_and_in_utc(at):
    at(NINE)

    seen = board(editor())

    assert (seen.as_of.full, seen.as_of.utc_text) == (NINE_TEXT, "14:00 UTC")
    assert (seen.review, seen.scheduled, seen.changes, seen.alone, seen.drafts, seen.issues) == ((),) * 6


def test_what_is_in_review_says_who_waits_how_long_and_for_which_minute(at):
    at(NINE)
    submitter = writer(first_name="Monica", last_name="Amarelo")
    release = ReleaseFactory(in_review=submitter, planned_for=NINE + 24 * HOUR)
    at(NINE + 3 * HOUR)

    (row,) = board(editor()).review

    assert (row.release, row.by, row.since.full, row.waiting) == (
        release,
        "Monica Amarelo",
        NINE_TEXT,
        "3 hours",
    )
    assert row.wanted.full == "Tuesday, 24 November 2026, 9:00 a.m. EST"
    assert names(row) == ["send back", "approve", "file in the archive"]


def test_the_longest_wait_stands_first(at):
    at(NINE)
    first = ReleaseFactory(in_review=True)
    at(NINE + HOUR)
    second = ReleaseFactory(in_review=True)

    assert [row.release for row in board(editor()).review] == [first, second]


def test_moves_follow_the_person(at):
    at(NINE)
    submitter = editor()
    ReleaseFactory(in_review=submitter)

    def offered(person):
        return names(board(person).review[0])

    assert offered(submitter) == ["send back", "approve alone"]
    assert offered(writer()) == []
    assert offered(newsletter_editor()) == []


def test_what_is_scheduled_counts_down_until_readers_have_it(at):
    at(NINE - 26 * HOUR)
    version = approved(public_from=NINE)

    (row,) = board(editor()).scheduled

    assert (row.version, row.public.full, row.until) == (version, NINE_TEXT, "in 1 day 2 h")
    assert names(row) == ["cancel", "edit after approval"]
    at(NINE)
    assert board(editor()).scheduled == ()


def test_a_live_release_with_other_working_text_says_who_changed_it(at):
    at(NINE)
    version, untouched = approved(), approved()
    at(NINE + HOUR)
    person = writer(first_name="Daniel", last_name="Ortiz")
    reopened = editing.edit_after_approval(version.release, by=person)

    (without_change,) = board(editor()).changes
    editing.record(reopened, by=person)
    (changed,) = board(editor()).changes

    assert (without_change.version, without_change.changed_by, without_change.changed) == (version, "", None)
    assert (changed.changed_by, changed.changed.full) == (
        "Daniel Ortiz",
        "Monday, 23 November 2026, 10:00 a.m. EST",
    )
    assert untouched.release_id not in {changed.release.pk}


def test_what_one_person_approved_stays_until_another_has_signed_it_off(at):
    at(NINE)
    first, second = editor(first_name="Ruth", last_name="Vance"), editor()
    version = publishing.approve_alone(ReleaseFactory(), by=first, reason="On deadline.")
    approved()

    (row,) = board(second).alone
    (own,) = board(first).alone

    assert (row.version, row.by, row.approved.full) == (version, "Ruth Vance", NINE_TEXT)
    assert ("sign off" in names(row), "sign off" in names(own)) == (True, False)
    reviewing.sign_off(version.release, by=second, version=version)
    assert board(second).alone == ()


def test_a_cancelled_version_needs_nobody_to_sign_it_off(at):
    at(NINE - HOUR)
    version = publishing.approve_alone(ReleaseFactory(), by=editor(), reason="On deadline.", public_from=NINE)
    publishing.cancel(version.release, by=editor(), scheduled=version.pk)

    assert board(editor()).alone == ()


def test_own_drafts_are_those_of_the_person_who_looks_and_not_live(at):
    at(NINE)
    me = writer()
    mine = ReleaseFactory(owner=me)
    ReleaseFactory(owner=writer())
    live = approved(owner=me).release
    at(NINE + HOUR)
    editing.edit_after_approval(live, by=me)

    assert [row.release for row in board(me).drafts] == [mine]


def test_issues_in_review_wait_for_somebody_else(at):
    at(NINE)
    submitter = newsletter_editor()
    issue = IssueFactory()
    issuing.submit_issue(issue, by=submitter)

    def seen_by(person):
        return [(row.issue, row.may_approve, row.may_send_back) for row in board(person).issues]

    assert seen_by(submitter) == [(issue, False, True)]
    assert seen_by(newsletter_editor()) == [(issue, True, True)]
    assert seen_by(editor()) == [(issue, False, False)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_as_many_queries_however_long_it_is(at, django_assert_num_queries, count):
    at(NINE - 2 * HOUR)
    me = editor()
    for _ in range(count):
        ReleaseFactory(in_review=True)
        ReleaseFactory(owner=me)
        approved(public_from=NINE)
        IssueFactory(in_review=True)
        publishing.approve_alone(ReleaseFactory(), by=editor(), reason="On deadline.")
        reopened = editing.edit_after_approval(approved().release, by=writer())
        editing.record(Release.objects.get(pk=reopened.pk), by=writer())
    at(NINE - HOUR)

    with django_assert_num_queries(9):
        seen = board(me)
        lengths = {len(part) for part in (seen.review, seen.scheduled, seen.changes, seen.alone, seen.drafts)}

    assert lengths == {count}
