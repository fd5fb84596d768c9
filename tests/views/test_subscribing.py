"""Signing up, from the form to the mail."""

import re
from datetime import UTC, datetime, timedelta

import lxml.html
import pytest
from django.core import mail

from releases import jobs
from releases.actions import subscribing, suppressing
from releases.models import Newsletter, Organisation, SignUp, Subscriber, Subscription, Topic
from releases.vocabulary import Kind, NoticeState, SubscriptionState, Suppression
from tests.factories import ReleaseFactory, approved
from tests.factories.newsletters import NewsletterFactory
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings) -> Organisation:
    settings.SITE_ADDRESS = "https://press.fas.example"
    return Organisation.objects.create(
        pk=1, name="Federation of American Scientists", postal_address="1 Sample Street\nWashington"
    )


@pytest.fixture
def watch() -> Newsletter:
    return NewsletterFactory(name="Missile Watch", slug="missile-watch")


def filled(page, **typed):
    """What a browser would send from the page's form, after somebody typed."""
    form = next(form for form in lxml.html.fromstring(page.content).forms if form.method == "POST")
    values: dict = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return {**values, **typed}


def sign_up(client, at, address="/newsletters/missile-watch/", since=6 * SECOND, now=NINE, **typed):
    """Open the page, wait, type, press."""
    at(now)
    page = client.get(address)
    at(now + since)
    return client.post("/subscribe/", filled(page, **{"email": "ana@mail.example", **typed}))


def test_a_sign_up_is_one_row_that_the_worker_answers_with_a_link(client, watch, at):
    page = sign_up(client, at)

    assert "Look into your mailbox" in page.content.decode()
    assert dict(page.cookies) == {}
    assert (SignUp.objects.count(), Subscriber.objects.count(), len(mail.outbox)) == (1, 0, 0)
    assert jobs.answer_sign_ups() == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (
        ["ana@mail.example"],
        "Please confirm: Federation of American Scientists by e-mail",
    )
    assert "- Send me each issue of Missile Watch by e-mail." in sent.body
    assert "https://press.fas.example/subscriptions/confirm/" in sent.body
    assert sent.body.endswith("Federation of American Scientists\n1 Sample Street\nWashington\n")
    row = Subscription.objects.get()
    assert (row.state, row.newsletter, row.wording, row.source, row.asked_at) == (
        SubscriptionState.PENDING,
        watch,
        "Send me each issue of Missile Watch by e-mail.",
        "/newsletters/missile-watch/",
        NINE + 6 * SECOND,
    )


def test_releases_can_be_chosen_by_topic_and_kind(client, watch, at):
    at(NINE - HOUR)
    topic = Topic.objects.create(name="Missiles", slug="missiles")
    Topic.objects.create(name="Secret topic", slug="secret-topic")
    release = ReleaseFactory()
    release.topic_lines.create(topic=topic, position=0)
    approved(release)

    page = sign_up(client, at, "/subscribe/", releases="yes", topic="missiles", kind="letter")
    jobs.answer_sign_ups()

    assert "Secret topic" not in client.get("/subscribe/").content.decode()
    assert page.status_code == 200
    row = Subscription.objects.get()
    assert (row.newsletter, row.topic, row.kind, row.source) == (None, topic, Kind.LETTER, "/subscribe/")
    assert row.wording == (
        "Send me press releases by e-mail as soon as they are public, only those on the topic Missiles,"
        " of the kind “Letter”."
    )


def test_the_answer_and_its_work_are_the_same_whatever_the_state_of_the_address(
    client, watch, at, django_assert_num_queries
):
    at(NINE - DAY)
    readers = [
        SubscriberFactory(email=f"{name}@mail.example") for name in ("active", "pending", "off", "left")
    ]
    SubscriptionFactory(subscriber=readers[0], newsletter=watch)
    SubscriptionFactory(subscriber=readers[1], newsletter=watch, state=SubscriptionState.PENDING)
    SubscriptionFactory(subscriber=readers[2], newsletter=watch)
    suppressing.suppress_by_machine(readers[2], because=Suppression.COMPLAINED)
    at(NINE)
    form = filled(client.get(watch.get_absolute_url()))
    at(NINE + 9 * SECOND)

    pages = set()
    for name in ("active", "pending", "off", "left", "nobody", "active"):
        with django_assert_num_queries(10):
            answer = client.post("/subscribe/", {**form, "email": f"{name}@mail.example"})
        pages.add((answer.status_code, answer.content.replace(f"{name}@".encode(), b"x@")))

    assert len(pages) == 1
    jobs.answer_sign_ups()
    assert {(sent.to[0], sent.subject[:4]) for sent in mail.outbox} == {
        ("active@mail.example", "You "),
        ("pending@mail.example", "Plea"),
        ("left@mail.example", "Plea"),
        ("nobody@mail.example", "Plea"),
    }
    assert len(mail.outbox) == 4


@pytest.mark.parametrize(
    ("since", "notice"),
    [
        (4 * SECOND, "That was quicker than people type."),
        (5 * SECOND, ""),
        (HOUR, ""),
        (HOUR + SECOND, "The page was open for more than an hour."),
    ],
)
def test_a_form_counts_from_five_seconds_to_an_hour(client, watch, at, since, notice):
    page = sign_up(client, at, since=since, email="Ana+x@mail.example").content.decode()

    assert (notice in page) if notice else ("Look into your mailbox" in page)
    assert SignUp.objects.exists() is not bool(notice)
    assert ('value="Ana+x@mail.example"' in page) is bool(notice)


@pytest.mark.parametrize("since", [4 * SECOND, 2 * HOUR])
def test_the_redrawn_form_can_be_sent_at_once(client, watch, at, since):
    again = filled(sign_up(client, at, since=since))
    at(NINE + since + SECOND)

    page = client.post("/subscribe/", again)

    assert "Look into your mailbox" in page.content.decode()
    assert SignUp.objects.get().source == watch.get_absolute_url()


@pytest.mark.parametrize("token", ["", "x", "1772460000." + "A" * 43])
def test_a_form_without_a_genuine_token_is_drawn_again(client, watch, at, token):
    page = sign_up(client, at, token=token).content.decode()

    assert "This form did not come from our page as it was." in page
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "ana"}, "Write the whole address, like name@example.org."),
        ({"email": "ana@mail.example\nBcc: all@mail.example"}, "Write the whole address"),
        ({"email": "a" * 300 + "@mail.example"}, "No e-mail address is that long."),
        ({"newsletters": []}, "Choose what you want to get"),
        ({"newsletters": "never-was"}, "Choose from this list."),
        ({"topic": "never-was", "releases": "yes"}, "Choose from this list."),
        ({"kind": "poem\x00", "releases": "yes"}, "Choose from this list."),
        ({"kind": "letter"}, "You chose which press releases, but not to get them."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_written(client, watch, at, typed, sentence):
    page = sign_up(client, at, "/subscribe/", **{"newsletters": "missile-watch", **typed}).content.decode()

    found = re.findall(r'<p class="field__error"[^>]*>(.*?)</p>', page)
    assert len(found) == 1
    assert found[0].startswith(sentence)
    assert not SignUp.objects.exists()


def test_who_fills_the_trap_is_thanked_and_forgotten(client, watch, at):
    page = sign_up(client, at, reason="https://spam.example")

    assert "Look into your mailbox" in page.content.decode()
    assert not SignUp.objects.exists()


def test_one_client_and_everybody_have_limits(client, watch, at, monkeypatch):
    monkeypatch.setattr(subscribing, "FROM_ONE_CLIENT", 2)
    monkeypatch.setattr(subscribing, "FROM_EVERYBODY", 3)
    form = {}
    statuses = []
    for number, network in enumerate(["192.0.2.1"] * 3 + ["2001:db8::1", "2001:db8::2", "192.0.2.9"]):
        at(NINE)
        form = form or filled(client.get(watch.get_absolute_url()))
        at(NINE + 9 * SECOND)
        form["email"] = f"reader{number}@mail.example"
        statuses.append(client.post("/subscribe/", form, REMOTE_ADDR=network).status_code)
    at(NINE + 9 * SECOND + HOUR + SECOND)
    form = filled(client.get(watch.get_absolute_url()), email="late@mail.example")
    at(NINE + 19 * SECOND + HOUR)
    statuses.append(client.post("/subscribe/", form, REMOTE_ADDR="192.0.2.1").status_code)

    assert statuses == [200, 200, 429, 200, 429, 429, 200]
    assert not SignUp.objects.filter(client__contains="192").exists()


def test_a_flood_against_a_few_mailboxes_sends_each_one_mail_a_day(client, watch, at, monkeypatch):
    """400 posts; the 20,000 of docs/benchmarks/list_bombing.py are the same with more of them."""
    monkeypatch.setattr(subscribing, "FROM_ONE_CLIENT", 1_000)
    for day in range(2):
        at(NINE + day * DAY)
        form = filled(client.get(watch.get_absolute_url()))
        at(NINE + day * DAY + 9 * SECOND)
        for number in range(200):
            tag = ["", "+a", "+b"][number % 3]
            client.post("/subscribe/", {**form, "email": f"Victim{number % 20}{tag}@mail.example"})
        while SignUp.objects.filter(state=NoticeState.QUEUED).exists():
            jobs.answer_sign_ups()

    to = [re.sub(r"\+\w", "", sent.to[0]) for sent in mail.outbox]
    assert sorted(to) == sorted([f"Victim{number}@mail.example" for number in range(20)] * 2)


def test_whoever_confirms_can_be_written_to_again_on_the_same_day(client, watch, at):
    other = NewsletterFactory(slug="other")
    sign_up(client, at)
    jobs.answer_sign_ups()
    sign_up(client, at, other.get_absolute_url(), now=NINE + HOUR)
    jobs.answer_sign_ups()
    assert len(mail.outbox) == 1
    link = re.search(r"https://press.fas.example(/subscriptions/confirm/\S+)", mail.outbox[0].body)[1]

    client.post(link, filled(client.get(link), subscription=[row.pk for row in Subscription.objects.all()]))
    third = NewsletterFactory(slug="third")
    sign_up(client, at, third.get_absolute_url(), now=NINE + 2 * HOUR)
    jobs.answer_sign_ups()

    assert [row.newsletter.slug for row in Subscription.objects.active().order_by("pk")] == [
        watch.slug,
        "other",
    ]
    assert len(mail.outbox) == 2
    assert "You get this already: Missile Watch; " in mail.outbox[1].body


def test_without_a_postal_address_nobody_can_sign_up(client, watch, at, office):
    at(NINE)
    form = filled(client.get(watch.get_absolute_url()), email="ana@mail.example")
    Organisation.objects.update(postal_address="")
    at(NINE + 9 * SECOND)

    page = client.post("/subscribe/", form).content.decode()

    assert "You cannot sign up on this page yet." in page
    assert not SignUp.objects.exists()


def test_a_confirmation_waits_for_a_postal_address(client, watch, at):
    sign_up(client, at)
    Organisation.objects.update(postal_address=" ")

    assert jobs.answer_sign_ups() == 0
    Organisation.objects.update(postal_address="1 Sample Street")
    assert jobs.answer_sign_ups() == 1


def test_the_forms_cost_the_same_however_much_they_offer(client, watch, django_assert_num_queries):
    for _ in range(5):
        NewsletterFactory()

    with django_assert_num_queries(4):
        client.get("/subscribe/")
    with django_assert_num_queries(3):
        client.get(watch.get_absolute_url())
