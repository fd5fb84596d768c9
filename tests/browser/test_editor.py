"""Writing in a real browser: typed and pasted text, two tabs, words that survive."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from releases.models import Release, WorkingCopy
from tests.factories import ReleaseFactory, writer

pytestmark = pytest.mark.django_db(transaction=True)

# Word writes long lines; these are its marks of a bullet, cut where HTML does not mind.
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<h1>Findings</h1>
<p class="MsoNormal">Plain with <b>bold</b>, <i>italic</i> and a
 <a href="https://fas.example/report">link to the report</a>.<o:p></o:p></p>
<p class="MsoListParagraphCxSpFirst" style="text-indent:-.25in;mso-list:l0 level1 lfo1">
<![if !supportLists]><span style="font-family:Symbol"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;
 </span></span></span><![endif]>First point</p>
<p class="MsoListParagraphCxSpMiddle" style="text-indent:-.25in;mso-list:l0 level2 lfo1">
<![if !supportLists]><span style="mso-list:Ignore">o<span>&nbsp;&nbsp; </span></span><![endif]>Inner point</p>
<p class="MsoListParagraphCxSpLast" style="text-indent:-.25in;mso-list:l0 level1 lfo1">
<![if !supportLists]><span style="mso-list:Ignore">·<span>&nbsp;&nbsp; </span></span><![endif]>Second
 <b>point</b></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoListParagraph" style="mso-list:l1 level1 lfo2">
<![if !supportLists]><span style="mso-list:Ignore">3.<span>&nbsp;&nbsp; </span></span><![endif]>Third step</p>
<p class="MsoListParagraph" style="mso-list:l1 level1 lfo2">
<![if !supportLists]><span style="mso-list:Ignore">4.<span>&nbsp;&nbsp; </span></span><![endif]>Fourth
 step</p>
<p class="MsoNormal">A picture: <img src="file:///C:/picture.png" width="10"></p>
<!--EndFragment--></body></html>
"""
FROM_WORD = (
    "<h2>Findings</h2>"
    "<p>Plain with <strong>bold</strong>, <em>italic</em> and a"
    ' <a href="https://fas.example/report">link to the report</a>.</p>'
    "<ul><li>First point<ul><li>Inner point</li></ul></li><li>Second <strong>point</strong></li></ul>"
    '<ol start="3"><li>Third step</li><li>Fourth step</li></ol>'
    "<p>A picture:</p>"
)
DOCS = """
<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">
<span style="font-weight:700;font-style:normal">Bold lead</span><span
 style="font-weight:400;font-style:italic">
 in italics</span><span style="font-weight:400"> and </span><a href="https://fas.example/data"><span
 style="color:#1155cc;text-decoration:underline">the data</span></a></p>
<ul><li dir="ltr"><p dir="ltr"><span style="font-weight:400">Outer</span></p></li>
<ul><li dir="ltr"><p dir="ltr"><span style="font-weight:400">Inner</span></p></li></ul></ul></b>
"""
FROM_DOCS = (
    "<p><strong>Bold lead</strong> <em>in italics</em> and "
    '<a href="https://fas.example/data">the data</a></p>'
    "<ul><li>Outer<ul><li>Inner</li></ul></li></ul>"
)
PASTE = """([kind, data]) => {
  const editor = tinymce.get("id_body");
  const carried = new DataTransfer();
  carried.setData(kind, data);
  if (kind === "text/html") carried.setData("text/plain", "plain");
  editor.getBody().dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def typing(page: Page, live_server: LiveServer) -> Page:
    """A writer who is logged in."""
    writer(username="amarelo", password=make_password("a long password"))
    log_in(page, live_server)
    return page


def log_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.get_by_label("Username").fill("amarelo")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{live_server.url}/admin/")


def open_form(page: Page, live_server: LiveServer, release: Release | None = None) -> None:
    page.goto(f"{live_server.url}/admin/releases/release/{f'{release.pk}/change' if release else 'add'}/")
    editor_is_ready(page)


def editor_is_ready(page: Page) -> None:
    expect(page.frame_locator("#id_body_ifr").locator("body[contenteditable=true]")).to_be_visible()


def paste(page: Page, kind: str, data: str) -> None:
    page.frame_locator("#id_body_ifr").locator("body").click()
    page.evaluate(PASTE, [kind, data])


def save(page: Page, live_server: LiveServer) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"{live_server.url}/admin/releases/release/")


def squeezed(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())


def test_what_is_typed_and_pasted_from_word_is_saved_with_its_lists_and_links(
    typing: Page, live_server: LiveServer
) -> None:
    refused: list[str] = []
    typing.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    open_form(typing, live_server)
    typing.locator("#id_headline").fill("Typed in a browser")
    paste(typing, "text/html", WORD)
    expect(typing.locator(".tox-notification")).to_contain_text("A picture was left out")

    save(typing, live_server)

    release = Release.objects.get()
    assert squeezed(release.body) == FROM_WORD
    assert (release.headline, release.slug) == ("Typed in a browser", "typed-in-a-browser")
    assert WorkingCopy.objects.count() == 0
    assert refused == []


def test_a_paste_from_google_docs_keeps_weights_links_and_nested_lists(
    typing: Page, live_server: LiveServer
) -> None:
    open_form(typing, live_server)
    paste(typing, "text/html", DOCS)

    save(typing, live_server)

    assert squeezed(Release.objects.get().body) == FROM_DOCS


def test_the_editor_underlines_nothing_and_sizes_no_table(typing: Page, live_server: LiveServer) -> None:
    open_form(typing, live_server, ReleaseFactory(body="<p>Words.</p><table><tr><td>A</td></tr></table>"))
    text = typing.frame_locator("#id_body_ifr").locator("body")
    text.click()

    text.press("Control+a")
    text.press("Control+u")
    text.press("Control+b")
    text.locator("td").click()

    drawn = text.inner_html()
    assert ("text-decoration" in drawn, "<u>" in drawn, "<strong>" in drawn) == (False, False, True)
    expect(typing.locator(".tox-pop").get_by_role("button", name="Table caption")).to_be_visible()
    expect(typing.get_by_role("button", name="Table properties")).to_have_count(0)


def test_unsaved_words_are_previewed_in_a_tab_of_their_own(typing: Page, live_server: LiveServer) -> None:
    release = ReleaseFactory(headline="Saved")
    open_form(typing, live_server, release)
    typing.locator("#id_headline").fill("Not saved")
    typing.frame_locator("#id_body_ifr").locator("body").fill("Words that nobody saved.")

    with typing.context.expect_page() as opened:
        typing.get_by_role("button", name="Preview as a page").click()

    expect(opened.value.locator("body")).to_contain_text("Words that nobody saved.")
    assert Release.objects.get().headline == "Saved"


def test_a_login_that_ran_out_loses_no_word(typing: Page, live_server: LiveServer) -> None:
    release = ReleaseFactory(headline="Saved")
    open_form(typing, live_server, release)
    typing.locator("#id_headline").fill("Typed while logged out")
    typing.context.clear_cookies()

    typing.get_by_role("button", name="Save", exact=True).click()
    expect(typing.locator("[data-kept]")).to_contain_text("You are logged out.")
    log_in(typing.context.new_page(), live_server)
    save(typing, live_server)

    assert Release.objects.get().headline == "Typed while logged out"


def test_words_are_kept_without_saving_and_shown_again(typing: Page, live_server: LiveServer) -> None:
    open_form(typing, live_server)
    typing.clock.install()
    typing.reload()
    editor_is_ready(typing)
    typing.clock.run_for(11000)
    typing.locator("#id_headline").fill("Kept only")
    typing.clock.run_for(9500)
    expect(typing.locator("[data-kept]")).to_contain_text("Your words are kept")
    # What was kept was read along, and what lacks is one click away.
    expect(typing.locator("[data-checks-in-short]")).to_have_text("2 to mend, 1 worth a look")
    typing.get_by_role("link", name="Write the text of the release.").click()
    expect(typing.locator("#id_body_ifr")).to_be_focused()

    later = typing.context.new_page()
    later.goto(f"{live_server.url}/admin/releases/release/add/")
    later.get_by_role("link", name="Show them").click()

    expect(later.locator("#id_headline")).to_have_value("Kept only")
    assert not Release.objects.exists()
