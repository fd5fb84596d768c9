"""A release as plain text of 72 columns, for editors who paste and for readers without a browser."""

from collections.abc import Iterable
from typing import Any

from releases import conf
from releases.content import Content
from releases.models import Organisation, Withdrawal
from releases.rendering.departure import whom_to_call
from releases.rendering.release import Addresses, Reached, Subject, detail_context
from releases.rendering.whole_text import main_text, notice_text
from releases.text.columns import filled
from releases.text.plain import plain, with_notes
from releases.text.times import DateTexts, dated

END = "###"


def plain_text(subject: Subject) -> str:
    """The whole release in the order of its page; link targets are notes behind the end mark."""
    context = detail_context(subject)
    addresses = context["addresses"]
    main = with_notes(main_text(subject, addresses.whole_page, context["interviews"]))
    blocks = (
        *_head(context),
        *_change(subject.content),
        *_contacts(context["contacts"]),
        main.text,
        END,
        "\n".join(f"[{number}] {target}" for number, target in enumerate(main.targets, 1)),
        _record(subject, addresses),
    )
    return _joined(blocks)


def withdrawn_text(withdrawal: Withdrawal, office: Organisation) -> str:
    """The notice of a withdrawal, with the headline if the notice shows it."""
    content = withdrawal.version.frozen
    headline = content.headline if withdrawal.shows_headline else "This release was withdrawn"
    published = content.first_public
    blocks = (
        f"{office.name}\nWITHDRAWN",
        headline,
        plain(notice_text(withdrawal, dated(withdrawal.at, conf.zone()), office)),
        f"It was published on {_in_full(published)}." if published else "",
    )
    return _joined(blocks)


def _head(context: dict[str, Any]) -> Iterable[str]:
    content: Content = context["content"]
    yield f"{context['organisation'].name}\n{context['letterhead_kind'].upper()}\n{context['status']}"
    yield content.headline
    yield content.subheadline
    yield content.summary
    signed = [person.name for person in content.byline]
    speaking = [programme.name for programme in content.programmes]
    when = _in_full(content.first_public) if content.first_public else ""
    by = ", ".join([*([f"By {_listed(signed)}"] if signed else []), *speaking])
    yield "\n".join(filter(None, (when, by)))


def _change(content: Content) -> Iterable[str]:
    change = content.change
    if change is None:
        return
    when = f", {_in_full(content.public_from)}" if content.public_from else ""
    yield f"{change.kind_text.upper()}{when}"
    yield change.note
    yield f"Where: {change.place}" if change.place else ""


def _contacts(contacts: tuple[Reached, ...]) -> Iterable[str]:
    if contacts:
        yield "MEDIA CONTACT" if len(contacts) == 1 else "MEDIA CONTACTS"
    for reached in contacts:
        contact = reached.contact
        lines = (
            contact.name,
            contact.title,
            f"Telephone: {contact.phone}" if contact.phone else "",
            f"E-mail: {contact.email}" if contact.email else "",
            contact.hours,
            whom_to_call(contact.name, reached.now, reached.office) if reached.has_left else "",
        )
        yield "\n".join(filter(None, lines))


def _record(subject: Subject, addresses: Addresses) -> str:
    public_from = subject.content.public_from
    since = f", public since {_in_full(public_from)}" if public_from else ""
    return (
        f"Version {subject.number}{since}.\n"
        f"Address of this version: {addresses.whole_version}\n"
        f"Lasting address: {addresses.whole_page}\n"
        "Corrections, if any, are at the lasting address."
    )


def _in_full(date: DateTexts) -> str:
    return f"{date.full} ({date.utc_text})"


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _joined(blocks: Iterable[str]) -> str:
    return filled("\n\n".join(block for block in blocks if block)) + "\n"
