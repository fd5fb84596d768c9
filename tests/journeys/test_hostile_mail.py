"""What strangers try with mail: other headers, other hosts, and links that are only looked at."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from itertools import product

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from releases import conf, jobs
from releases.forms.subscribing import SignUpForm
from releases.models import (
    Delivery,
    Mailing,
    Newsletter,
    NewsletterIssue,
    Organisation,
    SignUp,
    Subscriber,
    Subscription,
)
from releases.queries.subscribing import Offer
from releases.rendering import sign_up_mail
from releases.rendering.letter import Letter, NotAnAddress
from releases.rendering.reader_mail import in_frame
from releases.rendering.subscriber_links import confirm_url, leave_url, manage_url
from releases.text.mailboxes import NotAMailbox, mailbox
from releases.text.tokens import Purpose, seal
from tests.factories.newsletters import NewsletterFactory
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory
from tests.journeys.test_leak_sweep import ROWS
from tests.journeys.worlds import build

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SITE = "https://press.fas.example"
BREAKS = [
    "\n",
    "\r",
    "\r\n",
    "\n\r",
    "\v",
    "\f",
    "\x1c",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\r\n ",
    "\n\t",
    "%0d%0a",
]
BEHIND = [
    "Bcc: all@evil.example", "To: all@evil.example", "Subject: Pills", "From: evil@evil.example",
    "Content-Type: text/html", "List-Unsubscribe: <https://evil.example/>", "\r\n<p>Another body</p>",
]  # fmt: skip
INJECTIONS = [f"Missile{br}{header}" for br, header in product(BREAKS, BEHIND)]
HEADERS = {
    "From", "Subject", "To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Auto-Submitted", "Precedence", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip
HOSTS = [
    "evil.example", "evil.example:80", "press.fas.example.evil.example", "press.fas.example@evil.example",
    "evil.example#press.fas.example", "evil.example/press.fas.example", "press.fas.example\tevil.example",
    "127.0.0.1", "localhost", "[::1]", "evil.example.", "EVIL.example", "xn--evl-0na.example", "", " ",
    "press.fas.example, evil.example", "evil.example?x=", "evil.example\\", "0", "evil.example:99999",
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings) -> Organisation:
    settings.SITE_ADDRESS = SITE
    return Organisation.objects.create(pk=1, name="Federation", postal_address="1 Sample Street")


def letter(*, subject: str = "Number one", name: str = "Watch", address: str = "ana@mail.example") -> bytes:
    """A mail as it leaves, of rows that no form and no constraint has looked at."""
    issue = NewsletterIssue(newsletter=Newsletter(name=name, slug="watch"))
    mailing = Mailing(pk=1, issue=issue, subject=subject, text="Text.", html="<p>Text.</p>", queued_at=NINE)
    reader = Subscription(pk=1, subscriber=Subscriber(pk=1, email=address, secret="s"))
    return Letter(mailing).to(Delivery(pk=1, mailing=mailing, subscription=reader))[1]


def suspicious(content: bytes) -> list[str]:
    """Headers that a mail should not have, or has twice, and lines of the head that name a stranger's."""
    message = message_from_bytes(content, policy=policy.default)
    names = list(message.keys())
    strange = [name for name in names if name not in HEADERS or names.count(name) > 1]
    mailboxes = [each.addr_spec for name in ("To", "From") for each in message[name].addresses]
    addresses = [each for each in [*mailboxes, str(message["List-Unsubscribe"])] if "evil" in each]
    kind = [] if message.get_content_type() in ("multipart/alternative", "text/plain") else ["another kind"]
    return [*strange, *addresses, *kind]


def test_no_field_begins_another_header(settings):
    """588 injections: 98 in each of six fields."""
    settings.DEFAULT_FROM_EMAIL = "FAS <press@fas.example>"
    sent, refused = [], 0

    for words in INJECTIONS:
        sent += [letter(subject=words), letter(name=words[:40])]
        drawn = in_frame(
            "issue", {"content": None}, subject=words, why=words, office=Organisation(name=words)
        )
        message = mail.EmailMultiAlternatives(subject=drawn.subject, body=drawn.text, to=["ana@mail.example"])
        sent.append(message.message().as_bytes())
        for evil in (f"ana@mail.example{words[7:]}", f"{words}@mail.example"):
            try:
                mailbox(evil)
            except NotAMailbox:
                refused += 1
            try:
                letter(address=evil)
            except NotAnAddress:
                refused += 1
        form = SignUpForm(
            {"email": "ana@mail.example", "newsletters": [words], "topic": words, "kind": words},
            offer=Offer((Newsletter(name="Watch", slug="watch"),), (), ()),
        )
        refused += not form.is_valid()

    assert [found for found in map(suspicious, sent) if found] == []
    assert (len(sent), refused) == (3 * len(INJECTIONS), 5 * len(INJECTIONS))


def test_no_name_of_the_organisation_begins_another_header_of_a_confirmation(settings):
    subscription = SubscriptionFactory(state="pending", confirmed_at=None)
    sign_up = SignUp(pk=1, subscriber=subscription.subscriber, asked_at=NINE, source="/subscribe/")

    found = []
    for words in INJECTIONS[::7]:
        Organisation.objects.update(name=words)
        found += suspicious(sign_up_mail.draw(sign_up).message().as_bytes())

    assert found == []


def test_no_host_that_a_browser_names_is_in_any_mail(client, at, settings):
    settings.ALLOWED_HOSTS = ["*"]
    watch = NewsletterFactory(slug="watch")
    token = seal(Purpose.FORM, int(NINE.timestamp()), key=conf.form_key())
    known = SubscriptionFactory(newsletter=watch, subscriber=SubscriberFactory(email="known@mail.example"))
    at(NINE + timedelta(seconds=9))

    for number, host in enumerate(HOSTS):
        address = "known@mail.example" if number == 0 else f"reader{number}@mail.example"
        typed = {"email": address, "newsletters": "watch", "token": token}
        headers = {"Host": host, "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
        client.post("/subscribe/", typed, headers=headers, REMOTE_ADDR=f"192.0.2.{number}")
    while jobs.answer_sign_ups():
        pass

    said = "\n".join(message.message().as_string() for message in mail.outbox)
    assert set(re.findall(r"https?://[^/\s]+", said)) == {SITE}
    assert set(re.findall(r"@([\w.-]+)>", said)) >= {"press.fas.example"}
    assert "evil" not in said
    assert len(mail.outbox) > len(HOSTS) / 2
    assert any(manage_url(known) in message.body for message in mail.outbox)


def every_row() -> str:
    """A digest of all rows of all tables."""
    seen = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            seen.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
    return seen.hexdigest()


def test_looking_at_every_address_changes_no_row(at):
    """Mail scanners and previews open what they find, by GET and by HEAD."""
    Organisation.objects.all().delete()
    world = build("live", at)
    active = SubscriptionFactory()
    waiting = SubscriptionFactory(state="pending", confirmed_at=None)
    links = [
        *(link(row) for link in (manage_url, leave_url) for row in (active, waiting)),
        confirm_url(waiting.subscriber, asked_at=waiting.asked_at),
    ]
    # Drawing these takes long, and no database is near where it happens.
    quick = (name for name in ROWS if name not in ("releases:release-pdf", "releases:release-card"))
    paths = [ROWS[name](name, world)[0] for name in quick]
    paths += [link.removeprefix(SITE) for link in links]
    client = Client()
    before = every_row()

    statuses = [getattr(client, method)(path).status_code for path in paths for method in ("get", "head")]

    assert every_row() == before
    assert set(statuses) <= {200, 301, 302, 404}
    assert statuses[-2 * len(links) :] == [200] * 2 * len(links)
