"""What a page is made of, read from its source: landmarks, headings, names, languages and titles."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from tests import nu_checker
from tests.factories.site import PAGES, PublicPage, Site

# For the database as such; what the pages show was committed by `site`.
pytestmark = pytest.mark.django_db

every_page = pytest.mark.parametrize("public", PAGES, ids=str)
TAG = re.compile(r"<[a-z][^<>]*>")
ATTRIBUTE = re.compile(r"""\s([a-z-]+)(?:="[^"]*"|='[^']*')?(?=[\s/>])""")
SAYS_NOTHING = {"", "here", "click here", "more", "read more", "link"}


def source_of(site: Site, public: PublicPage) -> str:
    address = site.address(public).removeprefix(site.url)
    return Client().get(address).content.decode()


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_nu_checker_finds_nothing_in_any_page_or_style_sheet(site: Site, tmp_path: Path):
    nu_checker.needs_the_checker()
    for public in PAGES:
        (tmp_path / f"{public}.html".replace("/", "-")).write_text(source_of(site, public))
    styles = (settings.BASE_DIR / "static/css").rglob("*.css")

    assert nu_checker.mistakes([*tmp_path.iterdir(), *styles]) == []


@every_page
def test_every_name_in_a_page_is_given_once_and_used_rightly(site: Site, public: PublicPage):
    source = source_of(site, public)
    page: Any = html.document_fromstring(source)

    ids = Counter(page.xpath("//@id"))
    pointed_at = {
        name for names in page.xpath("//@aria-labelledby|//@aria-describedby") for name in names.split()
    }
    pointed_at |= {href[1:] for href in page.xpath("//a/@href[starts-with(., '#')]")}
    twice = [
        tag for tag in TAG.findall(source) if max(Counter(ATTRIBUTE.findall(tag)).values(), default=0) > 1
    ]

    assert [name for name, count in ids.items() if count > 1] == []
    assert pointed_at - set(ids) == set()
    assert twice == []


@every_page
def test_a_page_has_its_landmarks_and_its_headings_in_order(site: Site, public: PublicPage):
    page: Any = html.document_fromstring(source_of(site, public))

    headings = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    landmarks = [len(page.xpath(f"//body/{name}")) for name in ("header", "main", "footer")]
    jumps = [
        (above, below) for above, below in zip([0, *headings], headings, strict=False) if below > above + 1
    ]

    assert (headings.count(1), headings[0], jumps) == (1, 1, [])
    assert landmarks == ([0, 1, 0] if public.is_sheet else [1, 1, 1])
    assert [
        nav for nav in page.xpath("//nav") if not {"aria-label", "aria-labelledby"} & set(nav.attrib)
    ] == []


@every_page
def test_everything_says_what_it_is(site: Site, public: PublicPage):
    page: Any = html.document_fromstring(source_of(site, public))

    silent_links = [link.get("href") for link in page.xpath("//a") if words(link).lower() in SAYS_NOTHING]
    labels = set(page.xpath("//label/@for"))
    fields = page.xpath("//input[not(@type='hidden')]|//select|//textarea")
    unnamed = [
        field.get("name")
        for field in fields
        if field.get("id") not in labels and not any(words(label) for label in field.iterancestors("label"))
    ]

    assert page.get("lang") == "en"
    assert silent_links == []
    assert unnamed == []
    assert page.xpath("//img[not(@alt)]") == []
    assert page.xpath("//*[@style]|//style|//script[not(@type='application/ld+json')]") == []


def test_no_two_pages_have_the_same_title(site: Site):
    titles: dict[str, list[str]] = {}

    for public in PAGES:
        # With a newsletter chosen it is the same page.
        if public.status != 404 and public.words != "chosen":
            title = words(html.document_fromstring(source_of(site, public)).find(".//title"))
            titles.setdefault(title, []).append(str(public))

    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}
