"""Open forms: kept while people type, offered again, forgotten once saved."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from releases.models import Release, WorkingCopy
from releases.vocabulary import Role
from tests.factories import AuthorFactory, ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.typing import ADD, CHANGE, opened, typed

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
KEEP, FORGET = "admin:releases_release_keep", "admin:releases_release_forget"
KEY = "0123456789abcdef" * 2


@pytest.fixture
def person(client, at):
    at(NINE)
    person = writer()
    client.force_login(person)
    return person


def kept_forms():
    return {copy.form_key: json.loads(copy.form)["headline"] for copy in WorkingCopy.objects.all()}


def test_an_open_form_is_kept_and_answered_with_its_minute_in_words(client, person, at):
    at(NINE)
    data = typed(
        headline="Not saved",
        form_key=KEY,
        planned_for_day="2026-11-27",
        planned_for_time="09:00",
        csrfmiddlewaretoken="x",
    )

    response = client.post(reverse(KEEP), data)

    assert response.json() == {
        "kept": "Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC)",
        "planned_for": "Friday, 27 November 2026, 9:00 a.m. EST (14:00 UTC)",
        "others": "",
    }
    assert response["Cache-Control"] == "private, no-store"
    assert kept_forms() == {KEY: ["Not saved"]}
    assert "csrfmiddlewaretoken" not in WorkingCopy.objects.get().form
    assert not Release.objects.exists()


def test_a_minute_that_cannot_be_is_answered_with_its_sentence(client, person, at):
    at(NINE)
    data = typed(headline="x", form_key=KEY, planned_for_day="2027-03-14", planned_for_time="02:30")

    response = client.post(reverse(KEEP), data)

    assert "does not exist in New York" in response.json()["planned_for"]


def test_kept_words_are_offered_and_shown_without_being_saved(client, person):
    author = AuthorFactory()
    release = ReleaseFactory(headline="Saved")
    data = opened(
        client, release, headline="Typed", body="<p>Typed words.</p>", bylines=[{"author": author.pk}]
    )
    client.post(reverse(KEEP), data)

    offer = client.get(reverse(CHANGE, args=[release.pk]))
    shown = client.get(reverse(CHANGE, args=[release.pk]), {"restore": release.pk})

    page = shown.content.decode()
    assert [words.key for words in offer.context["unsaved"]] == [str(release.pk)]
    assert "that were not saved" in offer.content.decode()
    assert 'value="Saved"' in offer.content.decode()
    assert 'value="Typed"' in page
    assert "&lt;p&gt;Typed words.&lt;/p&gt;" in page
    assert f'<option value="{author.pk}" selected>' in page
    assert Release.objects.get().headline == "Saved"


def test_shown_words_are_saved_like_others_and_then_forgotten(client, person):
    client.post(reverse(KEEP), typed(headline="Typed", form_key=KEY))
    shown = client.get(reverse(ADD), {"restore": KEY})

    client.post(reverse(ADD), typed(headline="Typed", form_key=shown.context["form_key"]))

    assert [release.headline for release in Release.objects.all()] == ["Typed"]
    assert kept_forms() == {}


def test_words_typed_before_a_colleague_saved_are_still_asked_about(client, person):
    release = ReleaseFactory(headline="First")
    mine = opened(client, release, headline="Mine")
    client.post(reverse(KEEP), mine)
    other = Client()
    other.force_login(editor())
    other.post(reverse(CHANGE, args=[release.pk]), opened(other, release, headline="Theirs"))

    shown = client.get(reverse(CHANGE, args=[release.pk]), {"restore": release.pk})
    token = shown.context["adminform"].form["edit_token"].value()
    response = client.post(reverse(CHANGE, args=[release.pk]), {**mine, "edit_token": token})

    assert response.context["conflict"] is not None
    assert Release.objects.get().headline == "Theirs"


def test_forgetting_drops_ones_own_words_only(client, person):
    other = Client()
    other.force_login(editor())
    for somebody in (client, other):
        somebody.post(reverse(KEEP), typed(headline="Typed", form_key=KEY))

    refused = client.get(reverse(FORGET))
    client.post(reverse(FORGET), {"form_key": KEY})

    assert refused.status_code == 405
    assert [copy.user for copy in WorkingCopy.objects.all()] != [person]
    assert WorkingCopy.objects.count() == 1


def test_nobody_is_shown_the_words_of_somebody_else(client, person):
    other = Client()
    other.force_login(editor())
    other.post(reverse(KEEP), typed(headline="Theirs alone", form_key=KEY))

    answers = [client.get(reverse(ADD)), client.get(reverse(ADD), {"restore": KEY})]

    assert ["Theirs alone" in answer.content.decode() for answer in answers] == [False, False]


def test_words_of_a_text_that_was_approved_meanwhile_are_not_lost(client, person):
    release = ReleaseFactory()
    client.post(reverse(KEEP), opened(client, release, headline="Typed too late"))
    approved(release)

    page = client.get(reverse(CHANGE, args=[release.pk])).content.decode()

    assert "Choose “Edit after approval” to get them back." in page
    assert kept_forms() == {str(release.pk): ["Typed too late"]}


@pytest.mark.parametrize("key", ["", "x" * 32, "nul\0", "0", "../1", "9" * 40])
def test_a_forged_key_is_refused_with_a_sentence(client, person, key):
    response = client.post(reverse(KEEP), typed(headline="x", form_key=key))

    assert (response.status_code, list(response.json())) == (409, ["refusal"])
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("roles", [[], [Role.ADMINISTRATOR]])
def test_people_without_the_right_keep_nothing(client, roles):
    client.force_login(UserFactory(roles=roles))

    response = client.post(reverse(KEEP), typed(headline="x", form_key=KEY))

    assert (response.status_code, WorkingCopy.objects.count()) == (403, 0)


def test_keeping_needs_the_token_and_a_new_login_gives_a_new_one():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer())
    token = strict.get(reverse(KEEP)).json()["token"]

    refused = strict.post(reverse(KEEP), typed(headline="x", form_key=KEY))
    taken = strict.post(reverse(KEEP), typed(headline="x", form_key=KEY, csrfmiddlewaretoken=token))

    assert (refused.status_code, taken.status_code) == (403, 200)


def test_a_form_that_was_kept_broken_is_shown_all_the_same(client, person):
    client.post(
        reverse(KEEP),
        {"headline": "Half a form", "form_key": KEY, "bylines-TOTAL_FORMS": "many", "kind": "novel"},
    )

    response = client.get(reverse(ADD), {"restore": KEY})

    assert response.status_code == 200
    assert 'value="Half a form"' in response.content.decode()
