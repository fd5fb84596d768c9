"""The links in mails: confirm, manage, leave."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from releases.actions import subscriptions
from releases.models import Organisation, Subscriber, Subscription
from releases.rendering.subscriber_links import leave_url, manage_url
from releases.rendering.wishes import what_it_is
from releases.text.tokens import Purpose, seal
from releases.vocabulary import Kind, SubscriptionEnd, SubscriptionState
from tests.factories.newsletters import NewsletterFactory, public_issue
from tests.factories.subscribers import (
    SubscriptionFactory,
    confirming,
    every_row,
    path,
    state,
)

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings, at) -> Organisation:
    settings.SITE_ADDRESS = "https://press.fas.example"
    at(NINE)
    return Organisation.objects.create(pk=1, name="Federation", postal_address="1 Sample Street")


def pending(**fields) -> Subscription:
    return SubscriptionFactory(state=SubscriptionState.PENDING, **fields)


def test_one_button_confirms_and_keeps_when_and_what_was_agreed(client, at):
    row = pending(wording="Send me each issue of it.", source="/newsletters/it/")
    at(NINE + DAY)

    page = client.get(confirming(row)).content.decode()
    assert page.count("<button") == 1
    assert "Send me each issue of it." in page
    answer = client.post(confirming(row), {"subscription": row.pk})

    assert "You are subscribed" in answer.content.decode()
    assert state(row) == SubscriptionState.ACTIVE
    assert (row.confirmed_at, row.wording, row.source) == (
        NINE + DAY,
        "Send me each issue of it.",
        "/newsletters/it/",
    )
    again = client.post(confirming(row), {"subscription": row.pk}).content.decode()
    assert "You are subscribed" in again
    assert "You are subscribed already" in client.get(confirming(row)).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at == NINE + DAY


def test_only_what_the_page_showed_is_confirmed(client):
    row = pending()
    unticked, foreign = pending(subscriber=row.subscriber), pending()

    client.post(confirming(row), {"subscription": [row.pk, foreign.pk, "x", "²", "9" * 30]})

    assert [state(each) for each in (row, unticked, foreign)] == ["active", "pending", "pending"]


def test_who_ticks_nothing_is_asked_again(client):
    row = pending()
    pending(subscriber=row.subscriber)

    page = client.post(confirming(row), {}).content.decode()

    assert "Nothing was ticked" in page
    assert page.count("checked>") == 2
    assert state(row) == "pending"


@pytest.mark.parametrize(
    ("later", "status", "then"), [(7 * DAY, 200, "active"), (7 * DAY + 2 * SECOND, 410, "pending")]
)
def test_a_link_confirms_for_seven_days(client, at, later, status, then):
    row = pending()
    at(NINE + later)

    statuses = {
        client.get(confirming(row)).status_code,
        client.post(confirming(row), {"subscription": row.pk}).status_code,
    }

    assert (statuses, state(row)) == ({status}, then)


def test_what_nobody_confirms_is_forgotten_after_seven_days(at):
    row, kept, left = pending(), SubscriptionFactory(), SubscriptionFactory()
    subscriptions.leave(left)
    pending(subscriber=kept.subscriber)
    at(NINE + 6 * DAY)
    young = pending()
    at(NINE + 7 * DAY + SECOND)

    assert subscriptions.forget_unconfirmed() == 2
    assert subscriptions.forget_unconfirmed() == 0

    assert set(Subscription.objects.all()) == {kept, left, young}
    assert not Subscriber.objects.filter(pk=row.subscriber_id).exists()


@pytest.mark.locks_rows
@pytest.mark.django_db(transaction=True)
def test_forgetting_waits_for_nobody_who_confirms():
    held, free = pending(asked_at=NINE - 8 * DAY), pending(asked_at=NINE - 8 * DAY)

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        Subscriber.objects.select_for_update().get(pk=held.subscriber_id)
        forgotten = other.submit(_with_own_connection, subscriptions.forget_unconfirmed).result(timeout=20)

    assert forgotten == 1
    assert list(Subscription.objects.all()) == [held]
    assert not Subscriber.objects.filter(pk=free.subscriber_id).exists()


def _with_own_connection(work):
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}, "not a form"])
def test_leaving_needs_one_post_without_cookie_or_redirect_and_can_be_repeated(at, body):
    row, other = SubscriptionFactory(), SubscriptionFactory()
    strict = Client(enforce_csrf_checks=True)
    at(NINE + DAY)
    kind = {"content_type": "text/plain"} if isinstance(body, str) else {}

    first = strict.post(path(leave_url(row)), body, **kind)
    at(NINE + 2 * DAY)
    second = strict.post(path(leave_url(row)), body, **kind)

    assert [(answer.status_code, dict(answer.cookies)) for answer in (first, second)] == [(200, {})] * 2
    assert (state(row), row.ended_at, row.ended_because) == ("ended", NINE + DAY, SubscriptionEnd.LEFT)
    assert not row.may_receive
    assert other.may_receive
    assert "You are unsubscribed" in strict.get(path(leave_url(row))).content.decode()


def test_leaving_one_release_mail_leaves_all_of_that_list_and_nothing_else(client):
    row = SubscriptionFactory(newsletter=None, kind=Kind.LETTER)
    reader = row.subscriber
    more = [
        SubscriptionFactory(newsletter=None, subscriber=reader),
        pending(newsletter=None, kind=Kind.STATEMENT, subscriber=reader),
    ]
    kept = [SubscriptionFactory(subscriber=reader), SubscriptionFactory(newsletter=None)]

    page = client.get(path(leave_url(row))).content.decode()
    client.post(path(leave_url(row)), {"List-Unsubscribe": "One-Click"})

    assert "Stop press releases?" in page
    assert all(f"<li>{what_it_is(each)}</li>" in page for each in (row, *more))
    assert [state(each) for each in (row, *more, *kept)] == ["ended"] * 3 + ["active"] * 2


def test_the_link_of_an_old_mail_leaves_a_newsletter_that_was_asked_for_again(client):
    old, other = SubscriptionFactory(), SubscriptionFactory()
    subscriptions.leave(old)
    again = SubscriptionFactory(subscriber=old.subscriber, newsletter=old.newsletter)
    elsewhere = SubscriptionFactory(subscriber=old.subscriber)

    asked = client.get(path(leave_url(old))).content.decode()
    client.post(path(leave_url(old)))

    assert "<button" in asked
    assert [state(each) for each in (again, elsewhere, other)] == ["ended", "active", "active"]


def test_the_way_to_a_link_without_its_last_slash_is_kept_by_nobody(client):
    link = path(leave_url(SubscriptionFactory()))

    answer = client.get(link.removesuffix("/"))

    assert (answer.status_code, answer["Location"]) == (301, link)
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_that_leaves_has_one_button(client):
    row = SubscriptionFactory(newsletter=NewsletterFactory(name="Missile Watch"))

    page = client.get(path(leave_url(row)))

    assert page.content.decode().count("<button") == 1
    assert "Stop Missile Watch?" in page.content.decode()
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert row.may_receive


def test_tokens_open_no_other_door(client):
    row = SubscriptionFactory()
    secret = row.subscriber.secret
    doors = {
        "confirm-subscription": seal(Purpose.CONFIRM, row.subscriber_id, key=secret, expires=2_000_000_000),
        "manage-subscriptions": seal(Purpose.MANAGE, row.subscriber_id, key=secret),
        "leave-subscription": seal(Purpose.LEAVE, row.pk, key=secret),
    }
    endless = seal(Purpose.CONFIRM, row.subscriber_id, key=secret)
    before = every_row()

    opened = [
        (door, token)
        for door in doors
        for token in (*doors.values(), endless, "1.x", "9" * 18 + "." + "A" * 43)
        if client.get(reverse(f"releases:{door}", args=[token])).status_code != 404
    ]
    wrong = [client.post(reverse(f"releases:{door}", args=[endless])).status_code for door in doors]

    assert opened == list(doors.items())
    assert wrong == [404] * 3
    assert every_row() == before


def test_a_new_secret_makes_old_links_worthless(client):
    row = SubscriptionFactory()
    link = path(manage_url(row))

    Subscriber.objects.update(secret="another-secret-of-the-same-subscriber-00000")

    assert client.get(link).status_code == 404


def test_scanners_change_no_row(client):
    """Mail scanners open every link, by GET and by HEAD, more than once."""
    issue = public_issue()
    row, waiting = SubscriptionFactory(newsletter=issue.newsletter), pending()
    links = [
        path(leave_url(row)), path(manage_url(row)), confirming(waiting), path(leave_url(waiting)),
        "/subscribe/", "/newsletters/", issue.newsletter.get_absolute_url(), issue.get_absolute_url(),
    ]  # fmt: skip
    before = every_row()

    statuses = {getattr(client, method)(link).status_code for link in links for method in ("get", "head") * 2}

    assert statuses == {200}
    assert every_row() == before
