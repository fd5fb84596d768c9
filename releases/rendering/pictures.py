"""Pictures as pages draw them: the sizes from which a browser chooses, and one for paper."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from releases import conf
from releases.content import Content, Picture, Rendition
from releases.freezing import files
from releases.models import Author
from releases.text import pictures as in_text
from releases.text.addresses import absolute
from releases.vocabulary import PictureRole

COLUMN = "(min-width: 48rem) 38rem, calc(100vw - 2.5rem)"
COLUMN_WIDTH = 608
"""38rem in pixels. A picture that is smaller stays as large as it is."""
PORTRAIT = "8rem"
WIDEST_SHARED = 1200


@dataclass(frozen=True)
class Drawn:
    """What `partials/picture.html` draws; `webp` and `jpeg` list addresses with their widths."""

    alt: str
    caption: str
    credit: str
    src: str
    webp: str
    jpeg: str
    sizes: str
    width: int
    height: int


@dataclass(frozen=True)
class Shared:
    """The picture that other sites show beside a link."""

    address: str
    width: int
    height: int
    alt: str


def drawn(picture: Picture, *, sizes: str = "", below: str = "") -> Drawn | None:
    """A picture for a page; `below` is the path before its addresses. None if it has no size to show."""
    largest = picture.largest
    if largest is None:
        return None
    return Drawn(
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        src=f"{below}{largest.path}",
        webp=_choices(picture.in_format("webp"), below),
        jpeg=_choices(picture.in_format("jpeg"), below),
        sizes=sizes or _in_column(largest.width),
        width=largest.width,
        height=largest.height,
    )


def _in_column(width: int) -> str:
    return COLUMN if width >= COLUMN_WIDTH else f"min({width}px, 100vw - 2.5rem)"


def in_role(content: Content, role: PictureRole, *, below: str = "") -> tuple[Drawn, ...]:
    """The pictures of the release that stand in one place."""
    found = (drawn(picture, below=below) for picture in content.pictures if picture.role == role)
    return tuple(each for each in found if each)


def portrait(picture: Picture | None, *, below: str = "") -> Drawn | None:
    """How somebody looks, small."""
    return drawn(picture, sizes=PORTRAIT, below=below) if picture else None


def portrait_of(author: Author) -> Drawn | None:
    """How an author looks today; nothing until the picture has a description and a credit."""
    if author.portrait is None or author.portrait.missing_words:
        return None
    return portrait(files.portrait(author))


def in_body(html: str, content: Content, *, below: str = "") -> str:
    """Safe HTML with every picture in all its sizes, with caption and credit."""
    return _replaced(html, content, "partials/picture.html", lambda picture: drawn(picture, below=below))


def in_whole_text(html: str, content: Content) -> str:
    """The same for other places: one size each, at its whole address."""
    return _replaced(html, content, "releases/text/picture.html", whole)


def whole(picture: Picture) -> Drawn | None:
    """A picture for other places, in a size for screens, at its whole address."""
    found = drawn(picture, below=conf.site_address())
    shown = _within(picture, WIDEST_SHARED)
    if found is None or shown is None:
        return None
    return Drawn(
        **{**vars(found), "src": f"{conf.site_address()}{shown.path}"}
        | {"width": shown.width, "height": shown.height}
    )


def shared(content: Content) -> Shared | None:
    """The first picture on top of the release, for links to it."""
    top = next((each for each in content.pictures if each.role == PictureRole.TOP), None)
    found = _within(top, WIDEST_SHARED) if top else None
    if top is None or found is None:
        return None
    return Shared(absolute(conf.site_address(), found.path), found.width, found.height, top.alt)


def _within(picture: Picture, widest: int) -> Rendition | None:
    found = picture.in_format("jpeg", widest=widest)
    return found[-1] if found else None


def _choices(renditions: tuple[Rendition, ...], below: str) -> str:
    return ", ".join(f"{below}{each.path} {each.width}w" for each in renditions)


def _replaced(html: str, content: Content, template: str, draw: Any) -> str:
    known = {picture.id: picture for picture in content.body_pictures}

    def one(pk: str) -> str:
        found = draw(known[pk]) if pk in known else None
        return render_to_string(template, {"picture": found}).strip() if found else ""

    return in_text.replaced(html, one) if known else in_text.only(html, ())
