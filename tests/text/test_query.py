"""What a reader types becomes words to find, whatever it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text.query import Query, Term, parse, tidied


def one(*phrases: str, goes_on: bool = False) -> Term:
    return Term(tuple(tuple(phrase.split()) for phrase in phrases), goes_on)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("missile", Query((one("missile", "missiles", goes_on=True),))),
        ("treaties watch", Query((one("treaties", "treaty"), one("watch", "watches", goes_on=True)))),
        ("Missile DOE", Query((one("missile", "missiles"), one("doe")))),
        ("news", Query((one("news", goes_on=True),))),
        ("boxes 2010", Query((one("boxes", "boxe", "box"), one("2010", goes_on=True)))),
        ('"Missile Watch" arms', Query((one("missile watch"), one("arms", goes_on=True)))),
        ('-arms -"end use" of', Query((one("of"),), (one("arms"), one("end use")))),
        ("end-use", Query((one("end use", goes_on=True),))),
        ("“never closed", Query((one("never closed"),))),
        ('" - -- !', Query()),
        ("", Query()),
    ],
)
def test_words_phrases_and_exceptions_are_told_apart(typed: str, query: Query) -> None:
    assert parse(typed) == query


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_only_letters_and_digits_come_out_of_anything(typed: str) -> None:
    query = parse(typed)

    words = [word for term in (*query.wanted, *query.unwanted) for phrase in term.phrases for word in phrase]
    assert [word for word in words if not word.isalnum()] == []
    assert tidied(tidied(typed)) == tidied(typed)
