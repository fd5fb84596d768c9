"""The app's own settings, typed and read at the moment of use."""

import hashlib
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    """The organisation's zone, in which people type and read times."""
    return ZoneInfo(settings.TIME_ZONE)


def is_https() -> bool:
    """Whether readers reach the site by HTTPS alone."""
    return bool(settings.HTTPS)


def site_address() -> str:
    """Scheme and host of the public site, without a slash at the end, for addresses on paper."""
    return str(settings.SITE_ADDRESS).rstrip("/")


def form_key() -> str:
    """The key of the tokens in public forms, and of what stands for a reader's network address."""
    return hashlib.sha256(f"releases.forms:{settings.SECRET_KEY}".encode()).hexdigest()
