"""One release from its first word to its withdrawal, in a real browser, by the people who do it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.models import Release
from tests.factories import MediaContactFactory, editor, writer
from tests.paper import SIZES, Paper, read

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long password"
HEADLINE = "Treaty inspectors return to the depots"
ADDRESS = "/releases/treaty-inspectors-return-to-the-depots/"
TYPED = "Inspectors return after ten years."
CORRECTED = "Inspectors return after twelve years."
NOTE = "Ten years was wrong: it was twelve."
REASON = "The depots were never opened."
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class="MsoNormal">They read <b>every label</b> and
 <a href="https://fas.example/report">the full report</a>.<o:p></o:p></p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span
 style="mso-list:Ignore">·<span>&nbsp;&nbsp; </span></span><![endif]>Labels</p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span
 style="mso-list:Ignore">·<span>&nbsp;&nbsp; </span></span><![endif]>Seals</p>
<!--EndFragment--></body></html>
"""
TEXT = [
    f"<p>{TYPED}</p>",
    "<p>They read <strong>every label</strong> and"
    ' <a href="https://fas.example/report">the full report</a><span class="sheet__note">[1]</span>.</p>',
    "<ul><li>Labels</li><li>Seals</li></ul>",
]
PASTE = """html => {
  const carried = new DataTransfer();
  carried.setData("text/html", html);
  carried.setData("text/plain", "plain");
  tinymce.get("id_body").getBody().dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def stranger(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """`stranger()` has no account and was never here: browsers may keep a page for a minute."""
    pages: list[Page] = []

    def stranger() -> Page:
        pages.append(browser.new_context(base_url=live_server.url).new_page())
        return pages[-1]

    yield stranger
    for page in pages:
        page.context.close()


@pytest.fixture
def staff(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The one computer of the office, on which people take turns."""
    writer(username="amarelo", first_name="Monica", last_name="Amarelo", password=make_password(PASSWORD))
    editor(username="vance", first_name="Ruth", last_name="Vance", password=make_password(PASSWORD))
    MediaContactFactory(name="Jo Field", email="jo@fas.example", phone="+12024544680")
    MediaContactFactory(name="Al Moor", email="al@fas.example")
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-US",
        timezone_id="America/New_York",
        viewport={"width": 1280, "height": 900},
    )
    yield context.new_page()
    context.close()


def test_a_release_is_written_approved_read_printed_corrected_and_withdrawn(
    staff: Page, stranger: Callable[[], Page], tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(
            "pdftotext is not installed: apt-get install -y poppler-utils"
        )

    log_in(staff, "amarelo")
    write(staff)
    submit(staff)
    nobody_reads_it(stranger())
    log_out(staff)

    log_in(staff, "vance")
    approve(staff)
    reader = stranger()
    everybody_reads_it(reader)
    for size, sheet in SIZES.items():
        is_whole(print_out(reader, tmp_path, size), sheet)
    log_out(staff)

    log_in(staff, "amarelo")
    correct(staff)
    submit(staff)
    nobody_reads_the_note(stranger())
    log_out(staff)

    log_in(staff, "vance")
    approve(staff)
    note_stands_before_the_text(stranger())

    withdraw(staff)
    notice_stands_there_instead(stranger())
    assert reader.context.cookies() == []


def log_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)


def write(page: Page) -> None:
    page.get_by_role("link", name="Write a new release").click()
    page.locator("#id_headline").fill(HEADLINE)
    text = page.frame_locator("#id_body_ifr").locator("body[contenteditable=true]")
    text.click()
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    page.evaluate(PASTE, WORD)
    line = page.locator("#contact_lines-0")
    line.get_by_role("combobox").click()
    page.keyboard.type("Fiel")
    page.get_by_role("option", name="Jo Field").click()
    expect(line.get_by_role("combobox")).to_contain_text("Jo Field")
    save(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/releases/release/")


def open_release(page: Page) -> None:
    page.goto(f"/admin/releases/release/{Release.objects.get().pk}/change/")


def confirm(page: Page, move: str, button: str | re.Pattern[str]) -> None:
    """Follow the link of a move to its confirm page, and press its button."""
    page.get_by_role("link", name=move, exact=True).first.click()
    press(page, button)


def press(page: Page, button: str | re.Pattern[str]) -> None:
    page.locator(".confirm__form").get_by_role("button", name=button).click()
    page.wait_for_url("**/change/")


def submit(page: Page) -> None:
    open_release(page)
    confirm(page, "Submit for approval", "Submit for approval")
    expect(page.locator(".messagelist")).to_contain_text("It waits on the desk of the editors.")


def approve(page: Page) -> None:
    page.goto("/admin/")
    waiting = page.locator(".desk__item", has_text="Submitted by Monica Amarelo").first
    expect(waiting).to_contain_text(HEADLINE)
    waiting.get_by_role("link", name="Review and approve").click()
    expect(page.get_by_label("Now", exact=True)).to_be_checked()
    press(page, re.compile("now", re.IGNORECASE))
    expect(page.locator(".messagelist")).to_contain_text("Approved. Everybody reads version")


def correct(page: Page) -> None:
    open_release(page)
    confirm(page, "Edit after approval", "Open it for changes")
    text = page.frame_locator("#id_body_ifr").locator("body[contenteditable=true]")
    text.locator("p").first.click(click_count=3)
    page.keyboard.type(CORRECTED)
    page.locator("#id_change").select_option("correction")
    page.locator("#id_change_note").fill(NOTE)
    save(page)


def withdraw(page: Page) -> None:
    open_release(page)
    page.get_by_role("link", name="Withdraw", exact=True).first.click()
    page.locator("#id_reason").fill(REASON)
    press(page, "Withdraw it now")


def nobody_reads_it(reader: Page) -> None:
    answer = reader.goto(ADDRESS)
    assert answer is not None
    assert answer.status == 404


def everybody_reads_it(reader: Page) -> None:
    reader.goto("/")
    reader.get_by_role("link", name=HEADLINE).click()
    reader.wait_for_url(f"**{ADDRESS}")
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    drawn = reader.locator(".release__body .prose").first.inner_html()
    assert [line.strip() for line in drawn.strip().splitlines()] == TEXT


def print_out(reader: Page, folder: Path, size: str) -> Paper:
    reader.goto(f"{ADDRESS}print/")
    reader.pdf(path=folder / "paper.pdf", format=size)
    return read(folder / "paper.pdf")


def is_whole(paper: Paper, sheet: tuple[int, int]) -> None:
    first_public = Release.objects.get().versions.get().frozen.first_public
    wanted = [first_public.full, "202-454-4680", "jo@fas.example", TYPED]

    assert paper.size == sheet
    assert (paper.text.count(HEADLINE), paper.letters.count("###")) == (1, 1)
    assert [words for words in wanted if words not in paper.text] == []
    assert "" not in paper.pages
    assert paper.feet == [(str(n), str(len(paper.pages))) for n in range(1, len(paper.pages) + 1)]


def nobody_reads_the_note(reader: Page) -> None:
    reader.goto(ADDRESS)
    expect(reader.locator("main")).to_contain_text(TYPED)
    expect(reader.get_by_text(NOTE)).to_have_count(0)


def note_stands_before_the_text(reader: Page) -> None:
    reader.goto(ADDRESS)
    words = reader.locator("main").inner_text()
    assert 0 <= words.find(NOTE) < words.find(CORRECTED)
    assert TYPED not in words


def notice_stands_there_instead(reader: Page) -> None:
    answer = reader.goto(ADDRESS)
    assert answer is not None
    assert answer.status == 410
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(reader.locator("main")).to_contain_text(REASON)
    expect(reader.get_by_text("twelve")).to_have_count(0)
    reader.goto("/")
    expect(reader.get_by_role("link", name=HEADLINE)).to_have_count(0)
