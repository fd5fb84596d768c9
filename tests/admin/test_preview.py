"""Previews: what readers would get, of words that are not saved, for the person who typed them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from releases.actions import editing
from releases.models import ContactLine, Draft, Event, Release, ReleaseVersion, Resource, WorkingCopy
from releases.vocabulary import Role
from tests.factories import MediaContactFactory, ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.taken_away import corrected
from tests.factories.typing import opened, typed

pytestmark = pytest.mark.django_db

OPEN, STORED = "admin:releases_release_preview", "admin:releases_release_saved_preview"
KEY = "0123456789abcdef" * 2
NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NO_STORE = "private, no-store"


@pytest.fixture
def person(client):
    person = writer()
    client.force_login(person)
    return person


def everything():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Release, ReleaseVersion, ContactLine, Resource, Draft, Event)
    }


@pytest.mark.parametrize("paper", ["", "_print"])
def test_unsaved_words_are_drawn_and_no_row_is_different(client, person, paper):
    release = ReleaseFactory(headline="Old words", summary="")
    before = everything()
    contact = MediaContactFactory(name="Grace Unsaved")
    data = opened(
        client,
        release,
        headline="Unsaved words",
        contact_lines=[{"contact": contact.pk}],
        resources=[{"kind": "data", "label": "Unsaved table", "address": "/table"}],
    )

    response = client.post(reverse(f"{OPEN}{paper}", args=[data["form_key"]]), data, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(reverse(f"{OPEN}{paper}", args=[data["form_key"]]), 302)]
    assert all(words in page for words in ("Unsaved words", "Grace Unsaved", "Unsaved table"))
    assert "Old words" not in page.replace("Body of Old words", "")
    assert response["Cache-Control"] == NO_STORE
    assert everything() == before


APPROVED = "admin:releases_release_approved"
# Session, person, rights and the header among them.
QUERIES = 7


@pytest.mark.parametrize("paper", ["", "_print"])
def test_what_was_approved_is_read_whatever_has_become_of_the_working_text(client, person, at, paper):
    at(NINE)
    version = approved(ReleaseFactory(headline="Approved words"), public_from=NINE + HOUR)
    release = editing.edit_after_approval(version.release, by=person)
    release.headline = "Later words"
    release.save()
    address = reverse(f"{APPROVED}{paper}", args=[release.pk, 1])

    before = client.get(address)
    at(NINE + HOUR)
    after = client.get(address)

    page = before.content.decode()
    assert "Approved words" in page
    assert "Later words" not in page
    assert "It goes out on Thursday, 26 November 2026, 10:00 a.m. EST (15:00 UTC)." in page
    later = after.content.decode()
    assert ("Preview, not public." in page, "EMBARGOED UNTIL" in page) == (True, True)
    assert not any(words in later for words in ("Preview, not public.", "EMBARGOED UNTIL", "It goes out on"))
    assert before["Cache-Control"] == NO_STORE


def test_what_goes_out_is_one_click_from_the_form_and_from_the_page_that_cancels_it(client, at):
    at(NINE)
    release = approved(public_from=NINE + HOUR).release
    client.force_login(editor())
    address = reverse(APPROVED, args=[release.pk, 1])

    form = client.get(reverse("admin:releases_release_change", args=[release.pk]))
    cancel = client.get(reverse("admin:releases_release_cancel", args=[release.pk]))

    assert f'href="{address}"' in form.content.decode()
    assert cancel.context["reading_url"] == address


@pytest.mark.parametrize("corrections", [0, 1])
@pytest.mark.parametrize("paper", ["", "_print"])
def test_reading_an_approved_version_costs_as_many_queries_however_many_there_are(
    client, person, at, django_assert_max_num_queries, paper, corrections
):
    at(NINE)
    version = approved()
    for number in range(corrections):
        at(NINE + (number + 1) * HOUR)
        corrected(version)

    with django_assert_max_num_queries(QUERIES):
        page = client.get(reverse(f"{APPROVED}{paper}", args=[version.release_id, 1]))

    assert page.status_code == 200


def test_an_approved_version_is_read_by_who_writes_and_only_by_its_own_number(client, at):
    at(NINE)
    release = approved(public_from=NINE + HOUR).release

    def answers(user, number):
        client.force_login(user)
        return client.get(reverse(APPROVED, args=[release.pk, number])).status_code

    assert [answers(writer(), 1), answers(writer(), 2), answers(UserFactory(), 1)] == [200, 404, 404]


@pytest.mark.parametrize(("release", "number"), [(10**30, 1), (1, 10**30)])
def test_a_number_that_no_database_holds_is_no_version(client, release, number):
    client.force_login(writer())

    assert client.get(reverse(APPROVED, args=[release, number])).status_code == 404


@pytest.mark.parametrize("paper", ["", "_print"])
def test_a_release_that_was_never_saved_has_a_preview(client, person, paper):
    data = typed(headline="Brand new", body="<p>Text.</p>")

    response = client.post(reverse(f"{OPEN}{paper}", args=[KEY]), data, follow=True)

    assert "Brand new" in response.content.decode()
    assert not Release.objects.exists()


def test_a_form_with_errors_is_answered_with_all_of_its_sentences(client, person):
    data = typed(
        headline="x" * 1000,
        planned_for_day="9999-12-31",
        planned_for_time="10:00",
        resources=[{"kind": "link", "label": "Bad", "address": "nowhere"}],
    )

    response = client.post(reverse(OPEN, args=[KEY]), data, follow=True)

    assert [sentence.split(":")[0] for sentence in response.context["sentences"]] == [
        "Headline",
        "Public from",
        "Address",
    ]
    assert "Nothing that you typed is lost." in response.content.decode()


def test_an_empty_form_has_a_preview_without_accident(client, person):
    response = client.post(reverse(OPEN, args=[KEY]), typed(), follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("paper", ["", "_print"])
def test_nobody_else_sees_the_preview_of_unsaved_words(client, person, paper):
    client.post(reverse(f"{OPEN}{paper}", args=[KEY]), typed(headline="Embargoed"))
    others = [
        editor(),
        UserFactory(),
        UserFactory(roles=[Role.ADMINISTRATOR]),
        UserFactory(is_superuser=True),
    ]

    answers = []
    for other in others:
        client.force_login(other)
        answers.append(client.get(reverse(f"{OPEN}{paper}", args=[KEY])).status_code)
    stranger = Client().get(reverse(f"{OPEN}{paper}", args=[KEY]))

    assert answers == [404, 404, 404, 404]
    assert stranger.status_code == 302
    assert "/login/" in stranger["Location"]


def test_a_person_who_lost_the_right_sees_the_preview_no_more(client, person):
    client.post(reverse(OPEN, args=[KEY]), typed(headline="Mine"))
    person.groups.clear()

    assert client.get(reverse(OPEN, args=[KEY])).status_code == 404


@pytest.mark.parametrize("key", ["unknown", "9" * 30, "0"])
def test_a_forged_key_is_not_found(client, person, key):
    answers = [client.get(reverse(OPEN, args=[key])), client.post(reverse(OPEN, args=[key]), typed())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("paper", ["", "_print"])
def test_the_saved_text_has_a_preview_for_everybody_who_writes(client, paper):
    release = approved(ReleaseFactory(headline="Saved words")).release
    address = reverse(f"{STORED}{paper}", args=[release.pk])
    answers = []
    for somebody in (writer(), editor(), UserFactory(roles=[Role.ADMINISTRATOR])):
        client.force_login(somebody)
        answers.append(client.get(address))

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert "Saved words" in answers[0].content.decode()
    assert answers[0]["Cache-Control"] == NO_STORE


def test_a_preview_says_that_it_is_one(client, person):
    response = client.post(reverse(OPEN, args=[KEY]), typed(headline="Mine"), follow=True)

    assert "The text as it stands in your open form. It is not saved." in response.content.decode()
