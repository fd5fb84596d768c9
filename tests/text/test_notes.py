"""Paper shows where its links lead, and where the release was written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text import notes
from releases.text.addresses import absolute
from releases.text.notes import Note, NumberedLinks
from releases.text.plain import words
from releases.text.sanitize import clean
from tests.text.soup import soup


def on_site(path: str) -> str:
    return absolute("https://press.fas.org", path)


def test_links_are_numbered_and_one_address_has_one_number() -> None:
    html = (
        '<p>See <a href="https://x.org/?a=1&amp;b=2">the<br><em>report</em></a>, '
        '<a href="/y/">this</a>.</p>\n'
        '<ul><li><a href="https://x.org/?a=1&amp;b=2">again</a></li></ul>'
    )

    assert notes.numbered_links(html, start=3, absolute=on_site) == NumberedLinks(
        html=(
            '<p>See <a href="https://x.org/?a=1&amp;b=2">the<br><em>report</em></a>'
            '<span class="sheet__note">[3]</span>, '
            '<a href="/y/">this</a><span class="sheet__note">[4]</span>.</p>\n'
            '<ul><li><a href="https://x.org/?a=1&amp;b=2">again</a>'
            '<span class="sheet__note">[3]</span></li></ul>'
        ),
        notes=(
            Note(3, "the report", "https://x.org/?a=1&b=2"),
            Note(4, "this", "https://press.fas.org/y/"),
        ),
    )


def test_a_link_that_shows_its_target_has_no_number() -> None:
    html = (
        '<p><a href="mailto:press@fas.org">press@fas.org</a> <a href="tel:+12024544680">202-454-4680</a> '
        '<a href="https://fas.org/">fas.org</a></p>'
    )

    assert notes.numbered_links(html, absolute=on_site) == NumberedLinks(html=html, notes=())


def test_a_mailbox_behind_other_words_is_written_out() -> None:
    html = '<p><a href="mailto:press@fas.org">Write to us</a></p>'

    numbered = notes.numbered_links(html, absolute=on_site)

    assert numbered.notes == (Note(1, "Write to us", "mailto:press@fas.org"),)


def test_a_number_does_not_glue_words() -> None:
    numbered = notes.numbered_links('<p><a href="/x">HERE</a>to</p>', absolute=on_site)

    assert numbered.html == '<p><a href="/x">HERE</a><span class="sheet__note">[1]</span> to</p>'


@pytest.mark.parametrize(
    ("html", "place", "dated"),
    [
        (
            "<p>The <em>surprise</em></p>\n<p>b</p>",
            "WASHINGTON, D.C.",
            '<p><span class="dateline">WASHINGTON, D.C.</span> — The <em>surprise</em></p>\n<p>b</p>',
        ),
        ("<p><em>A</em> b</p>", "Paris", '<p><span class="dateline">Paris</span> — <em>A</em> b</p>'),
        (
            "<h2>A</h2>\n<p>b</p>",
            "Paris",
            '<p><span class="dateline">Paris</span> —</p>\n<h2>A</h2>\n<p>b</p>',
        ),
        ("", "Paris", '<p><span class="dateline">Paris</span> —</p>\n'),
        (
            "<p>a &lt;b&gt;</p>",
            "<A> & B",
            '<p><span class="dateline">&lt;A&gt; &amp; B</span> — a &lt;b&gt;</p>',
        ),
        ("<p>a<br>b</p><hr>", "", "<p>a<br>b</p><hr>"),
        ("<p>a</p>", " \n ", "<p>a</p>"),
    ],
)
def test_the_dateline_begins_the_text(html: str, place: str, dated: str) -> None:
    assert notes.with_dateline(html, place) == dated


@given(soup, st.text(max_size=8) | st.just("a\x00\ufffe\ud800 <b>"))
@settings(max_examples=100, deadline=None)
def test_nothing_but_numbers_and_the_dateline_is_added(html: str, place: str) -> None:
    cleaned = clean(html).html

    numbered = notes.numbered_links(cleaned, absolute=on_site)
    dated = notes.with_dateline(cleaned, place)

    without_numbers = re.sub(r'<span class="sheet__note">\[\d+\]</span>', "", numbered.html)
    assert clean(without_numbers) == clean(cleaned)
    assert words(without_numbers) == words(cleaned)
    assert words(dated).endswith(words(cleaned))
    assert len({note.target for note in numbered.notes}) == len(numbered.notes)
