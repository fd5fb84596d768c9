"""The app's own settings, typed and read at the moment of use."""

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
