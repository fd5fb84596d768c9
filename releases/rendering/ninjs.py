"""A release as ninjs 2.1, the IPTC's JSON for news."""

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from releases import conf
from releases.content import Contact, Content, Person, Picture, Rendition
from releases.files.formats import Format
from releases.models import Organisation, Release, Withdrawal
from releases.rendering.identity import file_tag, release_tag
from releases.rendering.release import Subject
from releases.rendering.whole_text import frozen_interviews, main_text
from releases.text.addresses import absolute
from releases.text.links import xhtml
from releases.text.plain import plain
from releases.text.times import dated

STANDARD = {
    "name": "ninjs",
    "version": "2.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
}
Values = dict[str, Any]


def ninjs(release: Release, subject: Subject, office: Organisation) -> bytes:
    """The current version of a release."""
    content = subject.content
    page = _whole("release-detail", subject.slug)
    html = main_text(subject, page, frozen_interviews(content, office))
    values: Values = {
        **_frame(release, str(subject.number), content),
        "pubstatus": "usable",
        "representationtype": "full",
        "language": content.language,
        "title": content.headline,
        "slugline": subject.slug,
        "headlines": _texts(main=content.headline, sub=content.subheadline),
        "descriptions": _texts(summary=content.summary),
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": plain(html)},
            {"role": "main", "contenttype": "application/xhtml+xml", "value": f"<div>{xhtml(html)}</div>"},
        ],
        "by": _by(content),
        "located": content.place,
        "people": _people(content),
        "organisations": _organisations(content, office),
        "subjects": [
            {"name": topic.name, "rel": "about", "uri": _whole("topic", topic.slug)}
            for topic in content.topics
        ],
        "genres": [{"name": content.kind_text, "literal": content.kind}],
        "copyrightholder": office.name,
        "ednote": _ednote(content),
        "renditions": _renditions(subject.slug),
        "associations": _pictures(content),
    }
    return _written(values)


def withdrawn_ninjs(release: Release, withdrawal: Withdrawal) -> bytes:
    """The notice of a withdrawal: canceled, with the reason, and with no word that it hides."""
    content = withdrawal.version.frozen
    values: Values = {
        **_frame(release, str(withdrawal.version.number), content),
        "versioncreated": dated(withdrawal.at, conf.zone()).iso,
        "pubstatus": "canceled",
        "representationtype": "partial",
        "headlines": _texts(main=content.headline if withdrawal.shows_headline else ""),
        "ednote": f"Withdrawn: {withdrawal.reason}",
    }
    return _written(values)


def _frame(release: Release, version: str, content: Content) -> Values:
    first, current = content.first_public, content.public_from
    return {
        "uri": release_tag(release),
        "standard": STANDARD,
        "type": "text",
        "version": version,
        "firstcreated": first.iso if first else "",
        "versioncreated": current.iso if current else "",
    }


def _texts(**texts: str) -> list[Values]:
    return [
        {"role": role, "contenttype": "text/plain", "value": text} for role, text in texts.items() if text
    ]


def _by(content: Content) -> str:
    names = [person.name for person in content.byline] or [entry.name for entry in content.programmes]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _people(content: Content) -> list[Values]:
    authors = [_person(person, "author") for person in content.byline]
    experts = [
        {"name": expert.name, "rel": "expert", "uri": _whole("author", expert.slug)}
        | ({"literal": expert.title} if expert.title else {})
        for expert in content.experts
    ]
    contacts = [
        {"name": contact.name, "rel": "contact", "contactinfo": list(_reach(contact))}
        for contact in content.contacts
    ]
    return [*authors, *experts, *contacts]


def _person(person: Person, rel: str) -> Values:
    return {"name": person.name, "rel": rel, "uri": _whole("author", person.slug)}


def _reach(contact: Contact) -> Iterable[Values]:
    if contact.tel:
        yield {"type": "phone", "role": "office", "name": contact.phone, "value": contact.tel}
    if contact.email:
        yield {"type": "email", "role": "office", "value": contact.email}
    if contact.hours:
        yield {"type": "hours", "role": "office", "value": contact.hours}


def _organisations(content: Content, office: Organisation) -> list[Values]:
    reach = [
        {"type": kind, "role": "office", "value": value}
        for kind, value in (("phone", office.press_phone), ("email", office.email))
        if value
    ]
    issuer: Values = {"name": office.name, "rel": "issuer", "uri": f"{conf.site_address()}/"}
    programmes = [
        {"name": programme.name, "rel": "programme", "uri": _whole("programme", programme.slug)}
        for programme in content.programmes
    ]
    return [issuer | ({"contactinfo": reach} if reach else {}), *programmes]


def _ednote(content: Content) -> str:
    change = content.change
    if change is None:
        return ""
    where = f" Where: {change.place}" if change.place else ""
    return f"{change.kind_text}: {change.note}{where}"


def _renditions(slug: str) -> list[Values]:
    forms = (
        ("page", "release-detail", "text/html"),
        ("print", "release-print", "text/html"),
        ("text", "release-text", "text/plain"),
        ("press kit", "release-press-kit", "application/zip"),
    )
    return [{"name": name, "href": _whole(route, slug), "contenttype": kind} for name, route, kind in forms]


def _pictures(content: Content) -> list[Values]:
    """The pictures of the release and of its text, each once, with the words that were approved with them."""
    shown = {picture.id: picture for picture in (*content.pictures, *content.body_pictures)}
    return [_known(_picture(picture)) for picture in shown.values()]


def _picture(picture: Picture) -> Values:
    terms = [picture.licence, f"until {picture.licence_ends}" if picture.licence_ends else ""]
    return {
        "name": picture.name,
        "uri": file_tag(picture.id),
        "type": "picture",
        "pubstatus": "usable",
        "descriptions": _texts(caption=picture.caption, alt=picture.alt),
        "by": picture.credit,
        "usageterms": ", ".join(filter(None, terms)),
        # The whole picture is in the press kit, which asks the library whether it may leave the house today.
        "renditions": [_size(size) for size in picture.renditions],
    }


def _size(size: Rendition) -> Values:
    return {
        "name": f"{size.width} {size.format}",
        "href": absolute(conf.site_address(), size.path),
        "contenttype": Format(size.format).mime,
        "width": size.width,
        "height": size.height,
    }


def _whole(name: str, *parts: str) -> str:
    return absolute(conf.site_address(), reverse(f"releases:{name}", args=parts))


def _known(values: Values) -> Values:
    return {name: value for name, value in values.items() if value}


def _written(values: Values) -> bytes:
    return json.dumps(_known(values), ensure_ascii=False, indent=1).encode()
