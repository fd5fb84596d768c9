"""What becomes of each mail to subscribers, whatever a mail server on a socket says."""

import socket
import threading
from datetime import timedelta

import pytest

from releases.actions import delivering
from releases.actions import mailing as verbs
from releases.actions.ledger import PAUSES
from releases.vocabulary import DeliveryState as State
from tests import mail_server
from tests.factories.mailings import NINE, WINDOW, states, under_way, work
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db


def test_everybody_gets_one_mail_with_links_of_their_own(at, server):
    mailing = under_way(at)

    assert work() == 3
    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("finished", ["sent"] * 3)
    to = {mail["To"] for mail in server.received}
    assert to == {row.subscription.subscriber.email for row in mailing.deliveries.all()}
    assert len({mail["List-Unsubscribe"] for mail in server.received}) == 3
    assert {mail["Message-ID"] for mail in server.received} == {
        f"<mailing-{mailing.pk}-{row.pk}@127.0.0.1>" for row in mailing.deliveries.all()
    }


def test_a_mail_says_what_mail_programs_have_to_know(at, server):
    mailing = under_way(at, 1)

    work()

    (mail,) = server.received
    slug = mailing.issue.newsletter.slug
    assert mail["List-Id"] == f"<{slug}.127.0.0.1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    link = mail["List-Unsubscribe"].strip("<>")
    for part in ("plain", "html"):
        words = mail.get_body((part,)).get_content()
        assert link in words
        assert "20036" in words
        assert ".invalid" not in words


@pytest.mark.parametrize(
    ("answer", "state", "wait"),
    [
        ("451 try later", State.QUEUED, PAUSES[0]),
        ("550 5.7.1 not from you", State.FAILED, None),
        ("550 5.1.1 nobody of that name", State.FAILED, None),
        ("556 5.1.10 that domain takes no mail today", State.FAILED, None),
    ],
)
def test_what_a_server_says_of_one_reader_is_about_that_reader_alone(at, server, answer, state, wait):
    mailing = under_way(at)
    first = mailing.deliveries.order_by("pk").first()
    server.answers[first.subscription.subscriber.email] = answer

    work()

    first.refresh_from_db()
    assert (first.state, first.last_answer, first.attempts) == (state, answer, 1)
    assert first.next_attempt_at == NINE + WINDOW + (wait or timedelta(0))
    assert states(mailing)[1:] == ["sent", "sent"]
    first.subscription.subscriber.refresh_from_db()
    assert (first.subscription.subscriber.suppressed_because == "bounced") == ("5.1.1 " in answer)


class Unclear(mail_server.MailServer):
    """Takes every mail, and says neither yes nor no."""

    def __init__(self, says):
        super().__init__()
        self.says = says

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        await super().handle_DATA(server, session, envelope)
        return self.says


@pytest.mark.parametrize("says", ["354 go on", "150 soon", "999 well", "OK queued as 17"])
def test_after_the_text_only_a_plain_no_lets_a_mail_leave_again(at, settings, says):
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.MAIL_ALLOWED = "127.0.0.1", 5, ["@mail.example"]
    with mail_server.running(Unclear(says)) as server:
        settings.EMAIL_PORT = server.port
        mailing = under_way(at, 1)
        work()
        at(NINE + timedelta(hours=1))
        work()

    assert (states(mailing), len(server.received)) == (["uncertain"], 1)
    assert mailing.deliveries.get().last_answer.startswith("After the text came neither yes nor no: ")


class HangsUp(mail_server.MailServer):
    """Takes every text, and says nothing."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        server.transport.abort()
        return answer


def test_a_server_that_answers_no_text_leaves_few_mails_in_doubt(at, settings, monkeypatch):
    monkeypatch.setattr(delivering, "UNANSWERED_IN_A_ROW", 3)
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.MAIL_ALLOWED = "127.0.0.1", 5, ["@mail.example"]
    with mail_server.running(HangsUp()) as server:
        settings.EMAIL_PORT = server.port
        mailing = under_way(at, 5)
        work()

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("paused", ["uncertain"] * 3 + ["queued"] * 2)
    assert mailing.paused_because.startswith(
        "The mail server never said of 3 mails one after the other whether it took them. No answer came after"
    )


def test_an_address_is_not_kept_in_the_words_of_a_server(at, server):
    mailing = under_way(at, 2)
    first, second = (row.subscription.subscriber.email for row in mailing.deliveries.order_by("pk"))
    server.answers = {
        first: f"550 5.1.1 <{first.upper()}>: nobody of that name; {'x' * 440} {first}",
        second: f"451 <{second}> try later",
    }

    work()

    refused, later = mailing.deliveries.order_by("pk")
    assert refused.last_answer.startswith("550 5.1.1 <the address>: nobody")
    assert "mail.example" not in refused.last_answer.lower()
    assert later.last_answer == "451 <the address> try later"
    assert "mail.example" not in refused.subscription.subscriber.suppression_note.lower()


def test_later_is_tried_for_72_hours_and_not_longer(at, server):
    mailing = under_way(at, 1)
    address = mailing.deliveries.get().subscription.subscriber.email
    server.answers[address] = "451 try later"
    tries, instant = 0, NINE + WINDOW

    while states(mailing) == ["queued"]:
        at(instant)
        work()
        tries += 1
        instant = mailing.deliveries.get().next_attempt_at

    assert tries == len(PAUSES) + 1
    assert (states(mailing), instant - NINE - WINDOW) == (["failed"], timedelta(hours=72))
    mailing.refresh_from_db()
    assert mailing.state == "finished"


def test_a_server_that_is_not_there_pauses_the_mailing_with_a_sentence(at, server, settings):
    settings.EMAIL_PORT = mail_server.free_port()
    mailing = under_way(at)

    assert work() == 0

    mailing.refresh_from_db()
    assert mailing.state == "paused"
    assert mailing.paused_because == (
        f"The mail server 127.0.0.1:{settings.EMAIL_PORT} cannot be reached "
        "([Errno 111] Connection refused). Start it, or correct SMTP_HOST and SMTP_PORT."
    )
    assert (states(mailing), [row.attempts for row in mailing.deliveries.all()]) == (["queued"] * 3, [0] * 3)

    settings.EMAIL_PORT = server.port
    verbs.resume(mailing, by=newsletter_editor())
    assert work() == 3


def test_a_refused_login_pauses_the_mailing(at, server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "press", "wrong"
    mailing = under_way(at, 1)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == ("paused", ["queued"])


def test_what_cannot_be_written_down_does_not_leave_and_says_so(at, server, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "claims.lock").mkdir()
    mailing = under_way(at)

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("paused", ["queued"] * 3, [])
    assert mailing.paused_because.startswith(f"The file {tmp_path}/claims cannot be written (Is a directory)")

    (tmp_path / "claims.lock").rmdir()
    verbs.resume(mailing, by=newsletter_editor())
    assert work() == 3


def test_outside_production_only_named_addresses_get_mail(at, server, settings):
    settings.MAIL_ALLOWED = ["somebody@else.example"]
    mailing = under_way(at, 1)

    assert work() == 0

    row = mailing.deliveries.get()
    assert (row.state, row.last_answer) == (
        "suppressed",
        "Not sent: MAIL_ALLOWED does not name this address.",
    )


def test_a_copied_database_sends_nothing(at, server, settings):
    mailing = under_way(at, 1)
    settings.INSTANCE_ID = "another copy"

    assert work() == 0

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing), server.received) == ("waiting", ["queued"], [])


def test_a_server_that_takes_several_commands_at_once_gets_no_text_for_nobody(at, settings):
    """It answers “go on” to DATA though it refused the reader, as RFC 2920 lets it."""
    said = []

    def converse(listener):
        for _ in range(2):
            spoken, _ = listener.accept()
            with spoken, spoken.makefile("rb") as lines:
                spoken.sendall(b"220 here\r\n")
                for line in lines:
                    said.append(line.strip())
                    if line.startswith(b"ehlo"):
                        spoken.sendall(b"250-here\r\n250 PIPELINING\r\n")
                    elif line.startswith(b"RCPT"):
                        spoken.sendall(b"550 5.7.1 no\r\n")
                    elif line.startswith(b"DATA"):
                        spoken.sendall(b"354 go on\r\n")
                    else:
                        spoken.sendall(b"250 fine\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        settings.EMAIL_TIMEOUT, settings.MAIL_ALLOWED = 5, ["@mail.example"]
        thread = threading.Thread(target=converse, args=[listener], daemon=True)
        thread.start()
        mailing = under_way(at, 2)
        assert work() == 0
        thread.join(timeout=10)

    assert states(mailing) == ["refused"] * 2
    assert [
        line for line in said if line not in (b"DATA",) and not line.startswith((b"ehlo", b"MAIL", b"RCPT"))
    ] == []
