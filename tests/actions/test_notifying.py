"""Who is told what by mail, and what becomes of a mail that is no longer true."""

from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, leasing, notifying, publishing, reviewing
from releases.models import MutedNotice, Notice, Release
from releases.vocabulary import NoticeKind, NoticeState
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def wren(at):
    at(NINE)
    return writer(username="wren", email="wren@fas.example")


@pytest.fixture
def ed(at):
    at(NINE)
    return editor(username="ed", email="ed@fas.example")


def told():
    rows = Notice.objects.order_by("pk").values_list("kind", "recipient__username", "state")
    return [(kind, name) for kind, name, state in rows if state == "queued"]


def submitted(wren, **fields):
    return ReleaseFactory(in_review=wren, **fields)


def given_up(wren, ed):
    notice = Notice.objects.get(release=submitted(wren), recipient=ed)
    for _ in range(len(notifying.PAUSES) + 1):
        Notice.objects.filter(pk=notice.pk).update(next_attempt_at=NINE)
        notifying._note_failure(leasing.claim_next(Notice), "The server is down.")
    notice.refresh_from_db()
    return notice


def test_a_submitted_text_is_told_to_every_other_editor(wren, ed):
    editor(username="submits", email="s@fas.example")
    editor(username="closed", email="c@fas.example", is_active=False)
    editor(username="silent", email="")
    UserFactory(username="root", email="root@fas.example", is_superuser=True)
    submitter = editor(username="both", email="both@fas.example")

    release = submitted(submitter)

    assert told() == [("submitted", "ed"), ("submitted", "submits")]
    notice = Notice.objects.first()
    assert (notice.release, notice.event.move, notice.created_at, notice.next_attempt_at) == (
        release, "submit", NINE, NINE,
    )  # fmt: skip


def test_what_somebody_switched_off_is_not_even_written(wren, ed):
    notifying.choose_mail(ed, wanted=[NoticeKind.LIVE, NoticeKind.FAILED])

    submitted(wren)

    assert told() == []
    assert sorted(MutedNotice.objects.values_list("kind", flat=True)) == [
        "approved",
        "sent-back",
        "submitted",
    ]


def test_switching_on_again_leaves_nothing_muted(wren):
    notifying.choose_mail(wren, wanted=[])
    notifying.choose_mail(wren, wanted=NoticeKind.values)

    assert MutedNotice.objects.count() == 0


def test_a_text_that_came_back_is_told_to_its_submitter_and_owner_once_each(wren, ed):
    owner = writer(username="owner", email="owner@fas.example")
    both = submitted(wren, owner=wren)
    other = submitted(wren, owner=owner)
    Notice.objects.all().delete()

    reviewing.send_back(both, by=ed, note="Mend it.")
    reviewing.send_back(other, by=ed, note="Mend it.")

    assert told() == [("sent-back", "wren"), ("sent-back", "wren"), ("sent-back", "owner")]


def test_a_schedule_that_was_cancelled_is_told_to_whom_the_minute_was_promised(wren, ed, mailoutbox):
    version = publishing.approve(submitted(wren), by=ed, public_from=NINE + HOUR)
    Notice.objects.all().delete()

    publishing.cancel(version.release, by=ed, scheduled=version.pk)
    deliver_due()

    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (
        [wren.email],
        f"The schedule of release {version.release_id} was cancelled",
    )
    assert "It does not become public on Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC)." in mail.body
    assert version.headline not in mail.body


def test_who_makes_the_move_is_not_told_of_it(wren, ed):
    release = submitted(wren, owner=ed)
    Notice.objects.all().delete()

    reviewing.send_back(release, by=ed, note="Mend it.")

    assert told() == [("sent-back", "wren")]


def test_an_approval_for_now_is_one_mail(wren, ed):
    release = submitted(wren)
    Notice.objects.all().delete()

    publishing.approve(release, by=ed)

    assert told() == [("approved", "wren")]


def test_who_wants_no_mail_about_approvals_is_still_told_what_went_live(wren, ed):
    release = submitted(wren)
    Notice.objects.all().delete()
    notifying.choose_mail(wren, wanted=[NoticeKind.LIVE])

    publishing.approve(release, by=ed)

    assert told() == [("live", "wren")]


def test_an_approval_for_later_is_told_at_once_and_again_at_its_minute(wren, ed):
    release = submitted(wren, owner=ed)
    Notice.objects.all().delete()

    version = publishing.approve(release, by=ed, public_from=NINE + HOUR)

    rows = Notice.objects.order_by("pk").values_list(
        "kind", "recipient__username", "version", "next_attempt_at"
    )
    assert list(rows) == [
        ("approved", "wren", version.pk, NINE),
        ("live", "wren", version.pk, NINE + HOUR),
        ("live", "ed", version.pk, NINE + HOUR),
    ]


def test_a_move_that_is_refused_tells_nobody(wren, ed):
    release = submitted(ed)
    Notice.objects.all().delete()

    with pytest.raises(MoveNotAllowed):
        publishing.approve(release, by=ed)

    assert told() == []


def states(**wanted):
    return list(Notice.objects.filter(**wanted).values_list("state", flat=True))


def deliver_due():
    while notice := leasing.claim_next(Notice):
        notifying.deliver(notice)


def test_going_live_is_told_at_the_minute_and_not_before(wren, ed, at, mailoutbox):
    release = submitted(wren)
    publishing.approve(release, by=ed, public_from=NINE + HOUR)
    deliver_due()
    before = len(mailoutbox)

    at(NINE + HOUR - timedelta(milliseconds=1))
    deliver_due()
    assert len(mailoutbox) == before
    at(NINE + HOUR)
    deliver_due()

    assert [mail.subject for mail in mailoutbox[before:]] == [f"Public now: {release.headline}"]


def test_a_cancelled_release_is_told_as_live_to_nobody(wren, ed, at):
    version = publishing.approve(submitted(wren), by=ed, public_from=NINE + HOUR)
    publishing.cancel(version.release, by=ed, scheduled=version.pk)

    at(NINE + HOUR)
    deliver_due()

    assert states(kind="live") == ["dropped"]
    # It was approved, but what that mail would say about the minute is not true any more.
    assert states(kind="approved") == ["dropped"]


def test_a_release_that_was_withdrawn_before_its_mail_left_is_told_as_live_to_nobody(wren, ed, at):
    version = publishing.approve(submitted(wren), by=ed, public_from=NINE + HOUR)
    at(NINE + 2 * HOUR)
    publishing.withdraw(version.release, by=ed, reason="Wrong.", shows_headline=False)

    deliver_due()

    assert states(kind="live") == ["dropped"]


def test_a_text_that_somebody_decided_already_waits_for_nobody(wren, ed):
    release = submitted(wren)
    reviewing.send_back(release, by=ed, note="Mend it.")

    deliver_due()

    assert states(kind="submitted") == ["dropped"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_a_mail_to_somebody_who_left_meanwhile_is_dropped(wren, ed, change):
    submitted(wren)
    type(ed).objects.filter(pk=ed.pk).update(**change)

    deliver_due()

    assert states(kind="submitted") == ["dropped"]


def test_a_mail_of_a_kind_that_was_switched_off_meanwhile_is_dropped(wren, ed):
    submitted(wren)
    notifying.choose_mail(ed, wanted=[])

    deliver_due()

    assert states(kind="submitted") == ["dropped"]


SECRET = "Canary 7Q4Z"


def test_no_mail_says_what_readers_do_not_see_yet(wren, ed, at, mailoutbox):
    fields = {"headline": SECRET, "summary": SECRET, "body": f"<p>{SECRET}</p>", "internal_note": SECRET}
    release = submitted(wren, **fields)
    deliver_due()
    reviewing.send_back(release, by=ed, note=SECRET)
    deliver_due()
    release.refresh_from_db()
    reviewing.submit(release, by=wren)
    deliver_due()
    release.refresh_from_db()
    publishing.approve(release, by=ed, public_from=NINE + HOUR)
    deliver_due()

    assert len(mailoutbox) == 4
    assert [mail for mail in mailoutbox if SECRET in str(mail.message())] == []
    at(NINE + HOUR)
    deliver_due()
    assert [mail.subject for mail in mailoutbox[4:]] == [f"Public now: {SECRET}"]


def test_the_mail_says_who_when_and_where_in_plain_text(wren, ed, mailoutbox, settings):
    settings.SITE_ADDRESS = "https://press.example"
    release = submitted(wren)

    deliver_due()

    (mail,) = mailoutbox
    assert mail.subject == f"Release {release.pk} waits for an editor"
    assert (mail.to, mail.cc, mail.bcc) == (["ed@fas.example"], [], [])
    assert mail.body == (
        f"Hello {ed.first_name},\n\n"
        f"{wren.get_full_name()} submitted release {release.pk} for approval on "
        "Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC). It is wanted as soon as it is approved.\n\n"
        "Read it and decide:\n\n"
        f"https://press.example/admin/releases/release/{release.pk}/change/\n\n"
        "You get this mail because you work in the press office. Choose what you are told by mail:\n"
        "https://press.example/admin/your-notices/\n"
    )


def test_the_mail_to_editors_says_by_when_the_text_is_wanted(wren, ed, mailoutbox):
    submitted(wren, planned_for=datetime(2026, 11, 24, 5, 1, tzinfo=UTC))

    deliver_due()

    assert "It is wanted for Tuesday, 24 November 2026, 12:01 a.m. EST (05:01 UTC)." in mailoutbox[0].body


@pytest.mark.parametrize(("change", "what"), [("correction", "A correction"), ("update", "An update")])
def test_the_mail_about_what_went_live_says_that_it_is_a_change(wren, ed, at, mailoutbox, change, what):
    release = editing.edit_after_approval(approved().release, by=wren)
    release.change, release.change_note = change, "The price was wrong."
    release.save()
    reviewing.submit(release, by=wren)
    publishing.approve(Release.objects.get(), by=ed, public_from=NINE + HOUR)
    at(NINE + HOUR)

    deliver_due()

    assert f"{what} went live on Monday, 23 November 2026, 10:00 a.m. EST" in mailoutbox[-1].body


def test_a_headline_with_a_line_break_makes_no_header(wren, ed, at, mailoutbox):
    release = submitted(wren, headline="A & B\r\nBcc: everybody@example.org")
    publishing.approve(release, by=ed, public_from=NINE + HOUR)
    at(NINE + HOUR)

    deliver_due()

    live = mailoutbox[-1]
    assert live.subject == "Public now: A & B Bcc: everybody@example.org"
    assert "Bcc" not in live.message()


def test_failures_are_tried_again_after_growing_pauses_and_then_given_up(wren, ed, at):
    notice = Notice.objects.get(release=submitted(wren))
    now, waited = NINE, []

    while notice.state == NoticeState.QUEUED:
        at(notice.next_attempt_at)
        waited.append(notice.next_attempt_at - now)
        now = notice.next_attempt_at
        notifying._note_failure(leasing.claim_next(Notice), "The server is down.")
        notice.refresh_from_db()

    assert waited == [timedelta(0), *notifying.PAUSES]
    assert (notice.state, notice.attempts, notice.last_error) == ("failed", 6, "The server is down.")


def test_a_mail_that_was_given_up_is_told_to_both_once_and_its_own_failure_to_nobody(wren, ed):
    other = editor(username="other", email="other@fas.example")
    first = given_up(wren, ed)
    # The other editor's mail of the same event fails too.
    second = Notice.objects.get(event=first.event, recipient=other, kind="submitted")
    Notice.objects.filter(pk=second.pk).update(attempts=5, next_attempt_at=NINE - HOUR)
    notifying._note_failure(leasing.claim_next(Notice), "Down.")

    spawned = Notice.objects.filter(kind="failed")
    assert set(spawned.values_list("recipient__username", "event")) == {
        (name, first.event_id) for name in ("wren", "ed", "other")
    }
    spawned.update(attempts=5, next_attempt_at=NINE - HOUR)
    notifying._note_failure(leasing.claim_next(Notice), "Down.")
    assert states(kind="failed").count("failed") == 1
    assert len(states(kind="failed")) == 3


def test_a_failed_mail_about_a_failure_looks_for_nobody_else(wren, ed):
    release = submitted(wren)
    Notice.objects.all().delete()
    type(ed).objects.filter(pk=ed.pk).update(email="")
    publishing.approve(release, by=ed)
    Notice.objects.update(attempts=5)
    notifying._note_failure(leasing.claim_next(Notice), "Down.")
    type(ed).objects.filter(pk=ed.pk).update(email="ed@fas.example")
    Notice.objects.filter(kind="failed").update(attempts=5)

    notifying._note_failure(leasing.claim_next(Notice), "Down.")

    assert list(Notice.objects.filter(kind="failed").values_list("recipient__username", "state")) == [
        ("wren", "failed")
    ]


def test_a_failed_mail_about_an_approval_is_told_to_the_approver_too(wren, ed):
    release = submitted(wren)
    Notice.objects.all().delete()
    publishing.approve(release, by=ed)
    Notice.objects.update(attempts=5)

    notifying._note_failure(leasing.claim_next(Notice), "550 no such person")

    assert told() == [("failed", "wren"), ("failed", "ed")]


def test_a_failed_mail_is_told_to_the_owner_and_to_every_editor(wren, ed):
    owner = writer(username="owner", email="owner@fas.example")
    other = editor(username="other", email="other@fas.example")
    release = submitted(wren, owner=owner)
    Notice.objects.all().delete()
    publishing.approve(release, by=ed)
    Notice.objects.filter(recipient=wren).update(attempts=5)
    Notice.objects.filter(recipient=owner).delete()

    notifying._note_failure(leasing.claim_next(Notice), "550 no such person")

    assert {name for kind, name in told() if kind == "failed"} == {"wren", "owner", "ed", other.username}


def test_the_mail_about_a_failure_names_each_that_was_given_up(wren, ed, mailoutbox):
    given_up(wren, ed)

    deliver_due()

    mail, _ = mailoutbox
    assert mail.to == ["wren@fas.example"]
    assert f"- “A text waits for an editor” to {ed.get_full_name()}: The server is down." in mail.body
    assert "/admin/releases/notice/?state__exact=failed" in mail.body


def test_a_failed_mail_can_be_tried_again_from_the_start(wren, ed):
    notice = given_up(wren, ed)

    notifying.try_again(notice, by=wren)

    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.next_attempt_at) == ("queued", 0, NINE)


def test_a_failed_mail_can_be_left_and_says_by_whom(wren, ed):
    notice = given_up(wren, ed)

    notifying.leave(notice, by=wren)

    notice.refresh_from_db()
    assert (notice.state, notice.done_at) == ("dropped", NINE)
    assert notice.last_error == f"The server is down.\n{wren.get_full_name()} left it at that."


@pytest.mark.parametrize("verb", [notifying.try_again, notifying.leave])
def test_a_decision_is_made_once_and_by_somebody_who_writes(wren, ed, verb):
    notice = given_up(wren, ed)

    with pytest.raises(MoveNotAllowed, match="needs a writer"):
        verb(notice, by=UserFactory())
    verb(notice, by=ed)
    with pytest.raises(MoveNotAllowed, match="not waiting for a decision"):
        verb(notice, by=ed)


def test_a_stranded_mail_is_queued_again_when_its_lease_is_over(wren, ed, at):
    submitted(wren)
    claimed = leasing.claim_next(Notice)

    at(NINE + leasing.LEASE - timedelta(seconds=1))
    assert notifying.take_back_stranded() == 0
    at(NINE + leasing.LEASE)
    assert notifying.take_back_stranded() == 1

    claimed.refresh_from_db()
    assert (claimed.state, claimed.lease_until, claimed.attempts) == ("queued", None, 1)


def test_a_worker_that_lost_its_lease_notes_nothing(wren, ed, at, mailoutbox):
    submitted(wren)
    slow = leasing.claim_next(Notice)
    at(NINE + 2 * leasing.LEASE)
    notifying.take_back_stranded()
    at(NINE + 3 * leasing.LEASE)
    quick = leasing.claim_next(Notice)

    notifying.deliver(slow)

    quick.refresh_from_db()
    assert (quick.state, quick.attempts) == ("claimed", 2)


def test_edit_after_approval_tells_nobody(wren, ed):
    release = submitted(wren)
    publishing.approve(release, by=ed)
    Notice.objects.all().delete()

    editing.edit_after_approval(release, by=wren)

    assert told() == []
