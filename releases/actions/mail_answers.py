"""What a mail server says, told apart and put into sentences."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from enum import Enum

from django.conf import settings

LONGEST_ANSWER = 500
DEAD_ADDRESS = re.compile(r"5\d\d 5\.1\.[123](?!\d)")
"""No such mailbox, no such domain, no such spelling; 5.1.10 and its neighbours say other things."""


class What(Enum):
    """What the mail server has said of one mail."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What became of one mail, with the server's words."""

    what: What
    words: str


def is_dead_address(said: str) -> bool:
    """Whether a refusal says that there is no such mailbox."""
    return bool(DEAD_ADDRESS.match(said))


def answer_of(code: int, words: bytes) -> Answer:
    """What a reply of the server means for the mail."""
    said = said_of(code, words)
    if 200 <= code < 300:
        return Answer(What.TAKEN, said)
    if 500 <= code < 600:
        return Answer(What.REFUSED, said)
    return Answer(What.LATER, said)


def answer_to_text(code: int, words: bytes) -> Answer:
    """The same of the reply after the text; neither yes nor no leaves open whether the mail was taken."""
    if 200 <= code < 300 or 400 <= code < 600:
        return answer_of(code, words)
    return Answer(What.UNKNOWN, f"After the text came neither yes nor no: {said_of(code, words)}")


def said_of(code: int, words: bytes) -> str:
    """The reply as one line."""
    return line(f"{code} {words.decode(errors='replace')}")


def line(words: str) -> str:
    """One line, without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _short(words: str) -> str:
    return line(words)[:LONGEST_ANSWER]


def words_of(failure: Exception) -> str:
    """What a failure says of itself."""
    return line(str(failure)) or type(failure).__name__


def refusal_of(failure: Exception) -> str:
    """Why Django could not hand a mail over: the server's reply as one line, if there was one."""
    match failure:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(failure.recipients.values()))
            return said_of(code, words)
        case smtplib.SMTPResponseException():
            said = failure.smtp_error
            return said_of(failure.smtp_code, said.encode() if isinstance(said, str) else said)
        case _:
            return words_of(failure)


def may_pass(failure: Exception) -> bool:
    """Whether the next try may succeed by itself: the server is being restarted, or has too many guests."""
    if isinstance(failure, ssl.SSLError | smtplib.SMTPNotSupportedError | smtplib.SMTPAuthenticationError):
        return False
    return not isinstance(failure, smtplib.SMTPResponseException) or failure.smtp_code < 500


def sentence_of(failure: Exception) -> str:
    """What is wrong with the server or our settings, and what to do."""
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    match failure:
        case smtplib.SMTPAuthenticationError():
            said = said_of(failure.smtp_code, failure.smtp_error)  # type: ignore[arg-type]
            return _short(
                f"The mail server {where} refuses our login ({said}). Correct SMTP_USER and SMTP_PASSWORD."
            )
        case smtplib.SMTPNotSupportedError() if settings.EMAIL_USE_TLS:
            return (
                f"The mail server {where} offers no STARTTLS, and without it nothing is sent. "
                "Correct the server, or SMTP_SECURITY."
            )
        case ssl.SSLError():
            return _short(
                f"The mail server {where} cannot be trusted ({words_of(failure)}). Correct its certificate."
            )
        case _:
            return _short(
                f"The mail server {where} cannot be reached ({words_of(failure)}). "
                "Start it, or correct SMTP_HOST and SMTP_PORT."
            )
