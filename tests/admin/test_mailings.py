"""Sending an issue, and looking after mailings, as newsletter editors do it in the admin."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from fas_press import mail
from releases.actions import mailing as verbs
from releases.models import Delivery, Mailing, Subscriber
from releases.vocabulary import Role
from tests.factories import UserFactory
from tests.factories.mailings import ENTRY, office, queued
from tests.factories.newsletters import newsletter_editor, public_issue
from tests.factories.subscribers import SubscriptionFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def nell(client, at):
    at(NINE)
    person = newsletter_editor()
    client.force_login(person)
    return person


def ready(readers=2, **fields):
    office()
    issue = public_issue(**{"items": [ENTRY], **fields})
    SubscriptionFactory.create_batch(readers, newsletter=issue.newsletter)
    return issue


def page(client, name, *args, **post):
    url = reverse(f"admin:releases_mailing_{name}", args=args)
    answer = client.post(url, post) if post else client.get(url)
    return answer.status_code, " ".join(answer.content.decode().split())


def test_an_issue_is_sent_by_a_button_that_says_to_how_many_and_from_when(client, nell):
    issue = ready()

    status, words = page(client, "send", issue.pk)
    assert (status, Mailing.objects.count()) == (200, 0)
    assert "Send “Issue 1” to 2 readers?" in words
    assert "Monday, 23 November 2026, 9:10 a.m. EST (14:10 UTC)" in words

    answer = client.post(reverse("admin:releases_mailing_send", args=[issue.pk]), follow=True)

    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.recipients, mailing.queued_by) == ("waiting", 2, nell)
    assert mailing.starts_at == NINE + timedelta(minutes=10)
    assert "Queued for 2 readers." in answer.content.decode()
    assert issue.events.first().move == "mailing: queue"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda issue: office(postal_address=""), "Every mail has to name a postal address."),
        (lambda issue: Subscriber.objects.update(
            suppressed_at=NINE, suppressed_because="staff"), "Nobody has subscribed to this newsletter."),
        (lambda issue: Mailing.objects.create(
            issue=issue, subject="s", text="t", html="h", queued_at=NINE, starts_at=NINE),
         "This issue is queued or sent already."),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_with_a_sentence(client, nell, spoil, sentence):
    issue = ready()
    spoil(issue)

    status, words = page(client, "send", issue.pk, yes="1")

    assert status == 409
    assert sentence in words
    assert Delivery.objects.count() == 0


def test_an_issue_without_items_is_not_sent(client, nell):
    status, words = page(client, "send", ready(items=[]).pk, yes="1")

    assert (status, "The issue has no items." in words) == (409, True)


def test_a_mailing_is_paused_resumed_recalled_and_ended(client, nell):
    mailing = queued(2)

    assert page(client, "pause", mailing.pk, yes="1")[0] == 302
    assert "paused it." in page(client, "change", mailing.pk)[1]
    assert page(client, "resume", mailing.pk, yes="1")[0] == 302
    assert page(client, "end", mailing.pk, yes="1")[0] == 409
    assert page(client, "recall", mailing.pk, yes="1")[0] == 302

    mailing.refresh_from_db()
    assert mailing.state == "recalled"
    assert "It was for 2 readers; nobody got it." in page(client, "change", mailing.pk)[1]
    assert list(mailing.deliveries.values_list("state", flat=True)) == ["suppressed"] * 2
    assert page(client, "send", mailing.issue_id, yes="1")[0] == 302
    begun = Mailing.objects.get(state="waiting")
    Mailing.objects.filter(pk=begun.pk).update(state="sending", begun_at=NINE)
    assert "Only an issue that waits or is paused" in page(client, "recall", begun.pk, yes="1")[1]
    assert page(client, "pause", begun.pk, yes="1")[0] == 302
    assert page(client, "end", begun.pk, yes="1")[0] == 302
    begun.refresh_from_db()
    assert begun.state == "finished"


def uncertain(count):
    mailing = queued(count)
    Mailing.objects.update(state="sending", begun_at=NINE)
    mailing.deliveries.update(state="claimed", worker="1", lease_until=NINE)
    mailing.deliveries.update(state="sending")
    mailing.deliveries.update(state="uncertain", lease_until=None)
    return mailing


def test_uncertain_mails_are_decided_one_by_one_and_stand_on_the_desk(client, nell):
    mailing = uncertain(2)
    again, sent = mailing.deliveries.order_by("pk")

    desk = client.get(reverse("admin:index")).content.decode()
    page(client, "decide", mailing.pk, delivery=again.pk, decision="again")
    page(client, "decide", mailing.pk, delivery=sent.pk, decision="sent")

    assert "Nobody knows whether 2 mails arrived." in desk
    assert list(mailing.deliveries.order_by("pk").values_list("state", flat=True)) == ["queued", "sent"]


@pytest.mark.parametrize(
    ("decision", "state", "said"), [("again", "queued", "are sent again"), ("sent", "sent", "count as sent")]
)
def test_all_that_the_page_shows_is_decided_at_once_and_nothing_else(client, nell, decision, state, said):
    mailing = uncertain(3)
    other = Delivery.objects.filter(mailing=uncertain(1)).get()
    *shown, decided = mailing.deliveries.order_by("pk")
    verbs.count_as_sent(decided, by=nell)
    posted = {"delivery": [row.pk for row in (*shown, decided, other)], "decision": decision}

    answer = client.post(reverse("admin:releases_mailing_decide", args=[mailing.pk]), posted, follow=True)

    assert [str(each) for each in answer.context["messages"]] == [
        f"{decided.subscription.subscriber}: This mail is not uncertain any more. "
        "Somebody may have decided already.",
        f"2 mails {said}.",
    ]
    assert [row.state for row in mailing.deliveries.order_by("pk")] == [state, state, "sent"]
    other.refresh_from_db()
    assert other.state == "uncertain"


def test_the_outbox_shows_mails_and_keeps_those_with_keys_from_who_keeps_no_accounts(
    client, nell, settings, tmp_path
):
    settings.EMAIL_FILE_PATH = tmp_path
    ours = mail.keep(
        b"To: a@mail.example\nSubject: Issue\nList-Id: <x.y>\nContent-Type: text/html\n\n<b>x</b>"
    ).stem
    key = mail.keep(b"To: ed@fas.example\nSubject: Choose a password\n\nkey").stem

    mail.keep(b"To: b@mail.example\nSubject: Confirm it\nMessage-ID: <sign-up-7@press.example>\n\nlink")
    listed = client.get(reverse("admin:outbox")).content.decode()
    framed = client.get(reverse("admin:outbox-html", args=[ours]))
    opened = [client.get(reverse("admin:outbox-mail", args=[name])).status_code for name in (ours, key)]

    assert ("Issue" in listed, "Choose a password" in listed) == (True, False)
    assert "Confirm it" in listed
    assert opened == [200, 404]
    assert framed.content.decode().strip() == "<b>x</b>"
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox" in framed["Content-Security-Policy"]
    assert "default-src 'none'" in framed["Content-Security-Policy"]
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    assert "Choose a password" in client.get(reverse("admin:outbox")).content.decode()
    client.force_login(UserFactory(roles=[Role.WRITER]))
    assert client.get(reverse("admin:outbox")).status_code == 403


def test_what_stops_all_mail_stands_above_the_mailings_that_wait(client, nell, settings):
    mailing = queued(1)
    settings.INSTANCE_ID = "a copy"
    words = "No mail leaves. This database belongs to another copy of the site"

    desk = " ".join(client.get(reverse("admin:index")).content.decode().split())

    assert words in desk
    assert words in page(client, "change", mailing.pk)[1]
