"""Speaking to the mail server, one mail at a time over one connection, and telling its answers apart.

What matters is where a conversation ends. Until the server has asked for the text (354), nothing was taken,
and the mail can be sent again. After that only the server's own answer says whether it was taken; without
one nobody knows. TLS that was asked for is never given up silently.
"""

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from django.conf import settings

from fas_press import mail
from releases import conf
from releases.actions.mail_answers import (
    LONGEST_ANSWER,
    Answer,
    What,
    answer_of,
    answer_to_text,
    line,
    may_pass,
    said_of,
    sentence_of,
    words_of,
)
from releases.text.mailboxes import without

CLOSING = 421
ASKS_FOR_TEXT = 354
PATIENCE = 3
"""How many times longer than for any other answer we wait for “taken”: servers look for viruses first."""
TRIES = (1.0, 3.0)
"""Seconds to wait before the second and third try to reach a server that does not answer."""

STOPPED = "The connection had to be opened anew, and this mail was stopped by then."


class ServerTrouble(Exception):
    """No mail can leave at all; the text is a sentence for the desk."""


class _Gone(Exception):
    """The conversation ended before the server asked for the text."""


class Post(Protocol):
    """A way out for mails."""

    def ready(self) -> None:
        """Be able to send, or raise ServerTrouble."""

    def send(self, sender: str, to: str, content: bytes, *, is_wanted: Callable[[], bool]) -> Answer:
        """Hand one mail over; `content` is a whole message with CRLF.

        `is_wanted` is asked before anything is said twice: time has passed by then.
        """

    def close(self) -> None:
        """Say goodbye."""


def post(wait: Callable[[float], object]) -> Post:
    """The mail server of the settings, or the outbox where there is none. `wait` lets seconds pass."""
    return Server(wait) if settings.EMAIL_HOST else Outbox()


class Outbox:
    """Mails become files: for a copy of the site that nobody outside should hear of."""

    def ready(self) -> None:
        """It always is."""

    def send(self, sender: str, to: str, content: bytes, *, is_wanted: Callable[[], bool]) -> Answer:
        """Write one file."""
        name = mail.keep(content.replace(b"\r\n", b"\n")).name
        return Answer(What.TAKEN, f"Written to the outbox: {name}")

    def close(self) -> None:
        """Nothing is open."""


class Server:
    """One connection to the mail server, kept for many mails."""

    def __init__(self, wait: Callable[[float], object]) -> None:
        self._wait = wait
        self._smtp: smtplib.SMTP | None = None
        self._is_used = False

    def ready(self) -> None:
        """Have a connection, opened and logged in; raise ServerTrouble when that cannot be."""
        if self._smtp is not None:
            return
        for pause in (*TRIES, None):
            try:
                self._open()
                return
            except (OSError, smtplib.SMTPException) as failure:
                if pause is None or not may_pass(failure):
                    raise ServerTrouble(sentence_of(failure)) from failure
                self._wait(pause)

    def send(self, sender: str, to: str, content: bytes, *, is_wanted: Callable[[], bool]) -> Answer:
        """Hand one mail over. What the server says is told without the address: one day it may be erased."""
        answer = self._send(sender, to, content, is_wanted)
        return replace(answer, words=without(answer.words, to)[:LONGEST_ANSWER])

    def _send(self, sender: str, to: str, content: bytes, is_wanted: Callable[[], bool]) -> Answer:
        """A connection that was closed while it was idle is opened once more, for what is still wanted."""
        was_used = self._is_used
        try:
            return self._converse(sender, to, content)
        except _Gone as gone:
            if not was_used:
                return Answer(What.LATER, line(str(gone)))
        try:
            self.ready()
            if not is_wanted():
                return Answer(What.LATER, STOPPED)
            return self._converse(sender, to, content)
        except (_Gone, ServerTrouble) as gone:
            return Answer(What.LATER, line(str(gone)))

    def close(self) -> None:
        """Say goodbye, if there is anybody."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._drop()

    def _open(self) -> None:
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
        name, patience = conf.site_host(), settings.EMAIL_TIMEOUT
        smtp: smtplib.SMTP
        if settings.EMAIL_USE_SSL:
            trusted = ssl.create_default_context()
            smtp = smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=patience, context=trusted)
        else:
            smtp = smtplib.SMTP(host, port, local_hostname=name, timeout=patience)
        try:
            smtp.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo_or_helo_if_needed()
            if settings.EMAIL_HOST_USER:
                smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except BaseException:
            smtp.close()
            raise
        self._smtp, self._is_used = smtp, False

    def _converse(self, sender: str, to: str, content: bytes) -> Answer:
        smtp = self._smtp
        if smtp is None:
            raise _Gone("There is no connection to the mail server.")
        try:
            answer = self._before_the_text(smtp, sender, to)
        except (OSError, smtplib.SMTPServerDisconnected) as failure:
            self._drop()
            raise _Gone(
                f"The connection broke before the text was asked for: {words_of(failure)}"
            ) from failure
        self._is_used = True
        return answer or self._the_text(smtp, content)

    def _before_the_text(self, smtp: smtplib.SMTP, sender: str, to: str) -> Answer | None:
        """Sender and recipient; None once the server asks for the text."""
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        answers = self._ask(smtp, commands)
        stopped = (answer for answer in enumerate(answers) if not 200 <= answer[1][0] < 300)
        number, (code, words) = next(stopped, (0, (CLOSING, b"The server never asked for the text.")))
        if code == ASKS_FOR_TEXT and number == len(commands) - 1:
            return None
        if code in (CLOSING, ASKS_FOR_TEXT) or any(later[0] == ASKS_FOR_TEXT for _, later in stopped):
            # It closes, or waits for a text that has no reader: hanging up is how it gets none.
            self._drop()
        if code in (CLOSING, ASKS_FOR_TEXT):
            raise _Gone(said_of(code, words))
        if number == 0 and 500 <= code < 600:
            self._drop()
            raise ServerTrouble(
                f"The mail server takes nothing from {sender}: {said_of(code, words)}. "
                "Correct MAIL_FROM or the account there, then resume."
            )
        self._begin_anew(smtp)
        return answer_of(code, words)

    def _ask(self, smtp: smtplib.SMTP, commands: Iterable[str]) -> Iterable[tuple[int, bytes]]:
        """The answers, all at once from a server that lets us, else each only as far as it is looked at."""
        if not smtp.has_extn("pipelining"):
            return self._one_by_one(smtp, commands)
        smtp.send("".join(f"{command}\r\n" for command in commands))
        return [smtp.getreply() for _ in commands]

    def _one_by_one(self, smtp: smtplib.SMTP, commands: Iterable[str]) -> Iterator[tuple[int, bytes]]:
        for command in commands:
            code, words = smtp.docmd(command)
            yield code, words
            if not 200 <= code < 300:
                return

    def _the_text(self, smtp: smtplib.SMTP, content: bytes) -> Answer:
        """From here on only the server's answer says whether the mail was taken."""
        end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(settings.EMAIL_TIMEOUT * PATIENCE)
            smtp.send(content.replace(b"\r\n.", b"\r\n..") + end)
            code, words = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(settings.EMAIL_TIMEOUT)
        except (OSError, smtplib.SMTPException) as failure:
            self._drop()
            return Answer(What.UNKNOWN, f"No answer came after the text: {words_of(failure)}")
        answer = answer_to_text(code, words)
        if code == CLOSING or answer.what is What.UNKNOWN:
            self._drop()
        return answer

    def _begin_anew(self, smtp: smtplib.SMTP) -> None:
        """Forget the sender of a mail that was refused."""
        if self._smtp is None:
            return
        try:
            code, _ = smtp.rset()
        except (OSError, smtplib.SMTPException):
            code = CLOSING
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._is_used = None, False
