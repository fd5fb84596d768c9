"""A real browser for the tests in this folder: the system's Chromium, driven by Playwright."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import chromium
from tests.factories.site import site as site

# Milliseconds until what is expected counts as missing: a machine that is busy with the rest of the suite
# needs more than Playwright's five seconds, and only a red test waits for them.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session", autouse=True)
def orm_beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, and Django would refuse every query because of it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    path = chromium.path()
    if path is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(chromium.MISSING)
    if path is None:
        pytest.skip(chromium.MISSING)
    written = getattr(connection, "_test_serialized_contents", "")
    with sync_playwright() as playwright:
        # Beside Playwright's event loop Django opens another connection, which does not know yet what the
        # migrations wrote and what every test that commits has to find again.
        connection._test_serialized_contents = written
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh profile, in the organisation's zone; a closed one leaves nothing to the next test."""
    context = browser.new_context(
        locale="en-US", timezone_id="America/New_York", viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()
