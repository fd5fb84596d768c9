"""WeasyPrint, set up for our sheets. Only rendering/pdf.py loads this: the import needs Pango."""

import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from releases import conf
from releases.text import pictures

VARIANT = "pdf/ua-1"
# Browsers take an attribute of the page into its margins. WeasyPrint takes a named string, which has to be
# stronger than what the styles say to browsers.
FOOT = ":root { string-set: foot attr(data-foot); --foot: string(foot) !important }"


class LostPicture(Exception):
    """A picture of the page is not where it should be, or cannot be read."""


class OurFiles(URLFetcher):
    """Gives WeasyPrint our own static files, pictures, and what an address itself holds; nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The file behind the address; ValueError for every other address, which is then left out."""
        if urlsplit(url).scheme == "data":
            return super().fetch(url, headers)
        file = _picture(url) or _static_file(url)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


def pdf_of(
    html: str,
    *,
    identifier: bytes,
    paper: str,
    title: str,
    authors: list[str],
    created: str | None,
    changed: str | None,
) -> bytes:
    """The page as a tagged PDF. It has no date but those that are given, so its bytes never differ.

    Raises LostPicture rather than leaving out a picture of the library.
    """
    files, base = OurFiles(), f"{conf.site_address()}/"
    # A size in the styles would overrule what readers choose in their browsers.
    size = CSS(string=f"@page {{ size: {paper} }} {FOOT}", base_url=base, url_fetcher=files)
    loaded: dict[str, Any] = {}
    document = HTML(string=html, base_url=base, url_fetcher=files).render(
        stylesheets=[size], pdf_variant=VARIANT, cache=loaded
    )
    # WeasyPrint leaves out what it could not load, and remembers that by nothing at its address.
    lost = [url for url, image in loaded.items() if image is None and _in_library(url)]
    if lost:
        raise LostPicture(", ".join(lost))
    about = document.metadata
    about.title, about.authors = title, authors
    about.created, about.modified = created, changed
    made: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return made


def _picture(url: str) -> Path | None:
    """A rendition: the page names only those of the version that it draws."""
    found = _in_library(url)
    if found is None:
        return None
    name = found[0].rpartition("/")[2]
    if not re.fullmatch(r"(\d+|print)\.(jpg|webp)", name):
        raise ValueError("Only renditions of pictures are read for a PDF.")
    return conf.media_folder() / found[1] / name


def _in_library(url: str) -> re.Match[str] | None:
    return pictures.ADDRESS.fullmatch(url.removeprefix(conf.site_address()))


def _static_file(url: str) -> Path:
    root = urljoin(f"{conf.site_address()}/", settings.STATIC_URL)
    if not url.startswith(root):
        raise ValueError("Only our own static files are read for a PDF.")
    name = unquote(urlsplit(url.removeprefix(root)).path)
    # Collected under its hashed name on a running site, else where it was written.
    found = staticfiles_storage.path(name) if staticfiles_storage.exists(name) else finders.find(name)
    if found is None:
        raise ValueError("There is no such static file.")
    return Path(str(found))
