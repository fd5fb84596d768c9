"""Desk checks: small looks at a frozen draft, each with a name, a sentence and the field to mend."""

from collections.abc import Callable
from dataclasses import dataclass

from releases.content import Content
from releases.text import sanitize
from releases.vocabulary import Change


@dataclass(frozen=True)
class Finding:
    """Something to mend; `field` is the form's name of it."""

    check: str
    field: str
    sentence: str


Check = Callable[[Content], str | None]


def blocking(content: Content) -> tuple[Finding, ...]:
    """What has to be mended before a text can be submitted or approved."""
    found = ((name, field, check(content)) for name, field, check in BLOCKING)
    return tuple(Finding(name, field, sentence) for name, field, sentence in found if sentence)


def _headline(content: Content) -> str | None:
    return None if content.headline else "Write a headline."


def _body(content: Content) -> str | None:
    return "Write the text of the release." if sanitize.is_empty(content.body) else None


def _contact(content: Content) -> str | None:
    if any(contact.phone for contact in content.contacts):
        return None
    return "Name a media contact with a telephone. Journalists call before they write."


def _change_note(content: Content) -> str | None:
    if content.change is None or content.change.note:
        return None
    what = "was wrong and what is right" if content.change.kind == Change.CORRECTION else "is new"
    return f"Say what {what}. Readers see it before the text."


BLOCKING: tuple[tuple[str, str, Check], ...] = (
    ("headline", "headline", _headline),
    ("body", "body", _body),
    ("contact with a telephone", "contact_lines", _contact),
    ("change note", "change_note", _change_note),
)
