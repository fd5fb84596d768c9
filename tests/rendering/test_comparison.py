"""The comparison names every part of the content, and only what differs."""

from dataclasses import fields, replace

import pytest

from releases import content
from releases.freezing import freeze
from releases.rendering.comparison import differences
from tests.factories import ReleaseFactory

pytestmark = pytest.mark.django_db
# Kind is drawn by its words, and the pictures of the body where the body names them.
DATES = {"format", "first_public", "public_from", "kind", "body_pictures"}
ORIGINAL = content.Attachment("0" * 32, "depot.jpg", "/media/x/depot.jpg", "JPEG", 9, "9 bytes", "d")
PICTURE = content.Picture("0" * 32, "depot.jpg", "A depot.", False, "", "FAS", "", "", (), ORIGINAL)

OTHER = {
    "byline": (content.Person("Ruth Vance", "ruth-vance", "Editor"),),
    "programmes": (content.Named("Arms Sales", "arms"),),
    "topics": (content.Named("Missiles", "missiles"),),
    "contacts": (),
    "experts": (content.Expert("Matt", "matt", "Manager", "Matt", "Knows.", None),),
    "resources": (content.Resource("report", "Full report", "The report", "/r/"),),
    "about": (content.About("About <us>", "<p>Formed in 1945.</p>"),),
    "event": content.Event(None, "Washington", "By telephone"),
    "announces": content.Announced("Missile Watch", "December", "/newsletters/missile-watch/1/"),
    "pictures": (PICTURE,),
    "change": content.ChangeNote("correction", "Correction", "The price.", ""),
}


@pytest.mark.parametrize("name", [field.name for field in fields(content.Content) if field.name not in DATES])
def test_a_change_of_any_part_is_named_once_and_marked(name):
    before = freeze(ReleaseFactory()).content
    after = replace(before, **{name: OTHER.get(name, "<p>Other.</p>" if name == "body" else "other words")})

    found = differences(before, after)

    assert len(found) == 1
    assert "<ins>" in found[0].text.html or "<del>" in found[0].text.html


def test_equal_contents_differ_in_nothing_and_dates_do_not_count():
    before = freeze(ReleaseFactory()).content

    assert differences(before, replace(before, public_from=None, first_public=None)) == ()


def test_a_title_with_signs_is_shown_as_words():
    before = freeze(ReleaseFactory()).content

    (found,) = differences(before, replace(before, about=OTHER["about"]))

    assert "About &lt;us&gt;" in found.text.html


def test_the_words_of_a_picture_in_the_text_count_and_the_picture_itself_is_named():
    body = f'<p>One.</p><figure><img src="/media/{PICTURE.id}/800.jpg"></figure>'
    before = replace(freeze(ReleaseFactory()).content, body=body, body_pictures=(PICTURE,))

    (found,) = differences(before, replace(before, body_pictures=(replace(PICTURE, credit="Nobody"),)))

    assert "[Picture: depot.jpg, A depot.," in found.text.html
    assert "<img" not in found.text.html


ANOTHER_FILE = replace(PICTURE, id="1" * 32, original=replace(ORIGINAL, digest="e"))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (ANOTHER_FILE, "file <del>d</del> e"),
        (replace(PICTURE, role="kit"), "In the press kit only"),
        (replace(PICTURE, licence="One use"), "licence: One use"),
        (replace(PICTURE, licence_ends="2027-01-31"), "until 2027-01-31"),
        (replace(PICTURE, alt="", is_decorative=True), "decorative"),
    ],
)
def test_another_picture_or_another_right_to_it_is_marked(other, said):
    before = replace(freeze(ReleaseFactory()).content, pictures=(PICTURE,))

    (found,) = differences(before, replace(before, pictures=(other,)))

    assert said in found.text.html.replace("<ins>", "").replace("</ins>", "")
    assert "<ins>" in found.text.html


def test_another_portrait_is_marked_with_the_byline_and_with_the_experts():
    person = replace(OTHER["byline"][0], portrait=PICTURE)
    expert = replace(OTHER["experts"][0], portrait=PICTURE)
    before = replace(freeze(ReleaseFactory()).content, byline=(person,), experts=(expert,))
    after = replace(
        before,
        byline=(replace(person, portrait=ANOTHER_FILE),),
        experts=(replace(expert, portrait=ANOTHER_FILE),),
    )

    assert [found.part for found in differences(before, after)] == ["Byline", "Experts"]
    assert all("<ins>" in found.text.html for found in differences(before, after))
