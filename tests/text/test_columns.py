"""Plain text in lines of 72 columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.text.columns import columns, filled

LONG = "https://fas.example/" + "a" * 90


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three four", ["one two", "three four"]),
        ("- one two three", ["- one two", "  three"]),
        ("12. one two three", ["12. one", "    two", "    three"]),
        ("> one two three", ["> one two", "> three"]),
        ("> - one two three", ["> - one", ">   two", ">   three"]),
        ("[1] one two three", ["[1] one", "    two", "    three"]),
        ("short\n\nalso", ["short", "", "also"]),
        ("中文标题不能", ["中文标题不", "能"]),
        ("ab 中文标题不", ["ab 中文标", "题不"]),
        ("中文标题不。能", ["中文标题", "不。能"]),
        ("donaudampf", ["donaudampf"]),
        ("donaudampfschiff a", ["donaudampfschiff", "a"]),
        ("e\u0301" * 10, ["e\u0301" * 10]),
    ],
)
def test_lines_end_at_the_width_and_hang_under_their_label(text, lines):
    assert filled(text, 10).split("\n") == lines


def test_an_address_is_never_cut():
    assert filled(f"[1] {LONG}").split("\n") == [f"[1] {LONG}"]
    assert filled(f"Lasting address: {LONG} here").split("\n") == ["Lasting address:", LONG, "here"]


@given(st.text(st.sampled_from("ab -1.>[]中é\n"), max_size=300))
def test_no_sign_is_lost_and_only_a_word_without_a_break_is_wider(text):
    written = filled(text, 20)

    def signs(of):
        return "".join(sign for sign in of if sign not in " \n>")

    assert signs(written) == signs(text)
    assert [line for line in written.split("\n") if columns(line) > 20 and " " in line.strip("> -1.[]")] == []
