"""Releases that become public and go to who follows them; and a letter that nothing typed can forge."""

from datetime import UTC, datetime, timedelta

import pytest

from releases import conf, jobs
from releases.actions import delivering, mailing, pacing, publishing, subscribing
from releases.actions.delivering import Courier
from releases.actions.mail_answers import Answer, What
from releases.actions.pacing import Places
from releases.actions.subscribing import Wish
from releases.models import Delivery, Mailing, Newsletter
from releases.rendering.letter import Letter, NotAnAddress
from releases.text.mailboxes import mailbox
from tests.factories import approved, archived, editor
from tests.factories.mailings import ENTRY, office, queued
from tests.factories.newsletters import NewsletterFactory, newsletter_editor, public_issue
from tests.factories.subscribers import SubscriptionFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def follower(**wish):
    return SubscriptionFactory(newsletter=None, **wish)


def test_a_release_goes_to_its_followers_once_from_its_minute_on(at):
    at(NINE)
    office()
    everything, letters = follower(), follower(kind="letter")
    version = approved(public_from=NINE + timedelta(minutes=1))

    assert mailing.queue_new_releases() == 0
    at(NINE + timedelta(minutes=1))
    assert (mailing.queue_new_releases(), mailing.queue_new_releases()) == (1, 0)

    row = Mailing.objects.get()
    assert (row.release, row.state, row.queued_by) == (version.release, "sending", None)
    assert [delivery.subscription for delivery in row.deliveries.all()] == [everything]
    assert letters.deliveries.count() == 0


def test_neither_the_archive_nor_what_is_a_day_old_nor_a_correction_is_news(at):
    at(NINE)
    office()
    follower()
    archived(dated=NINE - timedelta(days=400))
    old = approved()
    at(NINE + DAY)
    publishing.approve(_corrected(old.release), by=editor())

    assert mailing.queue_new_releases() == 0


def _corrected(release):
    from releases.actions import editing, reviewing
    from tests.factories import writer

    release.refresh_from_db()
    person = writer()
    editing.edit_after_approval(release, by=person)
    release.refresh_from_db()
    release.change, release.change_note = "update", "What is new."
    release.save()
    reviewing.submit(release, by=person)
    release.refresh_from_db()
    return release


def test_without_a_postal_address_no_release_is_mailed(at):
    at(NINE)
    office(postal_address=" ")
    follower()
    approved()

    assert mailing.queue_new_releases() == 0
    office()
    assert mailing.queue_new_releases() == 1


def test_all_workers_share_one_rate(at, settings):
    at(NINE)
    settings.RECALL_MINUTES, settings.MAILS_PER_SECOND = 0, 2
    queued(5)
    delivering.begin_due()

    first, second = delivering.claim("1-a"), delivering.claim("2-b")

    assert (len(first.deliveries), first.places) == (2, Places(0.0, 0.5))
    assert (len(second.deliveries), second.places) == (2, Places(1.0, 0.5))


class Slow:
    """A way out that takes time for each mail, on a clock that only it and whoever waits can move."""

    def __init__(self, at, seconds):
        self._at, self._seconds, self.passed, self.left = at, seconds, 0.0, []

    def pass_(self, seconds):
        self.passed += seconds
        self._at(NINE + timedelta(seconds=self.passed))

    def ready(self):
        pass

    def send(self, sender, to, content, *, is_wanted):
        self.left.append(round(self.passed, 6))
        self.pass_(self._seconds)
        return Answer(What.TAKEN, "250 taken")


@pytest.mark.parametrize(("seconds", "apart"), [(0.02, 0.1), (0.2, 0.2)])
def test_the_rate_is_kept_however_long_a_mail_takes_and_nobody_catches_up(at, settings, seconds, apart):
    at(NINE)
    settings.RECALL_MINUTES, settings.MAILS_PER_SECOND = 0, 10
    queued(25)
    slow = Slow(at, seconds)
    courier = Courier("1-a", wait=slow.pass_, now=lambda: slow.passed)
    courier._post = slow

    assert courier.deliver(seconds=60) == 25

    assert slow.left == [round(n * apart, 6) for n in range(25)]


def test_a_confirmation_takes_a_place_of_the_one_rate(at, settings, mailoutbox):
    at(NINE)
    settings.MAILS_PER_SECOND = 10
    office()
    newsletter = NewsletterFactory()
    waited = []
    for name in ("ana", "ben", "cid"):
        wish = Wish("Send me each issue of it.", newsletter=newsletter.pk)
        subscribing.ask(mailbox(f"{name}@mail.example"), (wish,), source="/subscribe/", client=name)

    assert jobs.answer_sign_ups(wait=waited.append) == 3

    assert waited == [0.1, 0.2]
    assert pacing.take(1).after == 0.3


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: x@y.example",
        "a@b.example,c@d.example",
        "a b@c.example",
        "<a@b.example>",
        "a@é.example",
    ],
)
def test_no_letter_goes_to_what_is_no_address(at, address):
    at(NINE)
    delivery = queued(1).deliveries.get()
    delivery.subscription.subscriber.email = address

    with pytest.raises(NotAnAddress):
        Letter(delivery.mailing).to(delivery)


def test_a_name_with_a_newline_adds_no_header(at):
    at(NINE)
    row = queued(1)
    row.subject = "Subject\r\nBcc: x@y.example"
    row.issue.newsletter.name = "Name\nBcc: x@y.example"

    _, content = Letter(row).to(row.deliveries.get())

    head = content.partition(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))


def test_the_longest_address_of_a_newsletter_names_its_list_in_plain_letters(at):
    at(NINE)
    waiting = queued()
    slug = "a" * Newsletter._meta.get_field("slug").max_length
    Newsletter.objects.update(slug=slug)

    _, content = Letter(Mailing.objects.get(pk=waiting.pk)).to(Delivery.objects.get())

    assert f"\r\nList-Id: <{slug}.{conf.site_host()}>\r\n".encode() in content


def test_a_mailing_that_cannot_be_put_together_holds_nothing_up(at, settings, tmp_path):
    at(NINE)
    settings.RECALL_MINUTES, settings.EMAIL_FILE_PATH = 0, tmp_path
    broken, fine = queued(1), queued(1)
    # A sender that no mail can have.
    settings.DEFAULT_FROM_EMAIL = '"x\ny"@y.example'
    courier = Courier("1-test")
    courier.deliver(seconds=5)
    settings.DEFAULT_FROM_EMAIL = "FAS <press@fas.example>"
    mailing.resume(fine, by=newsletter_editor())

    assert courier.deliver(seconds=5) == 1

    broken.refresh_from_db()
    assert (broken.state, list(Delivery.objects.order_by("pk").values_list("state", flat=True))) == (
        "paused", ["queued", "sent"],
    )  # fmt: skip
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_the_longest_name_and_the_longest_title_fit_into_a_subject(at):
    at(NINE)
    office()
    issue = public_issue(newsletter=NewsletterFactory(name="N" * 120), title="T" * 200, items=[ENTRY])
    SubscriptionFactory(newsletter=issue.newsletter)

    row = mailing.queue_issue(issue, by=newsletter_editor())

    row.clean_fields(exclude=["release", "begun_at", "finished_at"])
    assert row.subject == f"{'N' * 120}, {'T' * 200}"
