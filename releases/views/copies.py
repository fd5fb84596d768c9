"""What readers and their programs take away: text, ninjs and the card of a release, and a contact's vCard."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases import conf
from releases.models import ReleaseVersion, Withdrawal
from releases.queries import furniture, people, reading
from releases.queries.successors import successors
from releases.rendering import card, vcard
from releases.rendering.ninjs import ninjs, withdrawn_ninjs
from releases.rendering.plain_text import plain_text, withdrawn_text
from releases.rendering.release import subject_of
from releases.text.addresses import absolute
from releases.views import errors

PLAIN = "text/plain; charset=utf-8"
NINJS = "application/json; charset=utf-8"

Notice = Callable[[Withdrawal], HttpResponse]


@require_safe
def release_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The current version as plain text."""

    def notice(withdrawal: Withdrawal) -> HttpResponse:
        text = withdrawn_text(withdrawal, furniture.organisation())
        return HttpResponse(text, status=410, content_type=PLAIN)

    found = reading.reading(slug)
    if found is None:
        return _instead(request, slug, "release-text", notice)
    return _copy(plain_text(subject_of(found.version)).encode(), PLAIN, found.version, "txt")


@require_safe
def release_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The current version as ninjs."""

    def notice(withdrawal: Withdrawal) -> HttpResponse:
        values = withdrawn_ninjs(withdrawal.version.release, withdrawal)
        return HttpResponse(values, status=410, content_type=NINJS)

    found = reading.reading(slug)
    if found is None:
        return _instead(request, slug, "release-json", notice)
    values = ninjs(found.version.release, subject_of(found.version), furniture.organisation())
    return _copy(values, NINJS, found.version, "json")


@require_safe
def release_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that other sites show beside a link to the release."""
    found = reading.reading(slug)
    if found is None:
        return errors.instead_of_release(request, slug, partial(_address, "release-card"))
    words = found.version.frozen
    day = words.first_public.day if words.first_public else ""
    drawn = card.Card(words.headline, words.kind_text, day, furniture.organisation().name)
    return _copy(card.png(drawn), "image/png", found.version, "png")


@require_safe
def contact_vcard(request: HttpRequest, slug: str) -> HttpResponse:
    """A media contact for an address book."""
    contact = people.contact(slug)
    if contact is None:
        return errors.not_found(request)
    now = None if contact.is_active else successors({contact.slug}).get(contact.slug)
    address = absolute(conf.site_address(), request.path)
    text = vcard.vcard(contact, furniture.organisation(), now=now, address=address)
    return HttpResponse(
        text,
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{slug}.vcf"'},
    )


def _copy(body: bytes, content_type: str, version: ReleaseVersion, ending: str) -> HttpResponse:
    """A form of the page, to be opened in place; search engines keep the page itself."""
    page = absolute(conf.site_address(), version.get_absolute_url())
    return HttpResponse(
        body,
        content_type=content_type,
        headers={
            "Content-Disposition": f'inline; filename="{version.release.slug}.{ending}"',
            "Link": f'<{page}>; rel="canonical"',
        },
    )


def _instead(request: HttpRequest, slug: str, name: str, notice: Notice) -> HttpResponse:
    if withdrawal := reading.withdrawal(slug):
        return notice(withdrawal)
    return errors.instead_of_release(request, slug, partial(_address, name))


def _address(name: str, slug: str) -> str:
    return reverse(f"releases:{name}", args=[slug])
