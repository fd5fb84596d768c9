"""Approving, cancelling and withdrawing: what readers get, and what history says."""

from datetime import UTC, datetime, timedelta

import pytest

from releases import workflow
from releases.actions import editing, publishing, reviewing
from releases.actions.moving import DatabaseSaidNo, moving
from releases.actions.publishing import MinuteHasPassed, NotWhatYouSaw
from releases.actions.reviewing import NotReady, TextHasChanged
from releases.freezing import freeze
from releases.models import ReleaseVersion, Withdrawal
from releases.queries.standing import standing
from releases.vocabulary import PublicState, Status
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.newsletters import public_issue

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def public_numbers(release, when):
    return list(ReleaseVersion.objects.public(when).filter(release=release).values_list("number", flat=True))


def corrected(release, note="The price was wrong.", **when):
    """Edit an approved release again and bring it to review as a correction."""
    reopened = editing.edit_after_approval(release, by=writer())
    reopened.change, reopened.change_note = "correction", note
    reopened.save()
    reviewing.submit(reopened, by=writer())
    reopened.refresh_from_db()
    return reopened


def test_a_version_approved_now_is_public_from_that_instant_and_history_says_so(at):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    boss = editor(first_name="Ruth", last_name="Vance")

    version = publishing.approve(release, by=boss)

    assert (version.public_from, version.first_public_at, version.number) == (NINE, NINE, 1)
    assert public_numbers(release, NINE) == [1]
    assert public_numbers(release, NINE - timedelta(milliseconds=1)) == []
    event = release.events.first()
    assert (event.move, event.actor, event.actor_name, event.version, event.before, event.after) == (
        "approve",
        boss,
        "Ruth Vance",
        version,
        "In review, never public",
        "Approved, live",
    )


def test_a_scheduled_version_is_public_at_its_minute_and_not_a_moment_before(at):
    at(NINE - HOUR)
    release = ReleaseFactory(in_review=True)

    publishing.approve(release, by=editor(), public_from=NINE)

    assert public_numbers(release, NINE - timedelta(milliseconds=1)) == []
    assert public_numbers(release, NINE) == [1]
    assert ReleaseVersion.objects.public().count() == 0
    at(NINE)
    assert ReleaseVersion.objects.public().count() == 1


def test_a_scheduled_correction_takes_over_at_its_minute_without_any_job(at):
    at(NINE)
    release = approved().release
    at(NINE + HOUR)

    publishing.approve(corrected(release), by=editor(), public_from=NINE + 2 * HOUR)

    last_moment = NINE + 2 * HOUR - timedelta(milliseconds=1)
    assert (public_numbers(release, last_moment), public_numbers(release, NINE + 2 * HOUR)) == ([1], [2])
    first, second = release.versions.order_by("number")
    assert (first.public_until, second.first_public_at) == (NINE + 2 * HOUR, NINE)
    assert list(ReleaseVersion.objects.superseded(NINE + 2 * HOUR)) == [first]
    assert list(ReleaseVersion.objects.superseded(last_moment)) == []


def test_cancelling_a_correction_lets_the_version_before_run_on_and_gives_the_number_back(at):
    at(NINE)
    release = approved().release
    at(NINE + HOUR)
    pending = publishing.approve(corrected(release), by=editor(), public_from=NINE + 2 * HOUR)

    cancelled = publishing.cancel(release, by=editor(), scheduled=pending.pk)

    assert cancelled.status == Status.DRAFT
    assert public_numbers(release, NINE + 9 * HOUR) == [1]
    pending.refresh_from_db()
    assert (pending.number, pending.public_from, pending.public_until) == (
        None,
        NINE + 2 * HOUR,
        NINE + 2 * HOUR,
    )
    reviewing.submit(cancelled, by=writer())
    release.refresh_from_db()
    assert publishing.approve(release, by=editor()).number == 2


def test_cancel_is_refused_in_the_last_five_seconds(at):
    at(NINE - HOUR)
    pending = approved(public_from=NINE)
    at(NINE - timedelta(seconds=4))

    with pytest.raises(MoveNotAllowed, match=r"It goes out in a moment. Withdraw it instead."):
        publishing.cancel(pending.release, by=editor(), scheduled=pending.pk)

    assert public_numbers(pending.release, NINE) == [1]


def test_cancelling_something_else_than_what_was_seen_is_refused(at):
    at(NINE - HOUR)
    pending = approved(public_from=NINE)

    with pytest.raises(NotWhatYouSaw):
        publishing.cancel(pending.release, by=editor(), scheduled=pending.pk + 1)


def test_approving_over_a_scheduled_version_replaces_it_only_if_it_was_seen(at):
    at(NINE)
    release = approved().release
    pending = publishing.approve(corrected(release), by=editor(), public_from=NINE + 5 * HOUR)
    second_try = corrected(release, note="Better words.")

    with pytest.raises(NotWhatYouSaw):
        publishing.approve(second_try, by=editor(), public_from=NINE + 3 * HOUR)
    publishing.approve(second_try, by=editor(), public_from=NINE + 3 * HOUR, replaces=pending.pk)

    assert [public_numbers(release, NINE + h * HOUR) for h in (1, 3, 5)] == [[1], [2], [2]]
    assert list(ReleaseVersion.objects.scheduled().values_list("number", "public_from")) == [
        (2, NINE + 3 * HOUR)
    ]


def test_withdrawing_drops_what_is_scheduled_and_leaves_the_notice(at):
    at(NINE)
    release = approved().release
    publishing.approve(corrected(release), by=editor(), public_from=NINE + 5 * HOUR)
    at(NINE + HOUR)

    notice = publishing.withdraw(release, by=editor(), reason=" Two had not signed. ", shows_headline=True)

    assert (notice.reason, notice.at) == ("Two had not signed.", NINE + HOUR)
    assert [public_numbers(release, NINE + h * HOUR) for h in (0, 1, 5, 9)] == [[1], [], [], []]
    assert list(Withdrawal.objects.in_force(NINE + 9 * HOUR)) == [notice]
    assert list(Withdrawal.objects.in_force(NINE)) == []


def test_approving_a_withdrawn_release_reinstates_it_as_a_new_version(at):
    at(NINE)
    release = approved().release
    at(NINE + HOUR)
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    again = corrected(release)

    version = publishing.approve(again, by=editor(), public_from=NINE + 2 * HOUR)

    assert (version.number, version.first_public_at) == (2, NINE)
    assert again.events.first().move == "reinstate"
    assert [Withdrawal.objects.in_force(NINE + h * HOUR).count() for h in (1, 2)] == [1, 0]


def test_a_cancelled_reinstatement_leaves_the_notice_in_force(at):
    at(NINE)
    release = approved().release
    at(NINE + HOUR)
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    pending = publishing.approve(corrected(release), by=editor(), public_from=NINE + 2 * HOUR)

    publishing.cancel(release, by=editor(), scheduled=pending.pk)

    assert public_numbers(release, NINE + 3 * HOUR) == []
    assert Withdrawal.objects.in_force(NINE + 3 * HOUR).count() == 1


def test_the_submitter_cannot_approve(at):
    at(NINE)
    both = UserFactory(roles=["Writer", "Editor"])
    release = ReleaseFactory(in_review=both)

    with pytest.raises(MoveNotAllowed, match=r"Somebody else has to approve what you submitted."):
        publishing.approve(release, by=both)

    assert (standing(release).states, release.events.count()) == ({PublicState.NEVER}, 1)


def test_whoever_changed_the_text_in_review_is_not_the_second_person(at):
    at(NINE)
    release, boss = ReleaseFactory(in_review=True), editor()
    at(NINE + MINUTE)
    editing.record(release, by=boss)

    with pytest.raises(MoveNotAllowed, match=r"You changed the text while it was in review."):
        publishing.approve(release, by=boss)
    with pytest.raises(MoveNotAllowed, match=r"You changed the text while it was in review."):
        publishing.file_in_archive(release, by=boss, dated=NINE - HOUR)

    assert publishing.approve(release, by=editor()).number == 1


def test_a_release_does_not_announce_an_issue_that_readers_cannot_find(at):
    at(NINE)
    issue = public_issue(public_from=NINE + 2 * HOUR)
    release = ReleaseFactory(in_review=True, announces=issue)

    with pytest.raises(MoveNotAllowed, match=r"is not public by then"):
        publishing.approve(release, by=editor())
    with pytest.raises(MoveNotAllowed, match=r"is not public by then"):
        publishing.approve(release, by=editor(), public_from=NINE + HOUR)
    version = publishing.approve(release, by=editor(), public_from=NINE + 2 * HOUR)

    assert version.frozen.announces is not None


def test_a_note_that_readers_have_already_is_not_told_again(at):
    at(NINE)
    release = approved().release
    at(NINE + HOUR)
    publishing.approve(corrected(release), by=editor(), public_from=NINE + 2 * HOUR)
    reopened = editing.edit_after_approval(release, by=writer())
    at(NINE + 3 * HOUR)
    reviewing.submit(reopened, by=writer())
    reopened.refresh_from_db()

    with pytest.raises(MoveNotAllowed, match=r"Readers have this note already, with version 2"):
        publishing.approve(reopened, by=editor())

    assert public_numbers(release, NINE + 3 * HOUR) == [2]


def test_withdrawing_waits_for_a_version_that_goes_out_in_a_moment(at):
    at(NINE)
    release = approved().release
    publishing.approve(corrected(release), by=editor(), public_from=NINE + HOUR)
    at(NINE + HOUR - timedelta(seconds=2))

    with pytest.raises(MoveNotAllowed, match=r"Press again in five seconds"):
        publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    at(NINE + HOUR + timedelta(seconds=3))
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)

    assert [public_numbers(release, NINE + HOUR + timedelta(seconds=s)) for s in (-1, 0, 3)] == [[1], [2], []]


def test_withdrawing_in_the_instant_of_an_approval_gets_a_sentence(at):
    at(NINE)
    release = approved().release

    with pytest.raises(MoveNotAllowed, match=r"only just become public"):
        publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)

    assert public_numbers(release, NINE) == [1]


def test_two_releases_with_one_headline_in_one_moment_get_a_sentence_and_not_an_error(at):
    at(NINE)
    release = ReleaseFactory()
    ReleaseFactory(slug="taken")

    def submit_without_looking():
        with moving(release, workflow.SUBMIT, by=writer()) as moved:
            moved.release.slug = "taken"
            moved.release.submitted_by, moved.release.submitted_at = moved.by, moved.at

    with pytest.raises(DatabaseSaidNo, match=r"Something else happened in the same moment"):
        submit_without_looking()

    assert release.events.count() == 0


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_approving_alone_needs_a_reason(reason, at):
    at(NINE)
    release = ReleaseFactory()

    with pytest.raises(MoveNotAllowed, match=r"Write why nobody else can approve this"):
        publishing.approve_alone(release, by=editor(), reason=reason)

    assert ReleaseVersion.objects.count() == 0


def test_approving_alone_keeps_the_reason_until_another_editor_signs_off(at):
    at(NINE)
    release = ReleaseFactory()
    alone, second = editor(), editor()
    version = publishing.approve_alone(release, by=alone, reason="On a plane.")

    with pytest.raises(MoveNotAllowed, match=r"Another editor has to look"):
        reviewing.sign_off(release, by=alone, version=version)
    reviewing.sign_off(release, by=second, version=version)

    assert version.override_reason == "On a plane."
    assert [event.move for event in release.events.all()] == ["sign off", "approve alone"]
    with pytest.raises(MoveNotAllowed, match=r"signed this version off already"):
        reviewing.sign_off(release, by=editor(), version=version)


def test_a_minute_that_has_passed_is_asked_again_and_seconds_are_refused(at):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    with pytest.raises(MinuteHasPassed):
        publishing.approve(release, by=editor(), public_from=NINE)
    with pytest.raises(MoveNotAllowed, match=r"Choose a whole minute"):
        publishing.approve(release, by=editor(), public_from=NINE + timedelta(seconds=90))

    assert ReleaseVersion.objects.count() == 0


def test_text_that_changed_after_the_page_was_opened_is_not_approved(at):
    at(NINE)
    seen = ReleaseFactory(in_review=True)
    editing.record(type(seen).objects.get(pk=seen.pk), by=writer())

    with pytest.raises(TextHasChanged):
        publishing.approve(seen, by=editor())

    assert ReleaseVersion.objects.count() == 0


def test_words_that_changed_outside_the_text_after_it_was_read_are_not_approved(at):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    read = freeze(release).digest
    contact = release.contact_lines.get().contact
    contact.phone, contact.phone_text = "+12025550199", "202-555-0199"
    contact.save()

    for verb, more in (
        (publishing.approve, {}),
        (publishing.approve_alone, {"reason": "Urgent."}),
        (publishing.file_in_archive, {"dated": NINE - HOUR}),
    ):
        with pytest.raises(TextHasChanged):
            verb(release, by=editor(), read=read, **more)

    assert publishing.approve(release, by=editor(), read=freeze(release).digest).number == 1


def test_a_text_that_lost_its_contact_in_review_is_not_approved(at):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    release.contact_lines.all().delete()

    with pytest.raises(NotReady) as refusal:
        publishing.approve(release, by=editor())

    assert [finding.field for finding in refusal.value.findings] == ["contact_lines"]


def test_the_archive_takes_a_past_date_and_nothing_else(at):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    long_ago = datetime(2010, 12, 14, 15, 0, tzinfo=UTC)

    with pytest.raises(MoveNotAllowed, match=r"The archive is for the past"):
        publishing.file_in_archive(release, by=editor(), dated=NINE)
    version = publishing.file_in_archive(release, by=editor(), dated=long_ago)

    assert (version.first_public_at, version.public_from, version.year) == (long_ago, NINE, 2010)
    assert public_numbers(release, NINE - MINUTE) == []


@pytest.mark.parametrize("move", ["approve", "approve_alone", "file_in_archive", "cancel", "withdraw"])
def test_nobody_without_the_right_moves_anything(move, at):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    verbs = {
        "approve": lambda by: publishing.approve(release, by=by),
        "approve_alone": lambda by: publishing.approve_alone(release, by=by, reason="Urgent."),
        "file_in_archive": lambda by: publishing.file_in_archive(release, by=by, dated=NINE - HOUR),
        "cancel": lambda by: publishing.cancel(release, by=by, scheduled=1),
        "withdraw": lambda by: publishing.withdraw(release, by=by, reason="Wrong.", shows_headline=True),
    }
    people = [
        writer(),
        UserFactory(roles=["Administrator", "Newsletter editor"]),
        UserFactory(is_superuser=True),
        UserFactory(roles=["Editor"], is_active=False),
    ]

    refusals = 0
    for person in people:
        with pytest.raises(MoveNotAllowed):
            verbs[move](person)
        refusals += 1

    assert (refusals, ReleaseVersion.objects.count(), release.events.count()) == (4, 0, 1)
