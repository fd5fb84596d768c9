"""Preview links: who may give them, what they open, and when they stop."""

from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, publishing, reviewing, sharing
from releases.actions.sharing import hashed
from releases.models import PreviewLink
from releases.queries import previews
from releases.queries.previews import NowPublic, Shown
from releases.vocabulary import Purpose
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def shared(release, purpose=Purpose.REVIEW, **kwargs):
    return sharing.share(release, by=editor(), recipient="Ana Ruiz, The Daily", purpose=purpose, **kwargs)


def headline_behind(link, when):
    shown = previews.behind(link.pk, when)
    return shown.content.headline if isinstance(shown, Shown) else shown


def test_only_the_hash_of_a_token_is_kept(at):
    at(NINE)

    given = shared(ReleaseFactory())

    assert given.link.token_hash == hashed(given.token)
    assert len(given.token) >= 43
    assert given.token not in str(PreviewLink.objects.values().get())


def test_a_review_link_shows_the_working_text_for_three_days(at):
    at(NINE)
    release = ReleaseFactory(headline="First words")
    link = shared(release).link
    type(release).objects.update(headline="Later words")

    assert headline_behind(link, NINE + 3 * DAY - HOUR) == "Later words"
    assert headline_behind(link, NINE + 3 * DAY) is None


def test_an_embargo_link_shows_what_was_approved_and_leads_to_the_public_page_after_the_lift(at):
    at(NINE)
    version = approved(public_from=NINE + DAY, headline="Approved words")
    link = shared(version.release, Purpose.EMBARGO).link
    type(version.release).objects.update(headline="Changed afterwards")

    before = previews.behind(link.pk, NINE + DAY - HOUR)
    assert isinstance(before, Shown)
    assert (before.content.headline, before.lifts_at) == ("Approved words", NINE + DAY)
    assert previews.behind(link.pk, NINE + DAY) == NowPublic(version.release)


def test_a_link_ends_with_the_first_lift_and_never_opens_what_is_written_later(at):
    at(NINE)
    version = approved(public_from=NINE + DAY)
    link = shared(version.release, Purpose.EMBARGO).link
    review = shared(version.release, Purpose.REVIEW, lasts=7 * DAY).link
    at(NINE + 2 * DAY)
    reopened = editing.edit_after_approval(version.release, by=writer())
    reviewing.submit(reopened, by=writer())
    reopened.refresh_from_db()
    publishing.approve(reopened, by=editor(), public_from=NINE + 4 * DAY)

    assert previews.behind(link.pk, NINE + 3 * DAY) == NowPublic(version.release)
    assert previews.behind(review.pk, NINE + 3 * DAY) == NowPublic(version.release)


def test_a_revoked_link_and_a_link_to_a_withdrawn_release_open_nothing(at):
    at(NINE)
    revoked = shared(ReleaseFactory()).link
    sharing.revoke(revoked, by=writer())
    live = approved().release
    reopened = editing.edit_after_approval(live, by=writer())
    link = shared(reopened).link
    assert headline_behind(link, NINE) == live.headline
    at(NINE + HOUR)
    publishing.withdraw(live, by=editor(), reason="Wrong.", shows_headline=False)

    assert previews.behind(revoked.pk, NINE + HOUR) is None
    assert previews.behind(link.pk, NINE + HOUR) is None


def test_an_embargo_link_opens_nothing_once_the_schedule_is_cancelled(at):
    at(NINE)
    version = approved(public_from=NINE + DAY)
    link = shared(version.release, Purpose.EMBARGO).link

    publishing.cancel(version.release, by=editor(), scheduled=version.pk)

    assert previews.behind(link.pk, NINE) is None


def test_an_embargo_link_does_not_open_what_is_scheduled_after_a_cancel(at):
    at(NINE)
    version = approved(public_from=NINE + DAY)
    link = shared(version.release, Purpose.EMBARGO).link
    publishing.cancel(version.release, by=editor(), scheduled=version.pk)

    approved(version.release, public_from=NINE + 2 * DAY)

    assert previews.behind(link.pk, NINE + DAY) is None


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [(Purpose.REVIEW, 7 * DAY + HOUR), (Purpose.EMBARGO, 30 * DAY + HOUR), (Purpose.REVIEW, timedelta(0))],
)
def test_a_link_that_would_last_too_long_is_refused(purpose, lasts, at):
    at(NINE)
    release = approved(public_from=NINE + DAY).release

    with pytest.raises(MoveNotAllowed, match="lasts at most"):
        shared(release, purpose, lasts=lasts)

    assert PreviewLink.objects.count() == 0


def test_an_embargo_link_needs_something_scheduled_and_an_editor(at):
    at(NINE)
    release = ReleaseFactory()

    with pytest.raises(MoveNotAllowed, match="Nothing is scheduled"):
        shared(release, Purpose.EMBARGO)
    with pytest.raises(MoveNotAllowed, match="needs an editor"):
        sharing.share(release, by=writer(), recipient="Ana", purpose=Purpose.EMBARGO)
    with pytest.raises(MoveNotAllowed, match="needs a writer"):
        sharing.share(release, by=UserFactory(), recipient="Ana", purpose=Purpose.REVIEW)
    with pytest.raises(MoveNotAllowed, match="Write who will read"):
        sharing.share(release, by=writer(), recipient="  ", purpose=Purpose.REVIEW)

    assert PreviewLink.objects.count() == 0


def test_giving_and_revoking_stand_in_history_once_each(at):
    at(NINE)
    given = shared(ReleaseFactory())

    sharing.revoke(given.link, by=writer())
    sharing.revoke(given.link, by=writer())
    sharing.log_opening(given.link, digest="0" * 64)

    assert [event.move for event in given.link.release.events.all()] == [
        "revoke a preview",
        "share a preview",
    ]
    assert given.link.openings.get().at == NINE
