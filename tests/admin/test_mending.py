"""The form after a move was refused: what has to be mended stands beside its field."""

import lxml.html
import pytest
from django.urls import reverse

from releases.models import Release
from tests.factories import ReleaseFactory, approved, writer

pytestmark = pytest.mark.django_db

NO_CONTACT = "Name a media contact with a telephone. Journalists call before they write."


@pytest.fixture
def open_form(client):
    client.force_login(writer())

    def get(release: Release, query: str = "?mend=yes"):
        address = reverse("admin:releases_release_change", args=[release.pk])
        return lxml.html.fromstring(client.get(address + query).content)

    return get


def told(page: lxml.html.HtmlElement) -> dict[str, str]:
    """The sentences of the form, each with the id of the part that it stands in."""
    parts = {
        **{row.get("class").rpartition("field-")[2]: row for row in page.find_class("form-row")},
        **{group.get("id"): group for group in page.find_class("inline-group")},
    }
    lists = {name: part.find_class("errorlist") for name, part in parts.items()}
    return {name: " ".join(said[0].text_content().split()) for name, said in lists.items() if said}


def test_each_sentence_stands_beside_its_field(open_form):
    release = ReleaseFactory(headline="", body="", contacts=[])

    page = open_form(release)

    assert told(page) == {
        "headline": "Write a headline.",
        "body": "Write the text of the release.",
        "contact_lines-group": NO_CONTACT,
    }
    assert page.get_element_by_id("id_summary").text_content().strip() == release.summary


def test_the_form_says_nothing_of_a_draft_that_is_only_opened(open_form):
    assert told(open_form(ReleaseFactory(headline="", body="", contacts=[]), query="")) == {}


def test_approved_text_opens_for_reading_all_the_same(open_form):
    assert told(open_form(approved().release)) == {}
