"""The bytes of one mail to one subscriber. What is the same for all is put together once."""

import binascii
import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.utils import formataddr, formatdate, parseaddr

from releases import conf
from releases.models import Delivery, Mailing, Subscription
from releases.rendering.reader_mail import LEAVE, MANAGE
from releases.rendering.subscriber_links import leave_url, manage_url

_OWN: dict[str, Callable[[Subscription], str]] = {MANAGE: manage_url, LEAVE: leave_url}
_MARKS = re.compile(f"({re.escape(MANAGE)}|{re.escape(LEAVE)})")
_JOINT = b"=\r\n"
"""A line break that mail programs take out again."""


class NotAnAddress(ValueError):
    """No mail can be addressed so."""

    def __init__(self) -> None:
        super().__init__("No mail server takes this address.")


class Letter:
    """One mailing, ready to be addressed to anybody."""

    def __init__(self, mailing: Mailing) -> None:
        self.sender = parseaddr(conf.sender())[1]
        self._host = conf.site_host()
        self._mailing = mailing
        boundary = f"=_mailing-{mailing.pk}-{mailing.queued_at:%Y%m%d%H%M%S}"
        self._head = _head(mailing, self.sender, self._host, boundary)
        self._body = (
            _part(boundary, "plain", mailing.text)
            + _part(boundary, "html", mailing.html)
            + [f"--{boundary}--\r\n".encode()]
        )

    def to(self, delivery: Delivery) -> tuple[str, bytes]:
        """The address, and the whole message with CRLF. The same delivery always has the same Message-ID."""
        subscription = delivery.subscription
        address = subscription.subscriber.email
        if not re.fullmatch(r"[!-~]+@[!-~]+", address, re.ASCII) or re.search(r"[<>,;:\\\"()\[\]]", address):
            raise NotAnAddress
        links = {mark: link(subscription) for mark, link in _OWN.items()}
        own = {mark: _quoted(link) for mark, link in links.items()}
        head = (
            f"To: {address}\r\n"
            f"Date: {formatdate()}\r\n"
            f"Message-ID: <mailing-{self._mailing.pk}-{delivery.pk}@{self._host}>\r\n"
            f"List-Unsubscribe: <{links[LEAVE]}>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        ).encode("ascii")
        body = (part if isinstance(part, bytes) else own[part] for part in self._body)
        return address, head + self._head + b"".join(body)


def _head(mailing: Mailing, sender: str, host: str, boundary: str) -> bytes:
    """The headers that are the same for everybody."""
    newsletter = mailing.issue.newsletter if mailing.issue else None
    name = newsletter.name if newsletter else parseaddr(conf.sender())[0]
    message = EmailMessage(policy=policy.SMTP)
    # A line break would begin another header.
    message["From"] = formataddr((" ".join(name.split()), sender))
    message["Subject"] = " ".join(mailing.subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    headers = b"".join(policy.SMTP.fold_binary(name, value) for name, value in message.items())
    # A long one would be encoded, and mail programs know no list by such a name.
    headers += f"List-Id: <{newsletter.slug if newsletter else 'releases'}.{host}>\r\n".encode("ascii")
    kind = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    return headers + kind.encode()


def _part(boundary: str, kind: str, words: str) -> list[bytes | str]:
    """One part, cut where each subscriber's own links go; each piece is encoded for itself."""
    head = (
        f"--{boundary}\r\n"
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()
    pieces: list[bytes | str] = [
        piece if piece in _OWN else _quoted(piece) for piece in _MARKS.split(words.strip()) if piece
    ]
    return [head, *pieces, b"\r\n\r\n"]


def _quoted(words: str) -> bytes:
    """Quoted-printable that may be followed by any other piece."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    # The zero keeps room for the joint in the last line, and is taken off again.
    encoded = binascii.b2a_qp(lines.encode() + b"\0", istext=True).removesuffix(b"=00")
    return encoded.replace(b"\n", b"\r\n") + _JOINT
