"""What templates of the press site can say. The only templates' door to HTML that is drawn as it is."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString, mark_safe

from releases import conf
from releases.models import Organisation
from releases.queries import furniture
from releases.rendering import json_ld, qr
from releases.rendering.comparison import MarkedText
from releases.rendering.release import CleanText, Subject
from releases.text import comparing, sanitize
from releases.text.addresses import absolute

register = template.Library()


@dataclass(frozen=True)
class Headed:
    """A line with the words that open it, up to its first colon."""

    head: str
    text: str


@register.filter
def clean_html(html: str) -> SafeString:
    """Draw HTML as HTML, after the sanitiser."""
    return mark_safe(sanitize.clean(html).html)  # noqa: S308


@register.filter
def drawn(text: CleanText) -> SafeString:
    """Draw the text of a release, which the sanitiser has seen, with dateline and numbered links."""
    if not isinstance(text, CleanText):
        raise TypeError("Only CleanText is drawn as it is. Other HTML goes through clean_html.")
    return mark_safe(text.html)  # noqa: S308


@register.filter
def marked(text: MarkedText) -> SafeString:
    """Draw the words of two versions as one, with what went and what came marked."""
    if not isinstance(text, MarkedText):
        raise TypeError("Only MarkedText is drawn as it is. Other HTML goes through clean_html.")
    return mark_safe(comparing.marked(text.html))  # noqa: S308


@register.filter
def is_the_page(subject: Subject) -> bool:
    """Whether this is the lasting page of a public release: no preview, and no page of one version."""
    return subject.preview is None and not subject.at_version_address and bool(subject.slug)


@register.simple_tag
def news_article(subject: Subject, organisation: Organisation) -> SafeString:
    """JSON-LD for a script element that holds data; the text in it cannot end the element."""
    return mark_safe(json_ld.news_article(subject, organisation))  # noqa: S308


@register.filter
def headed(line: str) -> Headed:
    """Take “Corrected 15 December 2010: the price.” apart behind its first colon."""
    head, colon, text = line.partition(": ")
    return Headed(f"{head}{colon}".strip(), text)


@register.filter
def follow_links(organisation: Organisation) -> tuple[furniture.FollowLink, ...]:
    """The organisation's follow links, each with real words."""
    return furniture.follow_links(organisation)


@register.filter
def whole_address(address: str) -> str:
    """The address with the site in front, as paper needs it."""
    return absolute(conf.site_address(), address)


@register.filter
def qr_code(address: str) -> qr.QrCode:
    """The code that leads from paper to a public address."""
    return qr.of_address(address)
