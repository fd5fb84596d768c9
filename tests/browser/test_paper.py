"""A release as Chromium prints it: the print page and the release's own page are the same sheets of paper.

Nothing may differ between the two: what only screens need (masthead, neighbours, footer, the hint above the
sheet) is not on paper, and all else stands there in the same words, on the same pages.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from releases.models import ReleaseVersion
from tests.factories.paper import HEADINGS, LONG_ADDRESS, NAMES, hard_to_print
from tests.factories.site import ADVISORY, CORRECTED, RESOURCES, SEED, TABLE, Site
from tests.paper import SIZES, Paper, read

# For the database as such; what the pages show was committed by `site` and `written`.
pytestmark = pytest.mark.django_db

SAMPLES = [SEED, CORRECTED, ADVISORY, RESOURCES, TABLE]
SECTIONS = {"To read on", "To interview Matt Schroeder", "About FAS", "Follow FAS", "Links", "Media contact"}


CURRENT = "document.querySelector('.picture img').currentSrc"


@pytest.fixture(scope="module")
def written(site: Site, django_db_blocker: DjangoDbBlocker) -> dict[str, ReleaseVersion]:
    """Releases of the sample, and some that printers find hard."""
    with django_db_blocker.unblock():
        public = ReleaseVersion.objects.public()
        return hard_to_print() | {slug: public.get(release__slug=slug) for slug in SAMPLES}


@pytest.fixture(scope="module")
def printer(browser: Browser, site: Site) -> Iterator[Page]:
    """A window to print from."""
    if shutil.which("pdftotext") is None:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(
            "pdftotext is not installed: apt-get install -y poppler-utils"
        )
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def printed(printer: Page, site: Site, written: dict[str, ReleaseVersion], tmp_path: Path):
    """`printed("short", "print/", "A4")` is the paper."""

    def printed(name: str, form: str, size: str) -> Paper:
        printer.goto(f"{site.url}{written[name].get_absolute_url()}{form}")
        path = tmp_path / "paper.pdf"
        printer.pdf(path=path, format=size)
        return read(path)

    return printed


@pytest.mark.parametrize(
    ("name", "size"),
    [(name, "Letter") for name in ("short", "long", "addresses", "names", *SAMPLES)]
    + [(name, "A4") for name in ("short", "long", CORRECTED, TABLE)],
)
def test_both_pages_give_the_same_whole_paper(printed, written, name: str, size: str):
    content = written[name].frozen

    paper = printed(name, "print/", size)
    from_page = printed(name, "", size)

    assert from_page == paper
    assert paper.size == SIZES[size]
    assert paper.feet == [(str(n), str(len(paper.pages))) for n in range(1, len(paper.pages) + 1)]
    assert "" not in paper.pages
    assert paper.text.count(" ".join(content.headline.split())) == 1
    wanted = [content.first_public.full, "Media contact", "Version ", "Corrections, if any,"]
    wanted += [word for contact in content.contacts for word in (contact.name, contact.phone, contact.email)]
    assert [words for words in wanted if words not in paper.text] == []
    assert paper.letters.count("###") == 1
    assert f"{written[name].get_absolute_url()}versions/{written[name].number}/" in paper.letters
    last_lines = {page.splitlines()[-1].strip() for page in paper.pages}
    assert last_lines & SECTIONS.union(HEADINGS) == set()
    # A short release is one sheet and a long one about twelve, with each heading above its text.
    assert len(paper.pages) in {"short": [1], "long": range(10, 15)}.get(name, range(1, 5))
    assert _headings_above_text(paper) == (HEADINGS if name == "long" else [])


def test_a_mailbox_is_as_large_on_paper_as_what_it_is_called(printer, site, written):
    # A printer's page is as wide as a desk's screen, where mailboxes are smaller.
    printer.set_viewport_size({"width": 800, "height": 1000})
    printer.emulate_media(media="print")
    printer.goto(f"{site.url}{written[CORRECTED].get_absolute_url()}")

    sizes = printer.evaluate("""() => [...document.querySelectorAll(".contact a[href^='mailto:']")]
        .flatMap(link => [link, link.parentElement].map(e => getComputedStyle(e).fontSize))""")

    assert set(sizes) == {"12px"}
    printer.emulate_media(media="screen")


def test_links_have_numbers_and_the_numbers_have_whole_addresses(printed):
    paper = printed("addresses", "print/", "A4")

    assert "a very long table[1] and the same again[1] , then a letter[2] ." in paper.text.replace(" [", "[")
    assert f"1.averylongtable:{LONG_ADDRESS}" in paper.letters
    assert "2. a letter: https://fas.example/letter" in paper.text
    assert paper.letters.count(LONG_ADDRESS) == 2


def test_names_of_every_script_can_be_read_on_paper(printed):
    missing = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=True).stdout == ""
    if missing:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(
            "No font has Chinese letters: apt-get install -y fonts-noto-core fonts-noto-cjk"
        )

    paper = printed("names", "print/", "A4")

    # As author, as contact and in the text, and one in the headline.
    assert [paper.text.count(name) for name in NAMES] == [3, 3, 4]


def _headings_above_text(paper: Paper) -> list[str]:
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in paper.pages]
    return [
        line
        for page in lines
        for line, below in pairwise(page)
        if line in HEADINGS and below.startswith("Every depot")
    ]


@pytest.mark.parametrize("form", ["print/", ""])
def test_the_sheets_are_the_same_whichever_size_of_a_picture_has_come(browser, site, written, tmp_path, form):
    papers = []

    for comes in (True, False):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site.url}{written[TABLE].get_absolute_url()}{form}")
        if comes:
            page.emulate_media(media="print")
            page.wait_for_function(f"() => {CURRENT}.endsWith('.jpg')")
        else:
            page.route("**/*.jpg", lambda route: None)
        page.pdf(path=tmp_path / "paper.pdf", format="Letter")
        papers.append(read(tmp_path / "paper.pdf"))
        context.close()

    assert papers[0] == papers[1]
