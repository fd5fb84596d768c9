"""Subscribers in the admin."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.actions import subscriptions, suppressing
from releases.models import Subscriber
from releases.vocabulary import SubscriptionState, Suppression
from releases.workflow import MoveNotAllowed
from tests.factories import writer
from tests.factories.newsletters import NewsletterFactory, newsletter_editor
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LIST = "/admin/releases/subscriber/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(newsletter_editor())
    return client


def found(page) -> set[str]:
    return {subscriber.email for subscriber in page.context["cl"].result_list}


def test_the_list_says_how_many_get_what(desk, at):
    watch = NewsletterFactory(name="Missile Watch")
    NewsletterFactory(name="Nobody's")
    at(NINE - 40 * DAY)
    SubscriptionFactory(newsletter=watch)
    at(NINE - DAY)
    for _ in range(2):
        SubscriptionFactory(newsletter=watch)
    subscriptions.leave(SubscriptionFactory(newsletter=watch))
    SubscriptionFactory(newsletter=watch, state=SubscriptionState.PENDING)
    reader = SubscriberFactory()
    SubscriptionFactory(newsletter=None, subscriber=reader)
    SubscriptionFactory(newsletter=None, kind="letter", subscriber=reader)
    at(NINE)

    page = desk.get(LIST)

    assert [str(readership) for readership in page.context["readerships"]] == [
        "3 addresses get Missile Watch; 1 waits for a confirmation. In the last 30 days 3 joined and 1 left.",
        "0 addresses get Nobody's; 0 wait for a confirmation. In the last 30 days 0 joined and 0 left.",
        "One address gets press releases; 0 wait for a confirmation."
        " In the last 30 days 2 joined and 0 left.",
    ]
    assert "3 addresses get Missile Watch; 1 waits" in page.content.decode()


def test_subscribers_are_searched_and_filtered(desk):
    watch = NewsletterFactory(slug="watch")
    ana = SubscriptionFactory(subscriber=SubscriberFactory(email="Ana@mail.example"), newsletter=watch)
    bob = SubscriptionFactory(subscriber=SubscriberFactory(email="bob@mail.example"), newsletter=None)
    gone = SubscriptionFactory()
    subscriptions.erase(gone.subscriber)
    SubscriberFactory(email="nobody@mail.example")

    asked = ("", "?q=ANA", "?gets=watch", "?gets=releases", "?gets=nothing", "?gets=never-was")
    lists = [found(desk.get(f"{LIST}{words}")) for words in asked]

    everybody = {ana.subscriber.email, bob.subscriber.email, "nobody@mail.example"}
    assert lists == [
        everybody, {ana.subscriber.email}, {ana.subscriber.email}, {bob.subscriber.email},
        {"nobody@mail.example"}, everybody,
    ]  # fmt: skip


def test_the_list_costs_the_same_however_many_there_are(desk):
    costs = []

    for count in (1, 6):
        for _ in range(count):
            SubscriptionFactory(newsletter=NewsletterFactory())
        with CaptureQueriesContext(connection) as asked:
            desk.get(LIST)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_staff_take_an_address_off_with_a_reason(desk):
    row = SubscriptionFactory(wording="Send me each issue of it.")
    address = reverse("admin:releases_subscriber_suppress", args=[row.subscriber_id])

    assert "Nothing is sent to this address any more" in desk.get(address).content.decode()
    assert "Write the reason" in desk.post(address, {"note": " "}).content.decode()
    assert row.may_receive
    page = desk.post(address, {"note": "She called on 2 March."}, follow=True).content.decode()

    assert "gets no mail any more." in page
    assert "She called on 2 March." in page
    assert "No mail since:" in page
    assert "Send me each issue of it." in page
    assert not row.may_receive
    again = reverse("admin:releases_subscriber_allow-again", args=[row.subscriber_id])
    assert "She called on 2 March." in desk.get(again).content.decode()
    assert "why may this address" in desk.post(again, {"note": ""}).content.decode()
    assert not row.may_receive
    desk.post(again, {"note": "She wants it again."})
    assert row.may_receive
    view = reverse("admin:releases_subscriber_change", args=[row.subscriber_id])
    assert "No mail since:" not in desk.get(view).content.decode()
    history = desk.get(reverse("admin:releases_subscriber_history", args=[row.subscriber_id]))
    assert "Gets mail again: She wants it again." in history.content.decode()


def test_a_reader_who_asked_by_letter_is_erased_as_by_the_link(desk):
    row = SubscriptionFactory(subscriber=SubscriberFactory(email="ana@mail.example"))
    reader = row.subscriber
    suppressing.suppress(reader, by=newsletter_editor(), note="Ana Ruiz called.")
    page = desk.get(reverse("admin:releases_subscriber_change", args=[reader.pk])).content.decode()
    address = reverse("admin:releases_subscriber_erase", args=[reader.pk])
    asked = desk.get(address).content.decode()
    before = Subscriber.objects.filter(pk=reader.pk).values().get()

    done = desk.post(address, {}, follow=True)

    reader.refresh_from_db()
    row.refresh_from_db()
    entries = LogEntry.objects.filter(object_id=str(reader.pk)).order_by("pk")
    assert f'<a href="{address}">Erase it</a>' in page
    assert "Nobody can undo it. Its reader can sign up again." in asked
    assert before["email"] == "ana@mail.example"
    assert (reader.email, reader.email_key, bool(reader.erased_at)) == ("", None, True)
    assert (row.state, row.ended_because) == ("ended", "erased")
    assert [entry.change_message for entry in entries] == ["", "Erased, because its reader asked for it."]
    assert done.redirect_chain == [(LIST, 302)]
    assert "ana@mail.example" not in done.content.decode()
    assert desk.post(address, {}).status_code == 404


def test_only_a_newsletter_editor_erases_an_address_and_only_once():
    reader = SubscriberFactory()

    with pytest.raises(MoveNotAllowed, match="Erasing an address needs a newsletter editor"):
        subscriptions.erase_on_request(reader, by=writer())
    subscriptions.erase_on_request(reader, by=newsletter_editor())
    with pytest.raises(MoveNotAllowed, match="This address was erased already"):
        subscriptions.erase_on_request(reader, by=newsletter_editor())


def test_writers_of_releases_see_no_address(client):
    row = SubscriptionFactory()
    client.force_login(writer())
    names = ("changelist", "change", "suppress", "allow-again", "erase")

    statuses = [
        client.get(
            reverse(
                f"admin:releases_subscriber_{name}", args=[] if name == "changelist" else [row.subscriber_id]
            )
        ).status_code
        for name in names
    ]
    client.post(reverse("admin:releases_subscriber_suppress", args=[row.subscriber_id]), {"note": "x"})
    client.post(reverse("admin:releases_subscriber_erase", args=[row.subscriber_id]), {"note": "x"})

    assert statuses == [403] * 5
    assert not Subscriber.objects.exclude(erased_at=None).exists()
    assert not Subscriber.objects.filter(suppressed_because=Suppression.STAFF).exists()
