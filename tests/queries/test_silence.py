"""Whether anybody sends: what is due for long, and not taken."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from releases.actions import delivering, reviewing, subscribing
from releases.actions.subscribing import Wish
from releases.desk.mailings import trouble
from releases.models import Mailing, Organisation
from releases.queries.silence import PATIENCE, since
from releases.text.mailboxes import mailbox
from tests.factories import ReleaseFactory, editor, writer
from tests.factories.mailings import office, queued
from tests.factories.newsletters import NewsletterFactory, newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def mail_to_a_colleague():
    editor(email="ed@mail.example")
    person = writer()
    reviewing.submit(ReleaseFactory(owner=person), by=person)


def sign_up():
    wish = Wish("Send me each issue of it.", newsletter=NewsletterFactory().pk)
    subscribing.ask(mailbox("ana@mail.example"), (wish,), source="/subscribe/", client="c")


def mailing_that_nobody_begins():
    queued(2)


def mails_that_nobody_takes():
    queued(2)
    delivering.begin_due()


@pytest.mark.parametrize(
    "wait", [mail_to_a_colleague, sign_up, mailing_that_nobody_begins, mails_that_nobody_takes]
)
def test_what_has_been_due_for_ten_minutes_says_that_no_worker_runs(at, settings, wait):
    at(NINE)
    settings.RECALL_MINUTES = 0
    office()
    wait()

    assert since(NINE + PATIENCE - SECOND) is None
    assert since(NINE + PATIENCE) == NINE
    assert trouble(NINE + PATIENCE).startswith(
        "Mails have been due since Monday, 2 March 2026, 9:00 a.m. EST (14:00 UTC), and nobody takes them."
    )


def test_while_a_worker_has_mails_the_others_wait_for_it(at, settings):
    at(NINE)
    settings.RECALL_MINUTES = 0
    mails_that_nobody_takes()
    at(NINE + PATIENCE)

    delivering.claim("1-test", limit=1)

    assert since(NINE + PATIENCE) is None
    assert trouble(NINE + PATIENCE) == ""


def test_what_is_paused_or_waits_for_an_address_waits_for_no_worker(at, settings):
    at(NINE)
    settings.RECALL_MINUTES = 0
    mails_that_nobody_takes()
    sign_up()
    Mailing.objects.update(state="paused", paused_because="Somebody paused it.")
    Organisation.objects.update(postal_address="")

    assert since(NINE + PATIENCE) is None


def test_the_terminal_says_so_too(at, settings, capsys):
    at(NINE)
    settings.RECALL_MINUTES = 0
    mails_that_nobody_takes()
    at(NINE + PATIENCE)

    call_command("mailings")

    assert "and nobody takes them. Start" in capsys.readouterr().out


@pytest.mark.parametrize("who", [newsletter_editor, writer])
def test_the_desk_says_so_to_everybody(client, at, who):
    at(NINE)
    office()
    mail_to_a_colleague()
    at(NINE + PATIENCE)
    client.force_login(who())

    assert client.get("/admin/").content.decode().count("and nobody takes them. Start") == 1
