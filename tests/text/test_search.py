"""A word is found however its accents were typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text.search import searchable, unaccented


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("caf\u00e9", "cafe\u0301", "caf&eacute;"), "cafe cafe cafe"),
        (("Łódź", "Straße", "Søren", "ÆON"), "Lodz Strasse Soren AEON"),
        (("a\u00a0b\n c", "", " d "), "a b c d"),
        (("non\u00adproliferation", "mis\u200bsile"), "nonproliferation missile"),
        (("ﬁssile", "H₂O", "１０"), "fissile H2O 10"),
        (("हिन्दी", "が"), "हिन्दी が"),
        (("AT&amp;T", "R&D"), "AT&T R&D"),
        ((), ""),
    ],
)
def test_words_are_folded(parts: tuple[str, ...], text: str) -> None:
    assert searchable(*parts) == text


@given(st.lists(st.text(max_size=20), max_size=4))
@settings(max_examples=100)
def test_parts_never_grow_together(parts: list[str]) -> None:
    found = searchable(*parts).split(" ") if searchable(*parts) else []

    assert found == [word for part in parts for word in searchable(part).split()]


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert unaccented(unaccented(text)) == unaccented(text)
