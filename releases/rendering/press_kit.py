"""Everything that a newsroom needs of one release, as members of an archive."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.urls import reverse

from releases import conf
from releases.content import Picture
from releases.models import MediaFile, ReleaseVersion, Rendition
from releases.queries import furniture, press_kit
from releases.queries.successors import successors
from releases.rendering import pdf, vcard
from releases.rendering.plain_text import plain_text
from releases.rendering.release import Subject, subject_of
from releases.rendering.zip_stream import Member
from releases.text.addresses import absolute

EXPIRED = "The licence has expired. The page and the PDF show the picture still."
LOST = "The file could not be found."
NO_PDF = "No PDF could be made. The print page has the same words."

_PIECE = 256 * 1024

Originals = Mapping[str, Rendition]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Kit:
    """The members in their order, the manifest last, and a name for exactly these bytes."""

    members: tuple[Member, ...]
    dated: datetime
    digest: str


@dataclass(frozen=True)
class _Part:
    """A member, with what the manifest says of it besides its size and digest."""

    member: Member
    mime: str
    digest: str
    words: Entry


def of_release(version: ReleaseVersion, originals: Originals) -> Kit:
    """Text, PDF, pictures with their captions, contacts, and a manifest of it all.

    A picture whose licence has expired, one that was lost, and a PDF that could not be made are left out;
    the manifest names them. Raises pdf.Busy while others have their PDFs made.
    """
    subject = subject_of(version)
    slug, today = subject.slug, datetime.now(conf.zone()).date()
    parts = [_made(f"{slug}.txt", "text/plain; charset=utf-8", plain_text(subject).encode())]
    left_out: list[Entry] = []
    parts += _pdf(subject, left_out)
    pictures = [
        _picture(number, picture, originals[picture.id])
        for number, picture in enumerate(_given(subject, originals, today, left_out), start=1)
    ]
    if pictures:
        parts += [*pictures, _made("captions.txt", "text/plain; charset=utf-8", _captions(pictures))]
    parts += _cards(version)
    manifest = _manifest(subject, version, parts, left_out)
    members = [*(part.member for part in parts), _made("manifest.json", "application/json", manifest).member]
    return Kit(
        tuple(Member(f"{slug}/{each.name}", each.size, each.read) for each in members),
        version.public_from.astimezone(conf.zone()),
        hashlib.sha256(manifest).hexdigest(),
    )


def _pdf(subject: Subject, left_out: list[Entry]) -> list[_Part]:
    name = f"{subject.slug}.pdf"
    try:
        content = pdf.of_release(subject, pdf.Paper.LETTER)
    except pdf.CannotMake:
        left_out.append({"path": name, "reason": NO_PDF})
        return []
    return [_made(name, "application/pdf", content)]


def _given(subject: Subject, originals: Originals, today: date, left_out: list[Entry]) -> Iterator[Picture]:
    """The pictures that may leave the house today, each once."""
    for picture in {picture.id: picture for picture in subject.content.every_picture}.values():
        whole = originals.get(picture.id)
        # The end of a licence is asked of the library: it may have been cut short, or renewed.
        ends = whole.file.licence_ends if whole else None
        if ends and ends < today:
            left_out.append({**_words(picture, ends), "name": picture.name, "reason": EXPIRED})
        elif whole is None or not whole.path.is_file() or whole.path.stat().st_size != whole.size:
            left_out.append({**_words(picture, ends), "name": picture.name, "reason": LOST})
        else:
            yield picture


def _picture(number: int, picture: Picture, whole: Rendition) -> _Part:
    file: MediaFile = whole.file
    words = {
        **_words(picture, file.licence_ends),
        "width": whole.width,
        "height": whole.height,
        "address": absolute(conf.site_address(), whole.get_absolute_url()),
    }
    member = Member(f"pictures/{number:02}-{picture.name}", whole.size, partial(_pieces, whole.path))
    return _Part(member, file.mime, whole.digest, words)


def _words(picture: Picture, ends: date | None) -> Entry:
    return {
        "description": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "licence": picture.licence,
        "licence_ends": ends.isoformat() if ends else None,
    }


def _captions(pictures: list[_Part]) -> bytes:
    blocks = []
    for part in pictures:
        words, ended = part.words, part.words["licence_ends"]
        ends = date.fromisoformat(ended) if ended else None
        lines = {
            "Caption": words["caption"],
            "Shows": words["description"],
            "Credit": words["credit"],
            "Licence": words["licence"],
            "Licence ends on": f"{ends.day} {ends:%B %Y}" if ends else "",
            "Size": f"{words['width']} × {words['height']} pixels",
        }
        said = [f"{label}: {value}" for label, value in lines.items() if value]
        blocks.append("\n".join([part.member.name, *said]))
    return ("\n\n".join(blocks) + "\n").encode()


def _cards(version: ReleaseVersion) -> list[_Part]:
    contacts, office = press_kit.contacts(version), furniture.organisation()
    left = successors({contact.slug for contact in contacts})
    parts = []
    for contact in contacts:
        address = absolute(conf.site_address(), reverse("releases:contact-vcard", args=[contact.slug]))
        card = vcard.vcard(contact, office, now=left.get(contact.slug), address=address)
        parts.append(_made(f"contacts/{contact.slug}.vcf", "text/vcard; charset=utf-8", card.encode()))
    return parts


def _manifest(subject: Subject, version: ReleaseVersion, parts: list[_Part], left_out: list[Entry]) -> bytes:
    site, slug = conf.site_address(), subject.slug
    numbered = reverse("releases:release-version", args=[slug, version.number])
    said = {
        "headline": subject.content.headline,
        "address": absolute(site, version.get_absolute_url()),
        "version": version.number,
        "version_address": absolute(site, numbered),
        "public_since": version.public_from.isoformat(),
        "files": [
            {
                "path": part.member.name,
                "type": part.mime,
                "size": part.member.size,
                "sha256": part.digest,
                **part.words,
            }
            for part in parts
        ],
        "left_out": left_out,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _made(name: str, mime: str, content: bytes) -> _Part:
    member = Member(name, len(content), lambda: [content])
    return _Part(member, mime, hashlib.sha256(content).hexdigest(), {})


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
