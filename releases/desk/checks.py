"""Desk checks: small looks at a frozen draft, each with a name, a sentence and the field to mend."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from releases import conf
from releases.content import Content
from releases.desk import proofreading
from releases.text import pictures, sanitize
from releases.vocabulary import Change


@dataclass(frozen=True)
class Finding:
    """Something to mend; `field` is the form's name of it, `file` its id if it is mended in the library."""

    check: str
    field: str
    sentence: str
    file: str = ""


Check = Callable[[Content], str | None]


def blocking(content: Content) -> tuple[Finding, ...]:
    """What has to be mended before a text can be submitted or approved."""
    found = ((name, field, check(content)) for name, field, check in BLOCKING)
    mend_first = tuple(Finding(name, field, sentence) for name, field, sentence in found if sentence)
    strict = conf.blocking_checks()
    remarks = _remarks(content) if strict else ()
    return (*mend_first, *_pictures(content), *(remark for remark in remarks if remark.check in strict))


def advice(content: Content, planned: date | None = None) -> tuple[Finding, ...]:
    """What is worth a look and holds nothing back; `planned` is the day for which a draft is planned."""
    held = blocking(content)
    return tuple(remark for remark in _remarks(content, planned) if remark not in held)


def _remarks(content: Content, planned: date | None = None) -> tuple[Finding, ...]:
    # A text that is corrected years later tells of the days on which it first went out.
    dated = content.first_public or content.public_from
    near = date.fromisoformat(dated.iso[:10]) if dated else planned
    remarks = proofreading.remarks(content, near)
    return tuple(Finding(name, field, sentence) for name, (field, sentence) in remarks)


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


def _lost_pictures(content: Content) -> str | None:
    known = {picture.id for picture in content.body_pictures}
    if all(pk in known for pk in pictures.ids(content.body)):
        return None
    return "A picture in the text is no longer in the library. Take it out, or choose another one."


def _linked_files(content: Content) -> str | None:
    """A file is public by the version that shows it; a link alone leads readers nowhere."""
    texts = (content.body, *(about.body for about in content.about))
    linked = pictures.files_linked_to("".join(texts), conf.site_address())
    names = [f"“{name}”" for pk, name in linked.items() if pk not in content.files]
    if not names:
        return None
    return (
        f"The text links to {' and '.join(names)} of the library, which readers would not get."
        " Choose it under the resources."
    )


def _bare_files(content: Content) -> str | None:
    bare = (resource for resource in content.resources if resource.file is None)
    labels = [
        f"“{resource.label}”"
        for resource in bare
        if pictures.address_of_file(resource.address, conf.site_address())
    ]
    if not labels:
        return None
    return f"Empty the address of {' and '.join(labels)}, and choose the file from the library instead."


def _pictures(content: Content) -> tuple[Finding, ...]:
    """A picture that somebody cannot see needs a description; whoever made it needs a credit."""
    once = {picture.id: picture for picture in content.every_picture}
    found = []
    for picture in once.values():
        missing = [] if picture.alt or picture.is_decorative else ["a description"]
        missing += [] if picture.credit else ["a credit"]
        if missing:
            sentence = f"Give the picture “{picture.name}” {' and '.join(missing)}, in the library."
            found.append(Finding("picture", "picture_lines", sentence, picture.id))
    return tuple(found)


BLOCKING: tuple[tuple[str, str, Check], ...] = (
    ("headline", "headline", _headline),
    ("body", "body", _body),
    ("contact with a telephone", "contact_lines", _contact),
    ("lost picture", "body", _lost_pictures),
    ("link to the library", "body", _linked_files),
    ("file of the library", "resources", _bare_files),
    ("change note", "change_note", _change_note),
)
