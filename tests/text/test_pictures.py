"""Pictures in a text: those of the library stay, in one spelling, and nothing from elsewhere does."""

import pytest
from hypothesis import HealthCheck, given, settings

from releases.text import pictures, sanitize
from releases.text.notes import with_dateline
from releases.text.plain import plain
from releases.text.sanitize import Cleaned, clean_with_pictures
from releases.text.sizes import size_text
from tests.text.soup import soup

ID = "0123456789abcdef" * 2
ADDRESS = f"/media/{ID}/800.jpg"
FIGURE = f'<figure><img src="{ADDRESS}"></figure>'


@pytest.mark.parametrize(
    "typed",
    [
        f'<img src="{ADDRESS}" alt="typed" width="3" style="float:left" onerror="x">',
        f'<p><img src="http://127.0.0.1:8000{ADDRESS}"></p>',
        f'<figure class="image"><img src=" {ADDRESS} "></figure>',
        f'<picture><source srcset="https://x.example/y.webp"><img src="{ADDRESS}"></picture>',
        f'<h2><a href="https://x.example/"><img src="{ADDRESS}"></a></h2>',
    ],
)
def test_a_picture_of_the_library_has_one_spelling(typed):
    assert clean_with_pictures(typed).html == FIGURE
    assert clean_with_pictures(FIGURE) == Cleaned(FIGURE, ())


@pytest.mark.parametrize(
    ("src", "sentence"),
    [
        ("https://x.example/y.png", sanitize.ELSEWHERE),
        (f"https://x.example{ADDRESS}", sanitize.ELSEWHERE),
        (f"//x.example{ADDRESS}", sanitize.ELSEWHERE),
        (f"/media/{ID}/../{ID}/800.jpg", sanitize.ELSEWHERE),
        (f"/media/{ID[:-1]}/800.jpg", sanitize.ELSEWHERE),
        (f"{ADDRESS}?x=1", sanitize.ELSEWHERE),
        ("", sanitize.ELSEWHERE),
        ("javascript:alert(1)", sanitize.ELSEWHERE),
        ("data:image/png;base64,AAAA", sanitize.UNFINISHED),
        ("blob:http://127.0.0.1/1-2", sanitize.UNFINISHED),
    ],
)
def test_every_other_picture_goes_with_a_sentence(src, sentence):
    cleaned = clean_with_pictures(f'<p>Before<img src="{src}">after.</p>')

    assert cleaned == Cleaned("<p>Before after.</p>", (sentence,))


def test_other_texts_take_no_picture_at_all_and_stored_ones_are_not_trusted():
    assert sanitize.clean(f"<p>A</p>{FIGURE}") == Cleaned("<p>A</p>", (sanitize.PICTURE,))
    assert "x.example" not in sanitize.safe('<figure><img src="https://x.example/y.png"></figure>')


def test_a_picture_counts_as_something_to_see():
    assert not sanitize.is_empty(FIGURE)
    assert sanitize.is_empty('<p><img src="https://x.example/y.png"></p>')


@given(soup)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_soup_with_pictures_is_clean_once_and_for_all(html):
    cleaned = clean_with_pictures(html).html

    assert clean_with_pictures(cleaned) == Cleaned(cleaned, ())
    assert sanitize.safe(cleaned) == cleaned
    assert cleaned.count("<img") == cleaned.count('<figure><img src="/media/')


def test_pictures_are_found_once_each_and_replaced_where_they_stand():
    other = FIGURE.replace(ID, "f" * 32)
    html = f"<p>A</p>{FIGURE}<p>B</p>{other}{FIGURE}"

    assert pictures.ids(html) == (ID, "f" * 32)
    assert pictures.only(html, {"f" * 32}) == f"<p>A</p><p>B</p>{other}"
    assert pictures.replaced(html, lambda pk: f"[{pk[0]}]") == "<p>A</p>[0]<p>B</p>[f][0]"


def test_the_dateline_stands_before_the_first_words_and_not_on_a_picture():
    assert with_dateline(f"{FIGURE}<p>Words.</p>", "Paris") == (
        f'{FIGURE}<p><span class="dateline">Paris</span> — Words.</p>'
    )


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (FIGURE, "[Picture]"),
        (
            '<figure><img src="x" alt="A depot."><figcaption>Row by row.</figcaption></figure>',
            "[Picture: A depot.]\n\nRow by row.",
        ),
        ('<p>A</p><figure><img src="x" alt=""></figure><p>B</p>', "A\n\nB"),
    ],
)  # fmt: skip
def test_plain_text_has_what_a_picture_shows(html, words):
    assert plain(html) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (1000, "1 KB"), (999_499, "999 KB"), (999_500, "1.0 MB")],
)  # fmt: skip
def test_sizes_are_said_as_people_say_them(size, words):
    assert size_text(size) == words
