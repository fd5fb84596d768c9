"""Marks stand around the words that changed, and around nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.text.comparing import compared, compared_words, marked, shortened, side
from releases.text.plain import words
from releases.text.sanitize import clean
from tests.text.soup import soup


def taken(html: str) -> str:
    """The words of one side: without what came."""
    return words(re.sub(r"<ins>.*?</ins>", " ", html, flags=re.DOTALL))


def test_one_changed_figure_is_the_only_thing_marked():
    before = "<p>Planes are safe; the $34 billion price tag is high.</p><p>Two.</p>"
    after = "<p>Planes are safe; the $43 billion price tag is high.</p><p>Two.</p>"

    assert compared(before, after) == (
        "<p>Planes are safe; the <del>$34</del> <ins>$43</ins> billion price tag is high.</p><p>Two.</p>"
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<p>Same.</p>", "<p>Same.</p>", "<p>Same.</p>"),
        ("", "<p>New.</p>", "<p><ins>New.</ins></p>"),
        ("<p>Old.</p>", "", "<p><del>Old.</del></p>"),
    ],
)
def test_equal_empty_and_new_texts(before, after, expected):
    assert compared(before, after) == expected


def test_a_link_that_leads_elsewhere_shows_both_targets():
    both = compared(
        '<p><a href="https://a.example/">Report</a></p>', '<p><a href="https://b.example/">Report</a></p>'
    )

    assert "[https://b.example/]" in both
    assert "[https://a.example/]" in both


def test_plain_words_are_never_taken_for_html():
    assert (
        compared_words("A <b> & more", "A <b> & less") == "A &lt;b&gt; &amp; <del>more</del> <ins>less</ins>"
    )


def test_a_script_in_stored_marks_is_not_shown():
    assert marked("<p><ins>x</ins><script>alert(1)</script></p>") == "<p><ins>x</ins></p>"


@given(
    st.lists(st.sampled_from(["one", "two", "three", "four", "five"]), max_size=8).map(" ".join), st.data()
)
def test_without_the_marks_of_what_came_the_old_words_are_left(before, after):
    both = compared(f"<p>{before}</p>", f"<p>{after}</p>")

    assert taken(both).split() == before.split()


@given(soup, soup)
def test_any_two_clean_texts_compare_to_safe_html(one, two):
    before, after = clean(one).html, clean(two).html

    both = compared(before, after)

    assert marked(both) == both


def test_only_blocks_with_a_mark_are_left_of_a_long_text():
    same = "".join(f"<p>Paragraph {number} is the same.</p>" for number in range(50))
    before, after = f"{same}<p>Old <em>word</em>.</p>{same}", f"{same}<p>New <em>word</em>.</p>{same}"

    assert shortened(compared(before, after)) == (
        "<p>…</p><p> <del>Old</del> <ins>New</ins> <em>word</em>.</p><p>…</p>"
    )


def test_the_middle_of_a_long_paragraph_is_left_out_but_never_a_marked_word():
    long = " ".join(f"word{number}" for number in range(200))

    both = shortened(compared(f"<p>{long} old end.</p>", f"<p>{long} new {long} end.</p>"))

    unmarked, _, marked_words = both.partition("<del>")
    assert re.fullmatch(r"<p>word0 [^…]* … [^…]* word199 ", unmarked)
    assert marked_words == f"old end.</del> <ins>new {long} end.</ins></p>"


def test_a_line_of_words_is_shortened_like_a_text():
    assert "<del>old</del> <ins>new</ins>" in shortened(compared_words("Our old line", "Our new line"))


def test_each_side_shows_its_own_marks_alone():
    both = compared("<p>The old price.</p><p>Gone.</p>", "<p>The new price.</p>")

    assert side(both, "del") == "<p>The <ins>old</ins> price.</p> <p><ins>Gone.</ins></p>"
    assert side(both, "ins") == "<p>The <ins>new</ins> price.</p>"
