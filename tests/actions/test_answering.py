"""What the worker makes of sign-ups, whatever a mail server says, and wherever it is stopped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases import jobs
from releases.actions import subscribing
from releases.actions.answering import STOPPED
from releases.actions.leasing import LEASE
from releases.actions.subscribing import Wish
from releases.models import Newsletter, Organisation, SignUp
from releases.text.mailboxes import mailbox
from tests import mail_server
from tests.factories import writer
from tests.factories.newsletters import NewsletterFactory, newsletter_editor

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)

pytestmark = pytest.mark.django_db


class HangsUp(mail_server.MailServer):
    """Takes the mail and says nothing."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        server.transport.abort()
        return answer


class KilledAfterwards(EmailBackend):
    """The mail has left, and the worker ends before it can note so."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def office() -> Organisation:
    return Organisation.objects.create(pk=1, name="Federation", postal_address="1 Sample Street")


@pytest.fixture
def watch() -> Newsletter:
    return NewsletterFactory(name="Missile Watch")


def ask(newsletter, address="Ana@mail.example"):
    wish = Wish("Send me each issue of it.", newsletter=newsletter.pk)
    subscribing.ask(mailbox(address), (wish,), source="/subscribe/", client="c")


def use(settings, server):
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "fas_press.mail.SmtpBackend", 5
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.MAIL_ALLOWED = ["@mail.example"]


def outcome():
    return list(SignUp.objects.order_by("pk").values_list("state", "last_error", "mailed_on"))


def test_a_mail_that_may_have_arrived_is_not_sent_again(at, watch, settings):
    at(NINE)
    ask(watch)

    with mail_server.running(HangsUp()) as server:
        use(settings, server)
        assert jobs.answer_sign_ups() == 0
        at(NINE + HOUR)
        jobs.answer_sign_ups()

    ((state, said, mailed_on),) = outcome()
    assert len(server.received) == 1
    assert (state, mailed_on) == ("done", NINE.date())
    assert said.startswith("No answer came after the text")


class Says(mail_server.MailServer):
    """Takes the mail, in words that Django does not know."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        await super().handle_DATA(server, session, envelope)
        return self.words


@pytest.mark.parametrize(
    ("words", "but"),
    [("252 taken", ""), ("354 go on", "After the text came neither yes nor no: 354 go on")],
)
def test_only_a_plain_no_lets_the_mail_leave_again(at, watch, settings, words, but):
    at(NINE)
    ask(watch)

    with mail_server.running(Says(words)) as server:
        use(settings, server)
        jobs.answer_sign_ups()
        at(NINE + HOUR)
        jobs.answer_sign_ups()

    assert (outcome(), len(server.received)) == ([("done", but, NINE.date())], 1)


def test_a_worker_that_is_killed_after_the_mail_sends_no_second_one(at, watch, settings):
    at(NINE)
    ask(watch)
    settings.EMAIL_BACKEND = f"{__name__}.KilledAfterwards"
    with pytest.raises(KeyboardInterrupt):
        jobs.answer_sign_ups()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    at(NINE + LEASE + SECOND)
    jobs.answer_sign_ups()

    assert outcome() == [("done", STOPPED, NINE.date())]
    assert len(mail.outbox) == 1


def test_a_mail_that_never_left_uses_up_no_day_and_stands_on_the_desk(at, watch, settings, client):
    at(NINE)
    ask(watch)
    with mail_server.running() as server:
        use(settings, server)
        server.answers = {"Ana@mail.example": "550 <ana@mail.example> is over quota"}
        assert jobs.answer_sign_ups() == 0
        assert outcome() == [
            ("failed", "The mail server refused the address: 550 <the address> is over quota", None)
        ]
        client.force_login(newsletter_editor())
        desk = client.get(reverse("admin:index")).content.decode()
        client.force_login(writer())
        elsewhere = client.get(reverse("admin:index")).content.decode()

        server.answers = {}
        at(NINE + HOUR)
        ask(watch)
        assert jobs.answer_sign_ups() == 1

    assert "550 &lt;the address&gt; is over quota" in desk
    assert "Ana@mail.example" in desk
    assert "Ana@mail.example" not in elsewhere


def test_the_day_counts_from_the_mail_and_not_from_the_form(at, watch, office):
    Organisation.objects.update(postal_address="")
    at(NINE)
    ask(watch)
    at(NINE + 9 * HOUR)
    Organisation.objects.update(postal_address="1 Sample Street")
    assert jobs.answer_sign_ups() == 1

    at(NINE + 25 * HOUR)
    ask(watch)
    assert jobs.answer_sign_ups() == 0
    # It is over, and no worker takes it up again.
    assert [state for state, *_ in outcome()] == ["done", "dropped"]
    at(NINE + 33 * HOUR + SECOND)
    ask(watch)
    assert jobs.answer_sign_ups() == 1


def test_the_reader_is_locked_before_the_form_as_when_they_are_erased(at, watch):
    at(NINE)
    ask(watch)

    with CaptureQueriesContext(connection) as captured:
        jobs.answer_sign_ups()

    asked = [each["sql"] for each in captured]
    noted = next(n for n, sql in enumerate(asked) if sql.startswith("UPDATE") and '"mailed_on" = \'' in sql)
    looks = [sql.partition(" FROM ")[2] for sql in asked[:noted] if sql.startswith("SELECT")]
    held = max(n for n, look in enumerate(looks) if '"lease_until" =' in look)
    assert looks[held - 1].startswith('"releases_subscriber" WHERE')
