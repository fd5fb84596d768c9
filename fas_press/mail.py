"""How Django's mails leave: through the mail server, or into files where there is none.

Outside production only addresses that MAIL_ALLOWED names get mail from a mail server.
"""

import os
import secrets
import smtplib
import time
from collections.abc import Sequence
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

ASKS_FOR_TEXT = 354
NOT_ALLOWED = "Not sent: MAIL_ALLOWED does not name this address."


def is_allowed(address: str) -> bool:
    """Whether a mail to this address may leave the machine."""
    if not settings.MAIL_ALLOWED:
        return bool(settings.PRODUCTION)
    wanted = address.lower()
    allowed = {entry.lower() for entry in settings.MAIL_ALLOWED}
    return wanted in allowed or f"@{wanted.rpartition('@')[2]}" in allowed


def keep(content: bytes) -> Path:
    """Write a mail into a file of its own in the outbox: all of it, or nothing."""
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = (
        f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{time.time_ns() % 10**9:09}-{secrets.token_hex(4)}"
    )
    draft = folder / f".{name}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return draft.rename(folder / f"{name}.eml")


class InDoubt(Exception):
    """The server had asked for the text, and never said whether it has taken the mail."""


class _Telling:
    """What smtplib keeps to itself: whether the server had asked for the text when the conversation broke."""

    _asked_for_text = False

    def getreply(self) -> tuple[int, bytes]:
        code, words = super().getreply()  # type: ignore[misc]
        self._asked_for_text = code == ASKS_FOR_TEXT
        return code, words

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            code, words = super().data(msg)  # type: ignore[misc]
        except OSError as failure:
            if self._asked_for_text:
                raise InDoubt(f"No answer came after the text: {failure}") from failure
            raise
        if 200 <= code < 300:
            # Django knows one number for “taken”; servers know more.
            return 250, words
        if not 400 <= code < 600:
            raise InDoubt(f"After the text came neither yes nor no: {code} {words.decode(errors='replace')}")
        return code, words


class _Plain(_Telling, smtplib.SMTP):
    """With STARTTLS, or without TLS."""


class _Encrypted(_Telling, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's, for addresses that may be written to. A mail that may have been taken is InDoubt."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The way to the server, as Django chooses it."""
        return _Encrypted if self.use_ssl else _Plain

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send all, or none where one of them goes to somebody who must not get it."""
        refused = {
            address: (550, NOT_ALLOWED.encode())
            for message in email_messages
            for address in message.recipients()
            if not is_allowed(address)
        }
        if refused:
            raise SMTPRecipientsRefused(refused)
        return super().send_messages(email_messages) or 0


class FileBackend(BaseEmailBackend):
    """One file a mail, which the outbox of the admin shows."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep all of them."""
        for message in email_messages:
            keep(message.message().as_bytes())
        return len(email_messages)
