"""One picture by dropping, one by pasting: from the library into a release, onto a phone and onto paper."""

import base64
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.models import MediaFile, PictureLine, Release
from tests.browser.test_editor import open_form, save
from tests.browser.test_editor import typing as typing
from tests.factories import ReleaseFactory, approved
from tests.factories.media import jpeg

pytestmark = pytest.mark.django_db(transaction=True)

FILE = """([content, name, type]) =>
  new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], name, { type })"""
DROP = f"""(given) => {{
  const carried = new DataTransfer();
  given.forEach((each) => carried.items.add(({FILE})(each)));
  const place = document.querySelector(".upload__place");
  ["dragover", "drop"].forEach((name) => place.dispatchEvent(
    new DragEvent(name, {{ dataTransfer: carried, bubbles: true, cancelable: true }})));
}}"""
PASTE = f"""(given) => {{
  const carried = new DataTransfer();
  carried.items.add(({FILE})(given));
  tinymce.get("id_body").getBody().dispatchEvent(
    new ClipboardEvent("paste", {{ clipboardData: carried, bubbles: true, cancelable: true }}));
}}"""
# The library's list as a slow network brings it: it is on its way until `letCome` is called.
HELD_BACK = """() => {
  const ask = window.fetch;
  window.fetch = (address, how) => {
    if (!String(address).includes("/offered/")) {
      return ask(address, how);
    }
    return new Promise((come) => {
      window.letCome = () => come(ask(address, how));
    });
  };
}"""
# What the browser asks of the page when somebody is about to leave it.
MAY_LEAVE = "window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def carried(content: bytes, name: str, kind: str = "image/jpeg") -> list[str]:
    return [base64.b64encode(content).decode(), name, kind]


def test_a_picture_comes_by_dropping_and_by_pasting_and_stands_on_the_page_and_on_paper(
    typing: Page, live_server: LiveServer, settings, tmp_path: Path
) -> None:
    settings.MEDIA_FOLDER = tmp_path / "media"
    release = ReleaseFactory(slug="shown", body="<p>Words.</p>")

    # Dropped into the library, beside something that only looks like a picture.
    typing.goto(f"{live_server.url}/admin/releases/mediafile/add/")
    given = [carried(jpeg(500, 300), "depot.jpg"), carried(b"<svg/>", "trap.png", "image/png")]
    assert typing.evaluate(MAY_LEAVE)
    assert not typing.evaluate(f"(given) => {{ ({DROP})(given); return {MAY_LEAVE}; }}", given)
    rows = typing.locator(".upload__item")
    expect(rows.nth(0).get_by_role("link")).to_have_text("In the library. Describe it")
    expect(rows.nth(1)).to_contain_text("SVG")
    assert typing.evaluate(MAY_LEAVE)
    rows.nth(0).get_by_role("link").click()

    # Chosen from the library, then pasted.
    open_form(typing, live_server, release)
    text = typing.frame_locator("#id_body_ifr").locator("body")
    text.click()
    typing.get_by_role("button", name="Insert/edit image").click()
    typing.locator(".tox-browse-url").click()
    # Escape closes the library alone, and the keyboard is where it was.
    expect(typing.get_by_label("Search the library")).to_be_focused()
    typing.keyboard.press("Escape")
    expect(typing.locator(".offers")).to_have_count(0)
    expect(typing.locator(".tox-browse-url")).to_be_focused()
    # What the library offers comes late, and wipes nothing away.
    typing.evaluate(HELD_BACK)
    typing.keyboard.press("Enter")
    trap = {"name": "trap.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
    typing.get_by_label("Or upload one").set_input_files(trap)
    refusal = typing.get_by_role("status").filter(has_text="SVG")
    expect(refusal).to_be_visible()
    expect(typing.get_by_role("button", name="depot.jpg")).to_have_count(0)
    typing.evaluate("window.letCome()")
    expect(typing.get_by_role("button", name="depot.jpg")).to_be_visible()
    expect(refusal).to_be_visible()
    typing.get_by_role("button", name="depot.jpg").click()
    typing.get_by_role("button", name="Save", exact=True).last.click()
    expect(text.locator("img")).to_have_count(1)
    # The picture is chosen still, and what is pasted would take its place.
    text.press("Control+End")
    typing.evaluate(PASTE, carried(jpeg(450, 200), "pasted.jpg"))
    expect(text.locator("img[src^='/media/']")).to_have_count(2)
    expect(typing.locator(".tox-notification").first).to_contain_text("No description and no credit yet")
    # What is no picture for a text is named, with the place where it belongs.
    typing.evaluate(PASTE, carried(b"%PDF-1.7", "report.pdf", "application/pdf"))
    left_out = typing.locator(".tox-notification").filter(has_text="“report.pdf” was left out")
    expect(left_out).to_contain_text("choose it under “Resources”")
    save(typing, live_server)

    body = Release.objects.get().body
    dropped, pasted = MediaFile.objects.order_by("uploaded_at")
    assert body.count("<figure><img src=") == 2
    assert (dropped.name, pasted.name) == ("depot.jpg", "pasted.jpg")
    assert f"/media/{dropped.pk}/" in body
    assert f"/media/{pasted.pk}/" in body
    MediaFile.objects.update(alt="A depot.", credit="Ruth Vance / FAS")
    PictureLine.objects.create(release=release, file=dropped)
    approved(release)

    reading = typing.context.browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    reading.goto(f"{live_server.url}/releases/shown/")
    shown = reading.get_by_role("img", name="A depot.")
    expect(shown).to_have_count(3)
    for number in range(3):
        assert shown.nth(number).evaluate("(img) => img.decode().then(() => img.naturalWidth)") > 300
        assert shown.nth(number).evaluate("(img) => img.getBoundingClientRect().width") <= 350
    assert reading.evaluate("document.documentElement.scrollWidth") <= 390
    reading.goto(f"{live_server.url}/releases/shown/print/")
    reading.pdf(path=tmp_path / "paper.pdf", format="Letter")
    with pikepdf.open(tmp_path / "paper.pdf") as paper:
        assert sum(len(page.get_images()) for page in paper.pages) >= 2
    reading.context.close()
