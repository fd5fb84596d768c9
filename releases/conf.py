"""The app's own settings, typed and read at the moment of use."""

import hashlib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

INCOMING = ".incoming"
"""In the folder of media, beside the folders of files: where they are before they have a row."""


def zone() -> ZoneInfo:
    """The organisation's zone, in which people type and read times."""
    return ZoneInfo(settings.TIME_ZONE)


def media_folder() -> Path:
    """Where uploaded files lie, each in a folder of its own; nothing serves it to anybody."""
    return Path(settings.MEDIA_FOLDER)


def media_by_nginx() -> str:
    """The internal location by which nginx delivers uploaded files; empty where we do it ourselves."""
    return str(settings.MEDIA_ACCEL)


def is_https() -> bool:
    """Whether readers reach the site by HTTPS alone."""
    return bool(settings.HTTPS)


def site_address() -> str:
    """Scheme and host of the public site, without a slash at the end, for addresses on paper."""
    return str(settings.SITE_ADDRESS).rstrip("/")


def form_key() -> str:
    """The key of the tokens in public forms, and of what stands for a reader's network address."""
    return hashlib.sha256(f"releases.forms:{settings.SECRET_KEY}".encode()).hexdigest()


def site_host() -> str:
    """The host of the public site, by which our mails name themselves."""
    return urlsplit(site_address()).hostname or "localhost"


def instance_id() -> str:
    """What this copy of the site is called; empty when nobody has named it."""
    return str(settings.INSTANCE_ID)


def recall_window() -> timedelta:
    """How long a queued issue waits, so that it can be taken back before its first mail."""
    return timedelta(minutes=settings.RECALL_MINUTES)


def mails_per_second() -> int:
    """How many mails to subscribers all workers together send in a second; 0 means no limit."""
    return int(settings.MAILS_PER_SECOND)


def sender() -> str:
    """The address, with its name, that our mails come from."""
    return str(settings.DEFAULT_FROM_EMAIL)


def blocking_checks() -> frozenset[str]:
    """The desk checks that hold a text back although they are only advice elsewhere."""
    return frozenset(settings.BLOCKING_CHECKS)
