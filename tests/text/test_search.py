"""A word is found however its accents were typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text.search import searchable, unaccented


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("caf\u00e9", "cafe\u0301", "caf&eacute;"), "cafe cafe cafe"),
        (("Łódź", "Straße", "Søren", "ÆON"), "lodz strasse soren aeon"),
        (("a\u00a0b\n c", "", " d "), "a b c d"),
        (("non\u00adproliferation", "mis\u200bsile"), "nonproliferation missile"),
        (("ﬁssile", "H₂O", "１０"), "fissile h2o 10"),
        (("\u304b\u3099", "ядро", "ΣΑΣ"), "\u304c ядро σασ"),
        (("مُحَمَّد محمد", "שָׁלוֹם", "الأحمد"), "محمد محمد שלום الأحمد"),
        (("AT&amp;T", "R&D", "end-use", "a_b"), "at t r d end use a b"),
        (("Europe’s", "FAS's", "O'Brien", "states'"), "europe fas o brien states"),
        (("x" * 70,), "x" * 60),
        ((), ""),
    ],
)
def test_words_are_folded(parts: tuple[str, ...], text: str) -> None:
    assert searchable(*parts) == text


def test_a_text_that_is_too_long_for_an_index_is_searchable_from_its_beginning() -> None:
    assert searchable("word " * 50_000) == ("word " * 20_000).strip()


@given(st.lists(st.text(max_size=20), max_size=4))
@settings(max_examples=100)
def test_parts_never_grow_together(parts: list[str]) -> None:
    found = searchable(*parts).split()

    assert found == [word for part in parts for word in searchable(part).split()]


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert unaccented(unaccented(text)) == unaccented(text)
