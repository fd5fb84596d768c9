"""Settings from the environment, typed. A value that cannot be right stops the start with a sentence."""

import os
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


class WrongSetting(ImproperlyConfigured):
    """A setting cannot be used; the text says which one and what to write instead."""


def text(name: str, *, default: str) -> str:
    """The value without blanks around it; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes and on, False for 0, false, no and off."""
    value = text(name, default="").lower()
    if value not in YES | NO | {""}:
        raise WrongSetting(f"{name} is {value!r}. Write yes or no.")
    return value in YES if value else default


def number(name: str, *, default: int, lowest: int, highest: int) -> int:
    """A whole number between the two bounds, both included."""
    value = text(name, default=str(default))
    if not (value.isascii() and value.isdigit()) or not lowest <= int(value) <= highest:
        raise WrongSetting(f"{name} is {value!r}. Write a whole number from {lowest} to {highest}.")
    return int(value)


def choice(name: str, *, default: str, of: Collection[str]) -> str:
    """One of the words in `of`."""
    value = text(name, default=default)
    if value not in of:
        raise WrongSetting(f"{name} is {value!r}. Write one of: {', '.join(of)}.")
    return value


def listing(name: str, *, default: list[str]) -> list[str]:
    """The words between the commas."""
    words = [word.strip() for word in text(name, default="").split(",") if word.strip()]
    return words or default


def address(name: str, *, default: str) -> str:
    """The address of a site: scheme and host, and no slash at the end."""
    value = text(name, default=default)
    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/")
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment:
        raise WrongSetting(f"{name} is {value!r}. Write it like https://press.example.org.")
    return value.rstrip("/")


def place(name: str) -> str:
    """A path of the site, without a slash at the end; empty when it is not set."""
    value = text(name, default="")
    if value and not re.fullmatch(r"(/[A-Za-z0-9._-]+)+/?", value):
        raise WrongSetting(f"{name} is {value!r}. Write it like /protected/media.")
    return value.rstrip("/")


def secret(name: str) -> str:
    """The value itself or what the file named by `<name>_FILE` holds; empty when neither is set."""
    file = text(f"{name}_FILE", default="")
    if not file:
        return text(name, default="")
    try:
        value = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        value = ""
    if not value:
        raise WrongSetting(f"{name}_FILE names {file}, which is empty or cannot be read. Correct the path.")
    return value
