"""Privacy, whom to tell about a security problem, and what every page says of the organisation."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from releases.models import Organisation
from tests.factories import approved
from tests.factories.newsletters import public_issue

NOON = datetime(2026, 3, 2, 12, 34, 56, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Organisation:
    return Organisation.objects.create(
        pk=1,
        name="Federation of American Scientists",
        press_phone="+12024544680",
        press_phone_text="202-454-4680",
        email="press@fas.example",
    )


def security_txt(client: Client) -> str:
    return client.get("/.well-known/security.txt").content.decode()


def test_every_paper_gets_the_name_of_the_organisation_for_its_foot(client, office):
    office.name = 'Ask & "Tell"'
    office.save()
    release, issue = approved(), public_issue()
    pages = [f"{thing.get_absolute_url()}{form}" for thing in (release, issue) for form in ("", "print/")]

    drawn = [client.get(page).content.decode() for page in ("/", *pages)]

    assert ['data-foot="Ask &amp; &quot;Tell&quot;">' in page for page in drawn] == [True] * 5


def test_privacy_says_what_the_site_does_until_the_organisation_says_it(client, office):
    page = client.get("/privacy/").content.decode()

    assert "These pages set no cookies, run no scripts" in page


def test_privacy_draws_the_organisations_own_words_as_safe_html(client, office):
    office.privacy = "<p>We keep <em>nothing</em>.</p><script>alert(1)</script>"
    office.save()

    page = client.get("/privacy/").content.decode()

    assert "<p>We keep <em>nothing</em>.</p>" in page
    assert "set no cookies, run no scripts" not in page
    assert "alert" not in page


def test_privacy_without_words_is_not_an_empty_page(client, office):
    office.privacy = "<p>&nbsp;</p>"
    office.save()

    page = client.get("/privacy/").content.decode()

    assert "set no cookies, run no scripts" in page


def test_security_txt_names_the_office_and_expires_within_a_year(client, office, at, settings):
    settings.SITE_ADDRESS = "https://press.fas.example"
    at(NOON)

    response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "Contact: mailto:press@fas.example\n"
        "Contact: tel:+12024544680\n"
        "Expires: 2026-08-29T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://press.fas.example/.well-known/security.txt\n"
    )


def test_security_txt_always_names_somebody(client, settings):
    settings.SITE_ADDRESS = "https://press.fas.example"

    contacts = [line for line in security_txt(client).splitlines() if line.startswith("Contact: ")]

    assert contacts == ["Contact: https://press.fas.example/contacts/"]


@pytest.mark.parametrize("name", ["privacy", "security-txt"])
def test_a_page_about_the_site_costs_one_query_and_sets_no_cookie(
    client, office, name, django_assert_num_queries
):
    with django_assert_num_queries(1):
        response = client.get(reverse(f"releases:{name}"))

    assert (response.status_code, dict(response.cookies)) == (200, {})
