"""The print page as a PDF: made once for the same words, furniture, styles and size of paper."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache, partial
from importlib import import_module, metadata
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import ModuleType

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from releases.rendering import pdf_shelf
from releases.rendering import release as drawing
from releases.rendering.release import Subject

TO_INSTALL = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk"
PATIENCE = 10
"""Seconds that a reader waits for somebody else's PDF before hearing that we are busy."""

# One is made at a time, and one more reader may wait: nobody else's page stands behind PDFs.
_room, _machine = BoundedSemaphore(2), Lock()
_log = logging.getLogger(__name__)


class CannotMake(Exception):
    """No PDF can be made; `needs` names what to install, and is empty when something else is wrong."""

    def __init__(self, needs: str = "") -> None:
        self.needs = needs


class Busy(Exception):
    """Others are having their PDFs made; try again in a few seconds."""


class Paper(StrEnum):
    """The sizes of paper, by the words of the address and of CSS."""

    LETTER = "letter"
    A4 = "a4"


def of_release(subject: Subject, paper: Paper) -> bytes:
    """The print page of the release on this paper, as PDF/UA-1; the same bytes every time.

    Raises CannotMake and Busy.
    """
    context = drawing.print_context(subject)
    html = render_to_string("releases/release_print.html", context)
    key = hashlib.sha256(f"{_recipe()} {paper} {html}".encode()).hexdigest()
    if found := pdf_shelf.kept(key):
        return found
    loaded = machine()
    if loaded is None:
        raise CannotMake(TO_INSTALL)
    content = subject.content
    make = partial(
        loaded.pdf_of,
        html,
        identifier=bytes.fromhex(key)[:16],
        paper=paper,
        title=context["title"],
        authors=[person.name for person in content.byline],
        created=content.first_public.iso if content.first_public else None,
        changed=content.public_from.iso if content.public_from else None,
    )
    with _alone():
        # Whoever had the machine before us may have made the very same.
        return pdf_shelf.kept(key) or _made(key, make)


@cache
def machine() -> ModuleType | None:
    """WeasyPrint and what it stands on, loaded when first needed; None where a library is missing."""
    try:
        return import_module("releases.rendering.pdf_machine")
    except (ImportError, OSError):
        return None


@contextmanager
def _alone() -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        if not _machine.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _machine.release()
    finally:
        _room.release()


def _made(key: str, make: Callable[[], bytes]) -> bytes:
    try:
        made = make()
    except Exception as failure:
        # Whatever a library trips over: the print page still has every word.
        _log.exception("A PDF could not be made")
        raise CannotMake from failure
    pdf_shelf.keep(key, made)
    return made


@cache
def _recipe() -> str:
    """What else decides about the bytes: the styles, our own code and WeasyPrint's version."""
    styles = sorted(Path(str(finders.find("css"))).rglob("*.css"))
    ours = (Path(__file__), Path(__file__).with_name("pdf_machine.py"))
    parts = [file.read_bytes() for file in (*styles, *ours)]
    return hashlib.sha256(b"\0".join([*parts, metadata.version("weasyprint").encode()])).hexdigest()
