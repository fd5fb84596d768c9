"""Addresses: of a release from its headline, and of what a link points to."""

import re
from urllib.parse import quote, urljoin, urlsplit

import nh3

from releases.text.canonical import NotText, canonical_text
from releases.text.search import unaccented

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
SLUG_LENGTH = 80

_HOW_TO_BEGIN = "Begin it with https://, http://, mailto:, tel: or /."
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_LINK_ONLY = nh3.Cleaner(tags={"a"}, attributes={"a": {"href"}}, url_schemes=set(LINK_SCHEMES), link_rel=None)


class NotAnAddress(ValueError):
    """The address leads nowhere or somewhere unsafe; the message says how to write it."""


def slug(headline: str) -> str:
    """Return ASCII words joined by hyphens, at most 80 characters, cut at a word; "release" for no words."""
    words = re.findall(r"[a-z0-9]+", _APOSTROPHES.sub("", unaccented(headline)).lower())
    while len("-".join(words)) > SLUG_LENGTH and len(words) > 1:
        words.pop()
    return "-".join(words)[:SLUG_LENGTH] or "release"


def link_address(typed: str) -> str:
    """Return the address tidied for a link, or raise NotAnAddress with a sentence.

    Taken are http, https, mailto and tel, and addresses of this site that begin with /.
    """
    try:
        address = canonical_text(typed).strip()
    except NotText as error:
        raise NotAnAddress(str(error)) from error
    # Browsers skip line breaks and tabs inside an address, so "java\nscript:" must not look harmless.
    address = re.sub(r"[\t\n]", "", address)
    if address.startswith("//"):
        address = f"https:{address}"
    scheme, colon, rest = address.partition(":")
    if not address.startswith("/") and colon:
        address = f"{scheme.lower()}:{rest}"
    _require(address)
    address = re.sub(r'[\s"<>`{}|^]', lambda found: quote(found[0]), address)
    if "href=" not in _LINK_ONLY.clean(f'<a href="{address.replace("&", "&amp;")}">x</a>'):
        raise NotAnAddress(f"“{_short(address)}” is not an address that a browser can open.")
    return address


def is_address(value: str) -> bool:
    """Whether a resource or a follow link may point there: http, https, mailto, or a path of this site."""
    try:
        address = link_address(value)
    except NotAnAddress:
        return False
    return not address.startswith("tel:")


def absolute(site: str, path: str) -> str:
    """Return the whole address of a path on the site; an address that is whole already stays as it is."""
    return urljoin(f"{site.rstrip('/')}/", path)


def _require(address: str) -> None:
    if not address:
        raise NotAnAddress(f"There is no address. {_HOW_TO_BEGIN}")
    if address.startswith("#"):
        raise NotAnAddress(f"“{_short(address)}” leads nowhere: no place in a text has a name of its own.")
    if "\\" in address:
        raise NotAnAddress(f"“{_short(address)}” contains a backslash. Write a slash instead.")
    if address.startswith("/"):
        return
    scheme, _, rest = address.partition(":")
    if scheme in ("http", "https"):
        _require_host(address)
    elif scheme == "mailto":
        if not re.match(r"[^\s@?]+@[^\s@?]+(\?|$)", rest):
            raise NotAnAddress(f"“{_short(address)}” names no mailbox. Write mailto:name@example.org.")
    elif scheme == "tel":
        if not re.fullmatch(r"\+?[\d().*#-]+(;ext=\d+)?", rest):
            raise NotAnAddress(f"“{_short(address)}” is no telephone number. Write tel:+12025550100.")
    else:
        raise NotAnAddress(f"“{_short(address)}” is not a complete address. {_HOW_TO_BEGIN}")


def _require_host(address: str) -> None:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAnAddress(f"“{_short(address)}” is not an address that a browser can open.") from error
    if "@" in parts.netloc:
        raise NotAnAddress(f"“{_short(address)}” contains a name before @. Write the address without it.")
    if not (":" in host or re.fullmatch(r"[\w-]+(\.[\w-]+)*\.?", host)):
        raise NotAnAddress(f"“{_short(address)}” names no site. Write https://example.org/page.")


def _short(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:79]}…"
