"""What staff read of a mail that did not leave: sentences, whatever Django was told."""

import smtplib

import pytest

from fas_press.mail import InDoubt
from releases.actions import mail_answers
from releases.actions.notifying import reason_of

REACHED = "The mail server 127.0.0.1:25 cannot be reached ({}). Start it, or correct SMTP_HOST and SMTP_PORT."


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (
            smtplib.SMTPRecipientsRefused({"ana@mail.example": (550, b"5.1.1 <ana@mail.example>:\r\n no")}),
            "The mail server refused the address: 550 5.1.1 <the address>: no",
        ),
        (
            smtplib.SMTPSenderRefused(550, b"5.7.1 not from you", "us@fas.example"),
            "The mail server did not take it: 550 5.7.1 not from you",
        ),
        (smtplib.SMTPDataError(554, b"5.6.0 no"), "The mail server did not take it: 554 5.6.0 no"),
        (smtplib.SMTPServerDisconnected("gone"), REACHED.format("gone")),
        (ConnectionRefusedError(111, "refused"), REACHED.format("[Errno 111] refused")),
        (InDoubt("No answer came after the text: gone"), "No answer came after the text: gone"),
        (OSError(28, "No space left on device"), "OSError: [Errno 28] No space left on device"),
    ],
)
def test_why_a_mail_did_not_leave_is_a_sentence_without_the_address(settings, failure, said):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 25

    assert reason_of(failure, "ana@mail.example") == said


@pytest.mark.parametrize(
    ("failure", "passes"),
    [
        (smtplib.SMTPDataError(499, b"later"), True),
        (smtplib.SMTPDataError(500, b"what?"), False),
        (smtplib.SMTPAuthenticationError(454, b"not now"), False),
        (smtplib.SMTPServerDisconnected("gone"), True),
        (ConnectionRefusedError(111, "refused"), True),
    ],
)
def test_only_what_a_server_puts_off_passes_by_itself(failure, passes):
    assert mail_answers.may_pass(failure) is passes
