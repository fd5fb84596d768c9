"""Readers see why a release was found, in the words that the release itself uses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text.excerpts import Run, excerpt, marked
from releases.text.query import parse


def shown(runs: tuple[Run, ...]) -> str:
    return "".join(f"[{run.text}]" if run.is_marked else run.text for run in runs)


@pytest.mark.parametrize(
    ("text", "typed", "result"),
    [
        ("The Missile Watch’s missiles", "missile", "The [Missile] Watch’s [missiles]"),
        ("The Missile Watch’s missiles", '"missile watch"', "The [Missile Watch’s] missiles"),
        ("Watch missile, watch", '"watch missile" watch', "[Watch missile], [watch]"),
        ("قال مُحَمَّد.", "محمد", "قال [مُحَمَّد]."),
        ("Café in Ło\u0301dź", "cafe lodz", "[Café] in [Ło\u0301dź]"),
        ("non\u00adproliferation", "nonproliferation", "[non\u00adproliferation]"),
        ("end-use of ends", "end-use -of", "[end-use] of ends"),
        ("<b>end-use</b>", "end-use", "<b>[end-use]</b>"),
        ("a mission", "miss", "a [mission]"),
        ("a mission", "miss a", "[a] mission"),
        ("nothing", "missile", "nothing"),
    ],
)
def test_every_place_is_marked_and_nothing_else_changes(text: str, typed: str, result: str) -> None:
    assert shown(marked(text, parse(typed))) == result


def test_an_excerpt_shows_two_places_and_what_is_around_them() -> None:
    text = f"{'a ' * 20}missile {'b ' * 40}treaty {'c ' * 40}treaty."

    runs = excerpt(text, parse("treaty missile"))

    assert shown(runs) == f"… {'a ' * 10}[missile] {'b ' * 20}… {'b ' * 10}[treaty] {'c ' * 20}…"


def test_an_excerpt_of_a_short_text_is_the_text_and_of_another_text_is_nothing() -> None:
    assert shown(excerpt("(A missile.)", parse("missile"))) == "(A [missile].)"
    assert excerpt("A treaty.", parse("missile")) == ()
    assert excerpt("A treaty.", parse("-missile")) == ()


@given(st.text(max_size=60), st.text(max_size=20))
@settings(max_examples=200)
def test_marking_loses_and_adds_nothing(text: str, typed: str) -> None:
    runs = marked(text, parse(typed))

    assert "".join(run.text for run in runs) == text
