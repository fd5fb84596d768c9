"""Refusals are pages in our words: what to do, and a way back."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from releases.models import Release
from releases.vocabulary import Role
from tests.factories import UserFactory, writer
from tests.factories.typing import ADD, typed

KEEP = "admin:releases_release_keep"
DESK = '<a href="/admin/">Back to the desk</a>'
LIST = '<a href="/">All press releases</a>'


def heading(response):
    return response.content.decode().split("<h1>")[1].split("</h1>")[0].strip()


def shown(response):
    page = response.content.decode()
    return response.status_code, heading(response), [link for link in (DESK, LIST) if link in page]


@pytest.fixture
def person(client):
    client.force_login(writer())


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"body": "x" * 11_000_000}, {f"x{n}": "" for n in range(5001)}])
def test_a_form_beyond_the_limits_gets_a_page_that_says_what_to_do(client, person, fields):
    response = client.post(
        reverse(ADD),
        "&".join(f"{name}={value}" for name, value in fields.items()),
        "application/x-www-form-urlencoded",
    )

    assert shown(response) == (400, "This could not be read", [DESK])
    # Browsers that obey keep no form of a page that no cache may keep.
    assert "If your words still stand in the form" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_body_of_a_million_characters_is_saved_and_a_longer_one_refused_next_to_it(client, person):
    longest = f"<p>{'x' * 999_993}</p>"

    refused = client.post(reverse(ADD), typed(headline="x", body=f"x{longest}"))
    client.post(reverse(ADD), typed(headline="x", body=longest))

    assert refused.context["adminform"].form.errors == {
        "body": ["This has 1000001 characters, and 1000000 are the most. Shorten it."]
    }
    assert [len(release.body) for release in Release.objects.all()] == [1_000_000]


@pytest.mark.django_db
def test_whoever_has_not_the_right_reads_whom_to_ask(client):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    response = client.get(reverse(KEEP))

    assert shown(response) == (403, "This is not open to you", [DESK])


@pytest.mark.django_db
def test_a_form_with_an_old_token_reads_how_to_send_it_again():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer())

    response = strict.post(reverse(ADD), typed(headline="x"))

    assert shown(response) == (403, "This form is too old to be sent", [DESK])


@override_settings(ALLOWED_HOSTS=["press.fas.example"])
def test_a_reader_at_a_wrong_host_gets_a_page_that_needs_no_database(client):
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert shown(response) == (400, "This could not be read", [LIST])


def test_the_page_names_the_limits_that_are_set():
    assert (settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS) == (
        10 * 2**20,
        5000,
    )
