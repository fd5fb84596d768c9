"""What subscribers change and end on their own page, without a password."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import suppressing
from releases.models import Organisation, SignUp, Subscription, Topic
from releases.queries.subscribers import readerships
from releases.rendering.subscriber_links import leave_url, manage_url
from releases.vocabulary import Kind, SubscriptionEnd, SubscriptionState, Suppression
from tests.factories import ReleaseFactory, approved
from tests.factories.subscribers import (
    SubscriberFactory,
    SubscriptionFactory,
    confirming,
    every_row,
    path,
    state,
)

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings, at) -> Organisation:
    settings.SITE_ADDRESS = "https://press.fas.example"
    at(NINE)
    return Organisation.objects.create(pk=1, name="Federation", postal_address="1 Sample Street")


def test_a_subscriber_changes_which_releases_come(client, at):
    topic = Topic.objects.create(name="Missiles", slug="missiles")
    release = ReleaseFactory()
    release.topic_lines.create(topic=topic, position=0)
    approved(release)
    row = SubscriptionFactory(newsletter=None)
    at(NINE + DAY)

    page = client.post(
        path(manage_url(row)), {"do": "change", "subscription": row.pk, "topic": "missiles", "kind": "letter"}
    ).content.decode()

    now = Subscription.objects.active().get()
    assert (now.topic, now.kind, now.confirmed_at) == (topic, Kind.LETTER, NINE + DAY)
    assert now.wording in page.replace("You get", "Send me")
    assert now.source == "/subscriptions/manage/"
    assert (state(row), row.topic, row.confirmed_at, row.wording) == (
        "ended",
        None,
        NINE,
        "Send me each issue.",
    )
    assert (row.ended_because, row.ended_at) == (SubscriptionEnd.CHANGED, NINE + DAY)
    assert "In the last 30 days 1 joined and 0 left." in str(readerships(NINE + DAY)[-1])
    assert '<option value="missiles" selected>' in page


@pytest.mark.parametrize(
    "typed", [{"topic": "never-was"}, {"kind": "poem"}, {"subscription": "x"}, {"do": "dance"}]
)
def test_what_cannot_be_changed_is_said_and_changes_nothing(client, typed):
    row = SubscriptionFactory(newsletter=None)
    before = every_row()

    page = client.post(
        path(manage_url(row)), {"do": "change", "subscription": row.pk, **typed}
    ).content.decode()

    assert "Nothing was changed" in page
    assert every_row() == before


def test_the_same_releases_are_not_had_twice(client):
    row = SubscriptionFactory(newsletter=None, kind=Kind.LETTER)
    other = SubscriptionFactory(newsletter=None, subscriber=row.subscriber)

    page = client.post(path(manage_url(row)), {"do": "change", "subscription": other.pk, "kind": "letter"})

    assert "You get exactly these releases already." in page.content.decode()
    other.refresh_from_db()
    assert other.kind == ""


def test_what_was_asked_for_and_not_confirmed_stands_in_no_change_s_way(client):
    row = SubscriptionFactory(newsletter=None)
    asked = SubscriptionFactory(
        newsletter=None, subscriber=row.subscriber, kind=Kind.LETTER, state=SubscriptionState.PENDING
    )

    page = client.post(path(manage_url(row)), {"do": "change", "subscription": row.pk, "kind": "letter"})

    assert "Changed. You get" in page.content.decode()
    assert (state(row), state(asked)) == ("ended", "ended")
    assert [each.kind for each in Subscription.objects.active()] == [Kind.LETTER]


def test_each_list_of_a_page_with_two_choices_has_a_label_of_its_own(client):
    row = SubscriptionFactory(newsletter=None)
    other = SubscriptionFactory(newsletter=None, subscriber=row.subscriber, kind=Kind.LETTER)

    page = client.get(path(manage_url(row))).content.decode()

    named = re.findall(r'<select class="input" id="([^"]+)"', page)
    assert named == re.findall(r'<label class="field__label" for="([^"]+)"', page)
    assert named == [
        f"which-{each.pk}-{name}" for each in (row, other) for name in ("programme", "topic", "kind")
    ]


def test_a_reader_who_gets_no_mail_is_not_told_that_it_comes(client):
    row = SubscriptionFactory()
    link, link_of_mail = path(manage_url(row)), confirming(row)
    silent = "At the moment nothing is sent to this address"
    assert not any(silent in client.get(each).content.decode() for each in (link, link_of_mail))

    suppressing.suppress_by_machine(row.subscriber, because=Suppression.BOUNCED)
    managing, confirmed = (client.get(each).content.decode() for each in (link, link_of_mail))

    assert silent in managing
    assert silent in confirmed
    assert "This comes to" not in confirmed


def test_nobody_manages_what_is_not_theirs(client):
    mine, other = SubscriptionFactory(newsletter=None), SubscriptionFactory(newsletter=None)
    before = every_row()

    for do in ("change", "leave"):
        client.post(path(manage_url(mine)), {"do": do, "subscription": other.pk})

    assert every_row() == before


def test_a_subscriber_leaves_one_or_all(client):
    row = SubscriptionFactory()
    more = [SubscriptionFactory(subscriber=row.subscriber) for _ in range(2)]

    client.post(path(manage_url(row)), {"do": "leave", "subscription": row.pk})
    assert [state(each) for each in (row, *more)] == ["ended", "active", "active"]
    client.post(path(manage_url(row)), {"do": "leave all"})

    assert [state(each) for each in (row, *more)] == ["ended"] * 3


def test_an_erased_address_is_nowhere_and_its_row_stays(client, at):
    row = SubscriptionFactory(subscriber=SubscriberFactory(email="ana@mail.example"))
    SignUp.objects.create(
        email="Ana@mail.example", email_key="ana@mail.example", limit_key="ana@mail.example", client="c",
        wishes=[], source="/", asked_at=NINE, next_attempt_at=NINE, subscriber=row.subscriber,
    )  # fmt: skip
    link, leaving = path(manage_url(row)), path(leave_url(row))

    assert "Tick the box first" in client.post(link, {"do": "erase"}).content.decode()
    page = client.post(link, {"do": "erase", "sure": "yes"}).content.decode()

    assert "Your address is erased" in page
    assert state(row) == SubscriptionState.ENDED
    assert (row.subscriber.email, row.subscriber.email_key, row.ended_because) == ("", None, "erased")
    assert not SignUp.objects.exists()
    assert [client.get(old).status_code for old in (link, leaving)] == [404, 404]
    SubscriberFactory(email="ana@mail.example")
