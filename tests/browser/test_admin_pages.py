"""The admin's pages in a real browser: nothing in them shuts out a colleague who sees little or nothing."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.vocabulary import Role
from tests.browser.test_editor import editor_is_ready, log_in
from tests.browser.test_public_pages import AXE_AGAIN
from tests.factories import AuthorFactory, ReleaseFactory, UserFactory, approved
from tests.factories.media import picture
from tests.factories.newsletters import IssueFactory

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def found(screen: Page) -> list[tuple[str, str]]:
    """What axe finds by day, and what it finds of colours by night."""
    # Django lets the colours of links change slowly, and axe would see them on their way.
    screen.add_style_tag(content="* { transition: none !important }")
    screen.emulate_media(color_scheme="light")
    by_day = Axe().run(screen, options={"runOnly": WCAG}).response["violations"]
    screen.emulate_media(color_scheme="dark")
    by_night = screen.evaluate(AXE_AGAIN, COLOURS)
    return [(each["id"], each["nodes"][0]["html"]) for each in by_day] + [tuple(each) for each in by_night]


def test_axe_finds_nothing_on_the_pages_where_staff_work(
    screen: Page, live_server: LiveServer, settings, tmp_path
) -> None:
    settings.MEDIA_FOLDER = tmp_path / "media"
    roles = [Role.EDITOR, Role.NEWSLETTER_EDITOR]
    UserFactory(username="amarelo", password=make_password("a long password"), roles=roles)
    waiting = ReleaseFactory(in_review=True)
    waiting.bylines.create(author=AuthorFactory())
    live, issue, file = approved().release, IssueFactory(), picture()
    screen.goto(f"{live_server.url}/admin/login/")
    violations = {"login": found(screen)}
    log_in(screen, live_server)

    for address in (
        "",
        "releases/release/",
        "releases/release/add/",
        f"releases/release/{waiting.pk}/change/",
        f"releases/release/{waiting.pk}/approve/",
        f"releases/release/{live.pk}/withdraw/",
        "releases/mediafile/",
        f"releases/mediafile/{file.pk}/change/",
        f"releases/newsletterissue/{issue.pk}/change/",
        "releases/subscriber/",
    ):
        answer = screen.goto(f"{live_server.url}/admin/{address}")
        assert answer is not None
        assert answer.status == 200, address
        if screen.locator("#id_body").count():
            editor_is_ready(screen)
        if address.endswith("release/add/"):
            # A line that comes later has its name too.
            screen.get_by_role("button", name="Add another Expert").click()
            expect(screen.get_by_role("combobox", name="Expert", exact=True)).to_be_visible()
        violations[address or "desk"] = found(screen)

    assert {page: said for page, said in violations.items() if said} == {}
