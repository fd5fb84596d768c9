"""Every public page in a real browser: for everybody, on every screen, quiet, small, and without a script."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from releases import urls
from tests.factories.site import CORRECTED, FOR_MACHINES, PAGES, SEED, PublicPage, Site

# For the database as such; what the pages show was committed by `site`.
pytestmark = pytest.mark.django_db

every_page = pytest.mark.parametrize("public", PAGES, ids=str)

EXECUTABLE = re.compile(r"<script(?! type=\"application/ld\+json\")|<[^>]*\son\w+=|javascript:")
AXE_AGAIN = """rules => axe.run(rules.length ? {runOnly: rules} : {})
    .then(results => results.violations.map(found => [found.id, found.nodes[0].html]))"""
# At night a page has other colours and nothing else.
COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
# What nobody wrote yet and somebody may.
LONGER_WORDS = """() => {
    const say = (what, words) => document.querySelectorAll(what).forEach(e => { e.textContent = words; });
    say("a[href^='tel:']", "+44 20 7946 0000 ext. 12345");
    say("h1, .row__title a, .neighbours a", "X".repeat(250));
}"""
# 25,000 as served: there the name of each file in another one carries the mark of its content.
STYLES = 25_000 - 250
STICKING_OUT = """() => {
    const root = document.documentElement, edge = root.clientWidth;
    if (root.scrollWidth <= edge) return [];
    const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > edge);
    return [`${edge} px`, ...wide.map(e => e.outerHTML.slice(0, 80))];
}"""


@pytest.fixture(scope="module")
def screen(browser: Browser, site: Site) -> Iterator[Page]:
    """One window for all tests of this file: the pages remember nothing."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def test_every_address_of_the_site_is_looked_at():
    named = {pattern.name for pattern in urls.urlpatterns}

    assert named - {page.name for page in PAGES} - FOR_MACHINES == set()


@every_page
def test_axe_finds_nothing_on_phone_and_desk_by_day_and_night(screen: Page, site: Site, public: PublicPage):
    screen.set_viewport_size({"width": 390, "height": 900})
    screen.emulate_media(color_scheme="light")
    screen.goto(site.address(public))

    violations = [
        (found["id"], found["nodes"][0]["html"]) for found in Axe().run(screen).response["violations"]
    ]
    for width, scheme, rules in [(390, "dark", COLOURS), (1280, "dark", COLOURS), (1280, "light", [])]:
        screen.set_viewport_size({"width": width, "height": 900})
        screen.emulate_media(color_scheme=scheme)
        violations += screen.evaluate(AXE_AGAIN, rules)

    assert violations == []


@every_page
def test_nothing_sticks_out_of_a_small_screen_or_in_large_type(screen: Page, site: Site, public: PublicPage):
    screen.goto(site.address(public))
    sticking_out = []

    for width in (320, 390, 768):
        screen.set_viewport_size({"width": width, "height": 900})
        sticking_out += screen.evaluate(STICKING_OUT)
    screen.evaluate(LONGER_WORDS)
    screen.add_style_tag(content="html { font-size: 200% }")
    for width in (390, 1280):
        screen.set_viewport_size({"width": width, "height": 900})
        sticking_out += screen.evaluate(STICKING_OUT)

    assert sticking_out == []


@every_page
def test_a_page_is_quiet_small_and_asks_nobody_else(browser: Browser, site: Site, public: PublicPage):
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    answers: list[Response] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("requestfailed", lambda request: told.append(f"failed: {request.url}"))
    page.on("response", lambda response: answers.append(response))

    page.goto(site.address(public), wait_until="load")

    weights: Counter[str] = Counter()
    for answer in answers:
        if answer.request.resource_type in ("document", "stylesheet"):
            weights[answer.request.resource_type] += len(answer.body())
    # Chromium itself says so of a page that is not a 200.
    quiet = [line for line in told if "the server responded with a status of" not in line]
    assert (answers[0].status, quiet, context.cookies()) == (public.status, [], [])
    assert {answer.url.startswith(f"{site.url}/") for answer in answers} == {True}
    assert "default-src 'none'" in answers[0].headers["content-security-policy"]
    assert EXECUTABLE.findall(answers[0].text()) == []
    # The icon is none of its kinds.
    kinds = {"document", "stylesheet", "image", "other"}
    assert {answer.request.resource_type for answer in answers} <= kinds
    assert 0 < weights["document"] < 60_000
    assert 0 < weights["stylesheet"] < STYLES
    context.close()


@pytest.mark.parametrize("slug", [SEED, CORRECTED])
def test_a_release_says_the_same_without_scripts(browser: Browser, site: Site, slug: str):
    words = []

    for has_scripts in (True, False):
        context = browser.new_context(java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(site.address(PublicPage("release-detail", (slug,))))
        words.append(page.locator("body").inner_text())
        context.close()

    assert words[0] == words[1]
    assert "202-454-4680" in words[1]
