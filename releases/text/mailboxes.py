"""E-mail addresses as readers type them: one spelling for sending, one for identity, one for limits."""

import re
from dataclasses import dataclass

LONGEST = 254
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# Today's rules for such domains keep these letters; the older ones that we have would replace them.
_DISPUTED = frozenset("ßς\u200c\u200d")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class NotAMailbox(ValueError):
    """Nothing can be sent there; the message says how to write it."""

    def __init__(self, sentence: str = "Write the whole address, like name@example.org.") -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Mailbox:
    """One address. `key` is who it is, `limit_key` also takes all +tags of a mailbox as one."""

    address: str
    key: str
    limit_key: str


def mailbox(typed: str) -> Mailbox:
    """Return the address that mail servers understand, or raise NotAMailbox with a sentence.

    A domain in other scripts becomes its ASCII form. Names that need quotation marks, and names in other
    scripts, are refused: half of the world's mail servers would.
    """
    text = typed.strip(" \t\u00a0")
    if not text:
        raise NotAMailbox("Write your e-mail address.")
    if len(text) > LONGEST:
        raise NotAMailbox("No e-mail address is that long. Write it like name@example.org.")
    name, at, host = text.rpartition("@")
    if not at or len(name) > 64:
        raise NotAMailbox
    if not name.isascii():
        raise NotAMailbox("We can only write to addresses whose part before the @ is in plain letters.")
    domain = _domain(host)
    address = f"{name}@{domain}"
    if not _NAME.fullmatch(name) or len(address) > LONGEST:
        raise NotAMailbox
    key = address.lower()
    return Mailbox(address, key, f"{key.rpartition('@')[0].partition('+')[0] or name.lower()}@{domain}")


def without(words: str, address: str) -> str:
    """The words of a mail server as they may be kept: it likes to repeat whom it was asked about."""
    return re.sub(re.escape(address), "the address", words, flags=re.IGNORECASE) if address else words


def _domain(host: str) -> str:
    if _DISPUTED & set(host):
        raise NotAMailbox("Write the part after the @ as it begins with xn--, in plain letters.")
    try:
        domain = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NotAMailbox from error
    labels = domain.split(".")
    last = labels[-1]
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or last.isdigit():
        raise NotAMailbox
    return domain
