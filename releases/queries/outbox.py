"""The mails that a copy without a mail server has written into files."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{9}-[0-9a-f]{8}", re.ASCII)
MOST = 200
SHOWN = ("From", "To", "Date", "Subject", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted")


@dataclass(frozen=True)
class Kept:
    """One mail in the outbox."""

    name: str
    message: EmailMessage

    @property
    def is_for_readers(self) -> bool:
        """Whether it goes to a reader, and not to a colleague with a link into the admin."""
        is_confirmation = str(self.message.get("Message-ID", "")).startswith("<sign-up-")
        return is_confirmation or "List-Id" in self.message

    @property
    def to(self) -> str:
        """Whom it is for."""
        return str(self.message.get("To", ""))

    @property
    def subject(self) -> str:
        """Its subject."""
        return str(self.message.get("Subject", ""))

    @property
    def date(self) -> str:
        """When it was written, as it says."""
        return str(self.message.get("Date", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What mail programs act on."""
        return [(name, str(self.message[name])) for name in SHOWN if name in self.message]

    @property
    def text(self) -> str:
        """The plain part."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part, as it came; never to be shown outside a sandbox."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def is_there() -> bool:
    """Whether mails become files here."""
    return not settings.EMAIL_HOST


def newest(*, for_readers_only: bool) -> list[Kept]:
    """The latest mails, newest first, by their headers."""
    paths = sorted(_folder().glob("*.eml"), reverse=True) if _folder().is_dir() else []
    found: list[Kept] = []
    for path in paths:
        kept = _read(path, headers_only=True)
        if kept.is_for_readers or not for_readers_only:
            found.append(kept)
        if len(found) == MOST:
            break
    return found


def find(name: str) -> Kept | None:
    """One mail, whole."""
    path = _folder() / f"{name}.eml"
    return _read(path, headers_only=False) if NAME.fullmatch(name) and path.is_file() else None


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(path: Path, *, headers_only: bool) -> Kept:
    with path.open("rb") as file:
        message = BytesParser(EmailMessage, policy=policy.default).parse(file, headersonly=headers_only)
    return Kept(path.stem, message)
