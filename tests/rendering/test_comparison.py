"""The comparison names every part of the content, and only what differs."""

from dataclasses import fields, replace

import pytest

from releases import content
from releases.freezing import freeze
from releases.rendering.comparison import differences
from tests.factories import ReleaseFactory

pytestmark = pytest.mark.django_db
DATES = {"format", "first_public", "public_from", "kind"}  # kind is drawn by its words

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
