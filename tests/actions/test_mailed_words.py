"""Words that readers cannot open stop the mailing that has them; and taking an issue back."""

from datetime import timedelta

import pytest

from releases.actions import editing, publishing, reviewing
from releases.actions import mailing as verbs
from tests import mail_server
from tests.factories import approved, editor, writer
from tests.factories.mailings import NINE, WINDOW, office, queued, states, under_way, work
from tests.factories.newsletters import newsletter_editor, public_issue
from tests.factories.subscribers import SubscriptionFactory

pytestmark = pytest.mark.django_db


def test_a_withdrawn_release_stops_the_mailing_that_names_it(at, server):
    at(NINE - timedelta(days=1))
    release = approved(headline="Arms sales double").release
    mailing = under_way(at, items=[release])
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=False)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("paused", ["queued"] * 3, [])
    assert mailing.paused_because.startswith("“Arms sales double” is in this mailing")
    with pytest.raises(verbs.MoveNotAllowed, match="Readers cannot see “Arms sales double”"):
        verbs.resume(mailing, by=newsletter_editor())


def test_words_that_were_never_public_do_not_leave(at, server):
    at(NINE)
    minute = NINE + timedelta(hours=1)
    never = approved(headline="Words that were cancelled", public_from=minute)
    office()
    issue = public_issue(items=[never.release], public_from=minute)
    SubscriptionFactory(newsletter=issue.newsletter)
    mailing = verbs.queue_issue(issue, by=newsletter_editor())
    anew(publishing.cancel(never.release, by=editor(), scheduled=never.pk), public_from=minute)
    at(minute)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("paused", ["queued"], [])
    assert "they were withdrawn, or cancelled before they were public" in mailing.paused_because
    with pytest.raises(verbs.MoveNotAllowed, match="in the words of this mailing"):
        verbs.resume(mailing, by=newsletter_editor())


def test_withdrawn_words_do_not_leave_once_the_release_is_back_with_others(at, server):
    at(NINE - timedelta(days=1))
    release = approved(headline="Words that were withdrawn").release
    mailing = under_way(at, items=[release])
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=False)
    assert work() == 0
    anew(release)

    with pytest.raises(verbs.MoveNotAllowed, match="Recall the mailing if nothing has left"):
        verbs.resume(mailing, by=newsletter_editor())
    verbs.recall(mailing, by=newsletter_editor())
    mended = verbs.queue_issue(mailing.issue, by=newsletter_editor())
    at(NINE + 2 * WINDOW)

    assert work() == 3
    assert (states(mailing), states(mended)) == (["suppressed"] * 3, ["sent"] * 3)
    assert "Words that were withdrawn" not in mended.text
    assert all("Other words" in mail.get_body(("plain",)).get_content() for mail in server.received)


def test_a_correction_does_not_stop_a_mailing(at, server):
    at(NINE - timedelta(days=1))
    release = approved(headline="Words that were corrected").release
    mailing = under_way(at, items=[release])
    anew(release, change="update", change_note="What is new.")

    assert work() == 3
    assert states(mailing) == ["sent"] * 3


def anew(release, *, public_from=None, **change):
    """Approve other words of the release."""
    person = writer()
    release.refresh_from_db()
    if release.status == "approved":
        editing.edit_after_approval(release, by=person)
        release.refresh_from_db()
    for field, value in {"headline": "Other words", "summary": "Other words.", **change}.items():
        setattr(release, field, value)
    release.save()
    reviewing.submit(release, by=person)
    release.refresh_from_db()
    return publishing.approve(release, by=editor(), public_from=public_from)


def test_an_issue_of_which_no_mail_was_tried_can_be_recalled_and_queued_again(at, server, settings):
    settings.EMAIL_PORT = mail_server.free_port()
    mailing = under_way(at, 2)
    assert work() == 0

    verbs.recall(mailing, by=newsletter_editor())

    mailing.refresh_from_db()
    assert (mailing.state, mailing.begun_at, states(mailing)) == ("recalled", None, ["suppressed"] * 2)
    assert verbs.queue_issue(mailing.issue, by=newsletter_editor()).recipients == 2


def test_an_issue_of_which_a_mail_was_tried_cannot_be_recalled(at, server):
    mailing = under_way(at, 1)
    server.answers[mailing.deliveries.get().subscription.subscriber.email] = "451 try later"
    work()
    verbs.pause(mailing, by=newsletter_editor())

    with pytest.raises(verbs.MoveNotAllowed, match="cannot be recalled any more"):
        verbs.recall(mailing, by=newsletter_editor())
    assert states(mailing) == ["queued"]


def test_nothing_leaves_before_the_recall_window_has_closed(at, server):
    at(NINE)
    mailing = queued(2)
    at(NINE + WINDOW - timedelta(seconds=1))

    assert work() == 0
    at(NINE + WINDOW)
    assert work() == 2
    assert mailing.starts_at == NINE + WINDOW
