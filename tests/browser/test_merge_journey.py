"""Two editors type into one release at once, and no word of either is lost."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.models import Release
from tests.factories import ReleaseFactory, editor

pytestmark = pytest.mark.django_db(transaction=True)

ASK = "Choose one of the two before you save."


@pytest.fixture
def two(browser: Browser, live_server: LiveServer) -> Iterator[tuple[Page, Page]]:
    """Two editors, each with a browser of their own; Monica's has no scripts."""
    pages = []
    for name, has_scripts in (("Ruth Vance", True), ("Monica Amarelo", False)):
        first, last = name.split()
        editor(username=first, first_name=first, last_name=last, password=make_password("a long password"))
        context = browser.new_context(
            locale="en-US", timezone_id="America/New_York", java_script_enabled=has_scripts
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(first)
        page.get_by_label("Password").fill("a long password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(f"{live_server.url}/admin/")
        pages.append(page)
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def test_two_editors_make_one_text_of_both(two: tuple[Page, Page], live_server: LiveServer) -> None:
    ruth, monica = two
    release = ReleaseFactory(
        headline="First", summary="First summary.", body="<p>The report counts ten missiles in all.</p>"
    )
    form = f"{live_server.url}/admin/releases/release/{release.pk}/change/"
    listed = f"{live_server.url}/admin/releases/release/"
    for page in two:
        page.goto(form)
    text = ruth.frame_locator("#id_body_ifr").locator("body[contenteditable=true]")
    text.fill("The report counts twenty missiles in all.")
    ruth.locator("#id_summary").fill("Ruth's summary.")
    ruth.get_by_role("button", name="Save", exact=True).click()
    ruth.wait_for_url(listed)

    monica.locator("#id_headline").fill("Monica's headline")
    monica.locator("#id_body").fill("<p>The report counts twelve missiles in all.</p>")
    monica.get_by_role("button", name="Save", exact=True).click()
    told = monica.locator("#conflict")
    expect(told).to_contain_text("Ruth Vance saved this release on")
    text_choice = told.get_by_role("group", name="Text")
    expect(text_choice.locator("ins")).to_have_text(["twenty", "twelve"])
    expect(told.get_by_role("group", name="Summary").get_by_label("Keep saved")).to_be_checked()
    expect(told.get_by_role("group", name="Headline").get_by_label("Keep mine")).to_be_checked()
    monica.get_by_role("button", name="Save the merged text").click()
    expect(text_choice).to_contain_text(ASK)
    before = Release.objects.get().headline
    text_choice.get_by_label("Keep mine").check()
    monica.locator("#id_body").fill("<p>The report counts twelve or twenty missiles in all.</p>")
    monica.get_by_role("button", name="Save the merged text").click()
    monica.wait_for_url(listed)

    saved = Release.objects.get()
    assert (before, saved.headline, saved.summary, saved.body, saved.drafts.count()) == (
        "First",
        "Monica's headline",
        "Ruth's summary.",
        "<p>The report counts twelve or twenty missiles in all.</p>",
        2,
    )


def test_an_editor_with_scripts_merges_in_the_same_page(
    two: tuple[Page, Page], live_server: LiveServer
) -> None:
    ruth, _ = two
    release = ReleaseFactory(headline="First", body="<p>First words.</p>")
    second = ruth.context.new_page()
    for tab in (ruth, second):
        tab.goto(f"{live_server.url}/admin/releases/release/{release.pk}/change/")
        expect(tab.frame_locator("#id_body_ifr").locator("body[contenteditable=true]")).to_be_visible()
    ruth.locator("#id_headline").fill("From the first tab")
    ruth.get_by_role("button", name="Save", exact=True).click()
    ruth.wait_for_url(f"{live_server.url}/admin/releases/release/")
    second.locator("#id_headline").fill("From the second tab")
    second.frame_locator("#id_body_ifr").locator("body").fill("Second words.")

    second.get_by_role("button", name="Save", exact=True).click()
    headline = second.get_by_role("group", name="Headline")
    expect(headline).to_contain_text("Both sides changed this")
    expect(second.locator("#conflict")).to_contain_text("You (Ruth Vance) saved this release")
    headline.get_by_label("Keep saved").check()
    second.get_by_role("button", name="Save the merged text").click()
    second.wait_for_url(f"{live_server.url}/admin/releases/release/")

    saved = Release.objects.get()
    assert (saved.headline, saved.body) == ("From the first tab", "<p>Second words.</p>")
