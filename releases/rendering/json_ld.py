"""What search engines read about a release: a schema.org NewsArticle as JSON-LD."""

import json
from typing import Any

from django.urls import reverse

from releases import conf
from releases.content import Contact, Content
from releases.models import Organisation
from releases.rendering.pictures import shared
from releases.rendering.release import Subject
from releases.text.addresses import absolute

# Inside a script element nothing may look like the end of it, or like the start of a comment.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def news_article(subject: Subject, office: Organisation) -> str:
    """JSON for a script element of the type application/ld+json; no text in it can end the element."""
    content, page = subject.content, _whole("release-detail", subject.slug)
    publisher = {"@type": "Organization", "name": office.name, "url": f"{conf.site_address()}/"}
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": content.headline,
        "alternativeHeadline": content.subheadline,
        "description": content.summary,
        "articleSection": content.kind_text,
        "dateline": content.place,
        "datePublished": content.first_public.iso if content.first_public else "",
        "dateModified": content.public_from.iso if content.public_from else "",
        "inLanguage": content.language,
        "version": subject.number,
        "url": page,
        "mainEntityOfPage": page,
        "image": [*_pictures(content), _whole("release-card", subject.slug)],
        "author": _authors(content) or [publisher],
        "publisher": {**publisher, "contactPoint": _contact_points(content, office)},
        "keywords": [topic.name for topic in content.topics],
        "correction": _correction(content),
        "isAccessibleForFree": True,
    }
    return json.dumps(_known(values), ensure_ascii=False).translate(_ESCAPED)


def _pictures(content: Content) -> list[str]:
    shown = shared(content)
    return [shown.address] if shown else []


def _authors(content: Content) -> list[dict[str, Any]]:
    return [
        _known({
            "@type": "Person",
            "name": person.name,
            "jobTitle": person.title,
            "url": _whole("author", person.slug),
        })
        for person in content.byline
    ]  # fmt: skip


def _contact_points(content: Content, office: Organisation) -> list[dict[str, Any]]:
    points = [_contact_point(contact) for contact in content.contacts]
    if not points and (office.press_phone or office.email):
        points = [_point(office.name, office.press_phone, office.email)]
    return points


def _contact_point(contact: Contact) -> dict[str, Any]:
    return _point(contact.name, contact.tel.removeprefix("tel:"), contact.email)


def _point(name: str, phone: str, email: str) -> dict[str, Any]:
    return _known({
        "@type": "ContactPoint",
        "contactType": "media relations",
        "name": name,
        "telephone": phone,
        "email": email,
    })  # fmt: skip


def _correction(content: Content) -> dict[str, Any] | None:
    change = content.change
    if change is None:
        return None
    return {
        "@type": "CorrectionComment",
        "text": f"{change.kind_text}: {change.note}",
        "datePublished": content.public_from.iso if content.public_from else "",
    }


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _whole(name: str, slug: str) -> str:
    return absolute(conf.site_address(), reverse(f"releases:{name}", args=[slug]))
