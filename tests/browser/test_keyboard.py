"""Reading with the keyboard alone: the order of the source, a way past the masthead, and focus in sight."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.factories.site import CORRECTED, PAGES, PublicPage, Site

# For the database as such; what the pages show was committed by `site`.
pytestmark = pytest.mark.django_db

every_page = pytest.mark.parametrize("public", PAGES, ids=str)
# Between them they have everything that can have the focus.
LOOKED_AT = [PublicPage("release-list"), PublicPage("release-detail", (CORRECTED,))]
LOOKED_AT += [page for page in PAGES if page.name == "preview"]

FOCUS = bytes([255, 212, 71])
NUMBER_THE_STOPS = """() => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, summary, table[tabindex]")];
    const shown = stops.filter(stop => stop.tabIndex >= 0 && stop.checkVisibility());
    shown.forEach((stop, number) => stop.dataset.stop = number);
    return shown.length;
}"""
FOCUSED = "() => document.activeElement.dataset.stop ?? document.activeElement.outerHTML"
AROUND = """() => {
    const box = document.activeElement.getBoundingClientRect();
    const [x, y] = [Math.max(box.x - 4, 0), Math.max(box.y - 4, 0)];
    return {x, y, width: box.right + 4 - x, height: box.bottom + 4 - y};
}"""


@pytest.fixture(scope="module")
def window(browser: Browser, site: Site) -> Iterator[Page]:
    """One window for all tests of this file: the pages remember nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@every_page
def test_tab_goes_through_a_page_in_the_order_of_its_source(window: Page, site: Site, public: PublicPage):
    window.goto(site.address(public))
    count = window.evaluate(NUMBER_THE_STOPS)

    reached = []
    for _ in range(count):
        window.keyboard.press("Tab")
        reached.append(window.evaluate(FOCUSED))
    window.keyboard.press("Tab")
    afterwards = window.evaluate(FOCUSED)

    assert reached == [str(number) for number in range(count)]
    # Out of the page, or round to its first stop: nothing holds on to the focus.
    assert afterwards.startswith("<body") or afterwards == "0"


@pytest.mark.parametrize("public", [page for page in PAGES if not page.is_sheet], ids=str)
def test_the_first_stop_leads_past_the_masthead(window: Page, site: Site, public: PublicPage):
    window.goto(site.address(public))

    window.keyboard.press("Tab")
    first = window.evaluate("() => document.activeElement.textContent")
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    in_masthead = window.evaluate("() => document.activeElement.closest('.masthead, .skip') !== null")

    assert (first, in_masthead) == ("Skip to the text", False)
    assert window.url.endswith("#main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("public", LOOKED_AT, ids=str)
def test_whatever_has_the_focus_can_be_seen_to_have_it(
    window: Page, site: Site, public: PublicPage, scheme: str
):
    window.emulate_media(color_scheme=scheme)
    window.goto(site.address(public))
    unseen = []

    for _ in range(window.evaluate(NUMBER_THE_STOPS)):
        window.keyboard.press("Tab")
        picture = Image.open(BytesIO(window.screenshot(clip=window.evaluate(AROUND)))).convert("RGB")
        if picture.tobytes().count(FOCUS) < 100:
            unseen.append(window.evaluate("() => document.activeElement.outerHTML"))

    assert unseen == []
