"""What every form of a release has in common, and its card."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from releases.actions import addressing, publishing
from releases.models import Release, ReleaseVersion
from tests.factories import approved, editor, many_public_versions
from tests.factories.taken_away import monica as monica
from tests.factories.taken_away import path
from tests.factories.taken_away import whole as whole

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
SITE = "http://127.0.0.1:8000"
FORMS = [".txt", ".json", "/card.png"]
EVERY_FORM = pytest.mark.parametrize("form", FORMS)


def everything(response):
    return response.status_code, response.content, sorted(response.items())


@EVERY_FORM
@pytest.mark.parametrize("count", [1, 3])
def test_a_form_costs_at_most_three_queries(client, count, form, django_assert_max_num_queries):
    many_public_versions(count - 1)
    address = path(ReleaseVersion.objects.public().newest_first()[min(count - 1, 1)], form)

    with django_assert_max_num_queries(3) as asked:
        response = client.get(address)

    assert response.status_code == 200
    assert sum("headline" in query["sql"] for query in asked) == 1


@EVERY_FORM
def test_a_form_is_opened_in_place_and_leads_search_engines_to_the_page(client, form):
    version = approved(slug="one")
    types = {
        ".txt": "text/plain; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        "/card.png": "image/png",
    }

    response = client.get(path(version, form))

    assert response["Content-Type"] == types[form]
    assert response["Content-Disposition"] == f'inline; filename="one{form[-4:].replace("json", ".json")}"'
    assert response["Link"] == f'<{SITE}/releases/one/>; rel="canonical"'
    assert client.get(path(version, form), headers={"If-None-Match": response["ETag"]}).status_code == 304


@EVERY_FORM
def test_a_form_answers_at_its_second_and_is_unknown_before(at, client, form):
    at(NINE)
    version = approved(public_from=NINE + HOUR)

    at(NINE + HOUR - SECOND)
    before, unknown = client.get(path(version, form)), client.get(f"/releases/never{form}")
    at(NINE + HOUR)

    assert everything(before) == everything(unknown)
    assert before.status_code == 404
    assert client.get(path(version, form)).status_code == 200


@EVERY_FORM
def test_an_old_address_leads_to_the_same_form_in_one_hop(client, form):
    version = approved(slug="first")
    addressing.move_address(version.release, by=editor(), slug="second")
    addressing.move_address(Release.objects.get(), by=editor(), slug="third")

    answers = [client.get(f"/releases/{slug}{form}") for slug in ("first", "second")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (301, f"/releases/third{form}")
    ] * 2


def test_the_card_of_a_withdrawn_release_is_gone(at, client):
    at(NINE)
    version = approved()
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=True)

    assert client.get(path(version, "/card.png")).status_code == 410


def test_the_card_is_a_picture_of_the_size_that_the_page_names(client):
    version = approved(slug="one")
    page = client.get("/releases/one/").content.decode()

    picture = Image.open(BytesIO(client.get(path(version, "/card.png")).content))

    assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})
    assert 'property="og:image:width" content="1200"' in page
    assert 'property="og:image:height" content="630"' in page
    assert f'property="og:image" content="{SITE}/releases/one/card.png"' in page


def test_the_page_offers_its_forms_and_a_preview_does_not(client, whole):
    version = approved(whole)

    page, old = (
        client.get(version.get_absolute_url() + form).content.decode() for form in ("", "versions/1/")
    )

    for form in ("print/", ".txt", ".json"):
        address = f"/releases/new-missile-watch-report{'/' if form == 'print/' else ''}{form}"
        assert f'<li><a href="{address}">' in page
    assert "og:title" not in old
    assert "ld+json" not in old
