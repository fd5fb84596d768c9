"""Plain text has every word and every target, and no two words grow together."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text import plain
from releases.text.plain import Noted
from releases.text.sanitize import clean
from tests.text.soup import soup, worded

RELEASE = clean(
    """
    <h2>Report</h2>
    <p>Read <a href="https://fas.org/r">the report</a>to learn of 10<sup>3</sup> missiles.<br>Call
    <a href="tel:+12024544680">202-454-4680</a> or <a href="mailto:press@fas.org">press@fas.org</a>,
    or <a href="https://fas.org/r">read on</a>; <a href="/x">more</a>.</p>
    <ol start="4"><li>one<ul><li>two</li><li>three</li></ul></li><li><p>four</p><p>five</p></li></ol>
    <blockquote><p>said<br>so</p></blockquote>
    <table><caption>Counts</caption><tr><th>Year<th>Count<tr><td>2010<td><p>3</p><p>or 4</p></table>
    <hr><pre>a
      b</pre>
    """
).html


def test_a_whole_release_reads_well() -> None:
    assert plain.plain(RELEASE) == (
        "Report\n\n"
        "Read the report <https://fas.org/r> to learn of 10^3 missiles.\n"
        "Call 202-454-4680 or press@fas.org, or read on <https://fas.org/r>; more </x>.\n\n"
        "4. one\n   - two\n   - three\n5. four\n   five\n\n"
        "> said\n> so\n\n"
        "Counts\n\nYear | Count\n2010 | 3 or 4\n\n"
        "* * *\n\n"
        "a\n      b"
    )


def test_notes_stand_behind_their_words_and_a_target_has_one_number() -> None:
    html = (
        '<p><a href="https://fas.org/r">One</a>two <a href="/x">three</a>, '
        '<a href="https://fas.org/r">four</a>, <a href="mailto:a@b.org">a@b.org</a></p>'
    )

    assert plain.with_notes(html) == Noted(
        text="One [1] two three [2], four [1], a@b.org", targets=("https://fas.org/r", "/x")
    )


def test_words_are_only_words() -> None:
    html = (
        '<h2>a</h2><p>b<br>c <a href="/x">d</a>, <em>e</em>f</p>'
        "<ul><li>g</li><li>h</li></ul><p>caf&eacute;</p>"
    )

    assert plain.words(html) == "a b c d, ef g h café"


@pytest.mark.parametrize(
    ("text", "target", "answer"),
    [
        ("press@fas.org", "mailto:press@fas.org", True),
        ("Write to Press@FAS.org", "mailto:press@fas.org?subject=x", True),
        ("press@fas.org.uk", "mailto:press@fas.org", False),
        ("the press office", "mailto:press@fas.org", False),
        ("202-454-4680", "tel:+12024544680", True),
        ("+1 (202) 454-4680", "tel:+1-202-454-4680", True),
        ("454-4681", "tel:+12024544680", False),
        ("0", "tel:+12024544680", False),
        ("call us", "tel:+12024544680", False),
        ("https://fas.org/", "https://fas.org", True),
        ("fas.org", "https://fas.org/", True),
        ("fas.org", "https://fas.org/report", False),
        ("", "/", False),
    ],
)
def test_a_target_is_shown_only_by_itself(text: str, target: str, answer: bool) -> None:
    assert plain.shows_target(text, target) is answer


@given(worded)
@settings(max_examples=100, deadline=None)
def test_every_word_stands_by_itself(text: tuple[str, list[str]]) -> None:
    html, expected = text
    cleaned = clean(html).html

    assert plain.words(html).split() == expected
    assert re.findall(r"[a-zéß]+", plain.plain(cleaned)) == expected
    assert re.findall(r"[a-zéß]+", plain.with_notes(cleaned).text) == expected


@given(soup)
@settings(max_examples=100, deadline=None)
def test_every_word_of_any_clean_text_and_every_target_is_kept(html: str) -> None:
    cleaned = clean(html).html
    noted = plain.with_notes(cleaned)
    targets = set(re.findall(r'<a href="([^"]*)"', cleaned))

    # "^", "> ", "- ", "1. ", " | " and the targets are added; nothing else may differ.
    assert re.sub(r"\W|\d", "", plain.words(cleaned)) == re.sub(r"\W|\d", "", noted.text)
    assert {target.replace("&amp;", "&") for target in targets} == set(noted.targets)
    assert [f"<{target}>" in plain.plain(cleaned) for target in noted.targets] == [True] * len(noted.targets)


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6))
@settings(max_examples=50)
def test_numbers_follow_the_first_use_of_each_target(names: list[str]) -> None:
    html = "".join(f'<p><a href="/{name}">words</a></p>' for name in names)
    order = list(dict.fromkeys(names))

    assert plain.with_notes(html) == Noted(
        text="\n\n".join(f"words [{order.index(name) + 1}]" for name in names),
        targets=tuple(f"/{name}" for name in order),
    )
