"""The desk reads along on the form of a release: saved words, and words that are being typed."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from releases.actions import editing
from releases.desk.scene import look
from releases.desk.stage import Choice
from releases.models import Draft, Event, Release, ReleaseVersion
from releases.vocabulary import Kind
from tests.factories import ReleaseFactory, approved, editor, writer
from tests.factories.typing import opened, typed

pytestmark = pytest.mark.django_db

KEEP = reverse("admin:releases_release_keep")
# Most of them save the form and its eight groups of lines, which is taken back, and freeze what was saved.
QUERIES = 46
KEY = "0123456789abcdef" * 2


@pytest.fixture
def person(client):
    person = writer()
    client.force_login(person)
    return person


def form_of(client, release):
    return client.get(reverse("admin:releases_release_change", args=[release.pk]))


def read_along(client, data, key):
    assert client.post(KEEP, {**data, "form_key": key}).status_code == 200
    return client.get(reverse("admin:releases_release_checks", args=[key]))


def everything():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Release, ReleaseVersion, Draft, Event)
    }


def test_the_form_says_what_the_desk_finds_in_the_saved_text_and_each_sentence_leads_to_its_field(
    client, person
):
    release = ReleaseFactory(
        headline="", summary="", kind=Kind.ADVISORY, body="<p>Read it <a href='/a/'>here</a> (now.</p>"
    )
    release.resources.create(kind="link", label="Click here", address="/a/")
    release.contact_lines.all().delete()

    page = form_of(client, release).content.decode()
    links = re.findall(r'<li class="checks__item">\s*<a href="#([^"]+)">([^<]+)</a>', page)

    assert {place for place, _ in links} == {
        "id_headline", "contact_lines-group", "id_summary", "id_body", "resources-group",
        "id_event_starts_at",
    }  # fmt: skip
    assert all(f'id="{place}"' in page for place, _ in links)
    assert "2 to mend, 5 worth a look" in page


def test_a_text_with_nothing_to_mend_says_so(client, person):
    page = form_of(client, ReleaseFactory(summary="A summary.")).content.decode()

    assert "Nothing to mend, and nothing that is worth a second look." in page


def test_words_that_are_typed_are_read_before_they_are_saved(client, person):
    release = ReleaseFactory(summary="A summary.")
    before = everything()
    data = opened(client, release, body="<p>The use of it anduse of it.</p>")

    page = read_along(client, data, data["form_key"]).content.decode()

    assert "Words have grown together: “anduse”." in page
    assert 'data-in-short="1 worth a look"' in page
    assert everything() == before


def test_a_date_of_an_old_release_is_held_against_its_own_year_saved_or_typed(client, person, at):
    at(datetime(2010, 12, 1, 14, 0, tzinfo=UTC))
    release = approved(ReleaseFactory(summary="A summary.", body="<p>On Tuesday, 14 December.</p>")).release
    at(datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    editing.edit_after_approval(release, by=person)

    saved = form_of(client, release).content.decode()
    data = opened(client, release, headline="Typed")
    typed = read_along(client, data, data["form_key"]).content.decode()
    submitted = client.get(reverse("admin:releases_release_submit", args=[release.pk])).content.decode()

    assert [text.count("14 December” 2026 is a") for text in (saved, typed, submitted)] == [0, 0, 0]


def test_an_old_text_is_held_against_the_year_under_which_it_is_filed(at):
    at(datetime(2026, 11, 26, 14, 0, tzinfo=UTC))
    old = ReleaseFactory(summary="A summary.", body="<p>On Tuesday, 14 December.</p>", in_review=True)
    scene = look(old, by=editor())

    filed = replace(scene, choice=Choice(datetime(2010, 12, 14, 17, 0, tzinfo=UTC)))

    assert (len(scene.advice), filed.advice) == (1, ())


def test_a_new_release_is_read_along_too(client, person):
    page = read_along(client, typed(headline="Brand new"), KEY).content.decode()

    assert "Write the text of the release." in page
    assert "Name a media contact with a telephone." in page
    assert not Release.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_reading_along_costs_as_many_questions_however_much_is_written(
    client, person, django_assert_max_num_queries, count
):
    release = ReleaseFactory(summary="A summary.")
    data = opened(client, release, body="<p>Read <a href='/a/'>here</a> (now.</p>" * count)
    assert client.post(KEEP, data).status_code == 200
    address = reverse("admin:releases_release_checks", args=[data["form_key"]])

    with django_assert_max_num_queries(QUERIES):
        page = client.get(address).content.decode()

    assert page.count("checks__item") == 2


def test_what_cannot_be_saved_is_said_first(client, person):
    page = read_along(client, typed(headline="x" * 1000), KEY).content.decode()

    assert "Before it can be saved" in page
    assert "Headline: " in page
    assert 'data-in-short="1 to mend"' in page


def test_nobody_reads_along_with_somebody_else(client, person):
    assert read_along(client, typed(headline="Mine"), KEY).status_code == 200
    colleague = Client()
    colleague.force_login(editor())

    assert colleague.get(reverse("admin:releases_release_checks", args=[KEY])).status_code == 404
    assert client.get(reverse("admin:releases_release_checks", args=["f" * 32])).status_code == 404


def test_approved_text_is_locked_and_not_read_again(client, person):
    release = ReleaseFactory()
    approved(release)

    assert "data-checks-found" not in form_of(client, release).content.decode()


def test_the_confirm_page_says_what_is_worth_a_look_and_holds_nothing_back(client, person):
    release = ReleaseFactory(summary="")
    page = client.get(reverse("admin:releases_release_submit", args=[release.pk])).content.decode()

    assert "Worth a look: Write a summary" in page
    assert "Submit for approval" in page
