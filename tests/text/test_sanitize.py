"""What comes out is safe, in one spelling, and nothing is gone without a sentence."""

import re

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releases.text import sanitize
from releases.text.canonical import canonical_text
from releases.text.plain import words
from releases.text.sanitize import Cleaned, clean
from tests.text.soup import soup, worded

ALL_NAMES = {tag: set(names) for tag, names in sanitize.ALLOWED.items() if names}
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=\"text/html\"><style><img src onerror=alert(1)></style>"
    "</annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><img src=x onerror=alert(1)></template>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\" &#1;javascript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<p onclick=alert(1) style=\"background:url(javascript:alert(1))\">x</p>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data-mce-object=\"iframe\" data-mce-html=\"<img src=x onerror=alert(1)>\"></object>",
    "<p data-mce-bogus=\"all\"><a data-mce-href=\"javascript:alert(1)\" href=\"/x\">x</a>",
    "<!--mce:protected %3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E-->",
    "<form action=\"javascript:alert(1)\"><button formaction=\"javascript:alert(1)\">x</button></form>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<p>\u0338<img src=x onerror=alert(1)>",
    "<table><caption><svg><title><template><style></caption><img src=x onerror=alert(1)>",
    "<a href=\"https://x.org/&quot;onmouseover=alert(1)\">x</a>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<base href=\"https://evil.example/\"><meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
]  # fmt: skip


def assert_safe(html: str) -> None:
    """Read it as a browser does and look for anything that is not on the list."""
    everything = nh3.clean(html, tags=set(sanitize.ALLOWED), attributes=ALL_NAMES, link_rel=None)
    assert everything == html
    tags = re.findall(r"<([a-z0-9:-]+)([^>]*)>", html)
    for tag, attributes in tags:
        assert set(re.findall(r'([\w:-]+)="', attributes)) <= set(sanitize.ALLOWED[tag])
    for address in re.findall(r'<a href="([^"]*)"', html):
        assert re.match(r"https?://|mailto:|tel:|/(?!/)", address)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_known_attack_survives(payload: str) -> None:
    html = clean(f"<p>before</p>{payload}<p>after</p>").html

    assert_safe(html)
    assert clean(html) == Cleaned(html, ())


@given(soup | st.text())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_soup_becomes_safe_once_and_for_all(html: str) -> None:
    cleaned = clean(html).html

    assert_safe(cleaned)
    assert clean(cleaned) == Cleaned(cleaned, ())
    assert canonical_text(cleaned) == cleaned
    assert sanitize.safe(cleaned) == cleaned


@pytest.mark.parametrize("payload", PAYLOADS)
def test_stored_html_is_shown_without_any_attack(payload: str) -> None:
    assert_safe(sanitize.safe(f"<p>before</p>{payload}<p>after</p>"))


@given(worded)
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost_or_glued(text: tuple[str, list[str]]) -> None:
    html, expected = text

    assert words(clean(html).html).split() == expected


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>The <b>first</b> <i>issue</i></p>", "<p>The <strong>first</strong> <em>issue</em></p>"),
        ("<h1>A</h1><h5>B</h5><h6>C</h6>", "<h2>A</h2>\n<h4>B</h4>\n<h4>C</h4>"),
        ("bare text", "<p>bare text</p>"),
        ("one<br><br>two<br>", "<p>one</p>\n<p>two</p>"),
        ("<div>one<div>two</div>three</div>", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
        ("<p>a<span class=x> b</span><font> c</font></p>", "<p>a b c</p>"),
        ("<p>&nbsp;</p><p><br></p><p></p><h2> </h2><ul><li></li></ul>", ""),
        ("<p>a&nbsp;&nbsp; b\n\tc</p>", "<p>a b c</p>"),
        ("<pre>\n  a\n\n   b\n</pre>", "<pre>  a\n\n   b</pre>"),
        ("<p><b>a </b>b</p>", "<p><strong>a</strong> b</p>"),
        ("<p><a href='/x'>HERE </a>to</p>", '<p><a href="/x">HERE</a> to</p>'),
        ("<ul><li><p>a</p><ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ol start=3 type=a><li>c</li></ol>", '<ol start="3"><li>c</li></ol>'),
        (
            "<table width=9><tr><th scope=ROW>a</th><td colspan=2>b</td></tr><caption>c</caption></table>",
            '<table><caption>c</caption><tbody><tr><th scope="row">a</th>'
            '<td colspan="2">b</td></tr></tbody></table>',
        ),
        ("<b id=docs-internal style='font-weight:normal'><p>a</p><p>b</p></b>", "<p>a</p>\n<p>b</p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("<p>a</p></body></html>b<p>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        (
            "<p><a href=/x>one <span>two <a href=/y>three</a></span></a></p>",
            '<p><a href="/x">one two</a> <a href="/y">three</a></p>',
        ),
        ("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>"),
        ("<p>cafe\u0301 <q>x</q></p>", "<p>café “x”</p>"),
        ("<p>a<!-- [if !supportLists]-->b<o:p></o:p></p>", "<p>ab</p>"),
        ("<p align=right style='color:red'>a <font size=7>b</font></p>", "<p>a b</p>"),
        ("<p>10<sup>3</sup> H<sub>2</sub>O</p><hr>", "<p>10<sup>3</sup> H<sub>2</sub>O</p>\n<hr>"),
    ],
)  # fmt: skip
def test_harmless_differences_are_settled_without_a_word(html: str, cleaned: str) -> None:
    assert clean(html) == Cleaned(html=cleaned, dropped=())


@pytest.mark.parametrize(
    ("html", "cleaned", "sentences"),
    [
        ("<p>a<img src=x>b<svg></svg></p>", "<p>a b</p>", [sanitize.PICTURE]),
        ("<p onclick=x>a</p>", "<p>a</p>", [sanitize.SCRIPT]),
        ("<p>a</p><script>b</script>", "<p>a</p>", [sanitize.SCRIPT]),
        ("<p>a</p><iframe src=x></iframe>", "<p>a</p>", [sanitize.EMBEDDED]),
        ("<form>a <input> b</form>", "<p>a b</p>", [sanitize.FORM]),
        ("<p>a <math><mi>x</mi></math></p>", "<p>a</p>", [sanitize.FORMULA]),
        ("<p>a <s>b</s></p>", "<p>a b</p>", [sanitize.STRUCK]),
        ("<p>a <u>b</u> <ins>c</ins></p>", "<p>a b c</p>", [sanitize.UNDERLINED]),
        (
            "<p>Noted<a href='#_ftn1'>[1]</a></p>",
            "<p>Noted[1]</p>",
            ["The link on “[1]” was removed. “#_ftn1” leads nowhere: "
             "no place in a text has a name of its own."],
        ),
        (
            "<p><a href='www.fas.org'>our  site</a></p>",
            "<p>our site</p>",
            ["The link on “our site” was removed. “www.fas.org” is not a complete address. "
             "Begin it with https://, http://, mailto:, tel: or /."],
        ),
        (
            "<p>a <a href='https://fas.org'><img src=x></a></p>",
            "<p>a</p>",
            ["A link without words was removed: “https://fas.org”.", sanitize.PICTURE],
        ),
        (
            "<blockquote cite=x><p>a</p></blockquote>",
            "<blockquote><p>a</p></blockquote>",
            ["The source of a quotation on “a” was removed. “x” is not a complete address. "
             "Begin it with https://, http://, mailto:, tel: or /."],
        ),
    ],
)  # fmt: skip
def test_the_editor_is_told_what_is_gone(html: str, cleaned: str, sentences: list[str]) -> None:
    assert clean(html) == Cleaned(html=cleaned, dropped=tuple(sentences))


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "svg", "a href=/x"])
def test_words_below_thousands_of_elements_are_kept(tag: str) -> None:
    deep = f"<{tag}>" * 3000 + "deep <p>words"

    assert words(clean(deep).html).split() == ["deep", "words"]


def test_quotations_lists_and_tables_lie_at_most_eight_deep() -> None:
    html = "<blockquote><ul><li>" * 20 + "words"

    cleaned = clean(html).html

    assert (cleaned.count("<blockquote>"), cleaned.count("<ul>"), words(cleaned)) == (4, 4, "words")


def test_very_long_texts_are_kept() -> None:
    # Longer than libxml2 takes when it is not told to.
    text = f"{'word ' * 1000}{'x' * 10_000_001}"

    assert clean(f"<p>{text}").html == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("html", "answer"),
    [
        ("", True),
        ("<p>&nbsp;</p><hr><br>", True),
        ("<p>\u200b\ufeff</p>", True),
        ("<img src=x><script>x</script>", True),
        ("<table><tr><td></td></tr></table>", True),
        ("<p>.</p>", False),
        ("a", False),
    ],
)
def test_a_text_without_words_is_empty(html: str, answer: bool) -> None:
    assert sanitize.is_empty(html) is answer
