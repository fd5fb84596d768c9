"""The card picture: drawn from its words alone, whatever they are."""

from io import BytesIO

import pytest
from PIL import Image

from releases.rendering import card

WORDS = {"kind": "Release", "day": "14 December 2010", "organisation": "Federation of American Scientists"}


def drawn(headline, **words):
    return Image.open(BytesIO(card.png(card.Card(headline, **{**WORDS, **words})))).convert("RGB")


def inked(picture, box):
    """Whether anything but paper is in this part of the picture."""
    return len(picture.crop(box).getcolors(70_000)) > 1


@pytest.mark.parametrize(
    "headline",
    [
        "New Missile Watch Report Features WikiLeaks and Viktor Bout",
        "word " * 50,
        "Donaudampfschifffahrtsgesellschaftskapitän" * 5,
        "R&D <b> “why” — €43",
    ],
)
def test_a_headline_stays_inside_the_margins(headline):
    picture = drawn(headline)

    assert picture.size == (1200, 630)
    assert inked(picture, (80, 150, 1120, 500))
    assert not inked(picture, (1124, 150, 1200, 630))
    assert not inked(picture, (0, 480, 1200, 540))


@pytest.mark.parametrize("headline", ["\U000e0101\U0001f9ff\U00012000", "\uffff"])
def test_letters_that_no_font_has_are_left_out_and_the_rest_is_drawn(headline):
    picture = drawn(headline)

    assert not inked(picture, (80, 150, 1120, 500))
    assert inked(picture, (80, 60, 1120, 120))
    assert inked(picture, (80, 540, 1120, 600))


def test_without_any_font_of_the_machine_plain_letters_are_drawn(monkeypatch):
    monkeypatch.setattr(card, "_HEADLINE", ("no-such-font.ttf",))

    assert inked(drawn("Plain letters of a bare machine"), (80, 150, 1120, 500))


def test_the_same_words_are_drawn_once():
    words = card.Card("Once", **WORDS)

    assert card.png(words) is card.png(words)
