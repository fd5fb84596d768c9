"""Somebody holds a printout: its code leads to a page that says whether the version still holds."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, publishing, reviewing, sharing
from releases.models import Release
from releases.rendering import qr
from releases.vocabulary import Purpose
from tests.factories import ReleaseFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "https://press.fas.example"


@pytest.fixture(autouse=True)
def our_address(settings):
    settings.SITE_ADDRESS = SITE


def corrected(version, note, **when):
    reopened = editing.edit_after_approval(Release.objects.get(pk=version.release_id), by=writer())
    reopened.change, reopened.change_note, reopened.body = "correction", note, f"<p>{note}</p>"
    reopened.save()
    reviewing.submit(reopened, by=writer())
    return publishing.approve(Release.objects.get(pk=version.release_id), by=editor(), **when)


def codes(page):
    return re.findall(r'<path d="([^"]+)"', page)


def told(client, version, number):
    """The words of the first notice on a version's own page, and the ways on from it."""
    page = client.get(f"{version.get_absolute_url()}versions/{number}/").content.decode()
    notice = re.search(r'<section class="notice".*?</section>', page, re.DOTALL)[0]
    links = re.findall(r'href="([^"]+)"', notice)
    return " ".join(re.sub("<[^>]+>", " ", notice).split()), links


@pytest.mark.parametrize("form", ["", "print/", "versions/1/"])
def test_every_paper_carries_the_code_of_its_own_version(client, form):
    version = approved(slug="treaty")

    page = client.get(f"/releases/treaty/{form}").content.decode()

    assert codes(page) == [qr.of_address(f"{SITE}{version.get_absolute_url()}versions/1/").path]
    assert re.findall(r'role="img"\s+aria-labelledby="(\w+)"', page) == ["code"]
    assert '<title id="code" lang="en">QR code of the address of this version</title>' in page


def test_a_corrected_release_carries_the_code_of_its_new_version(client):
    first = approved(slug="treaty")
    corrected(first, "It was five.")

    pages = [client.get(f"/releases/treaty/{form}").content.decode() for form in ("print/", "versions/1/")]

    assert [codes(page) for page in pages] == [
        [qr.of_address(f"{SITE}/releases/treaty/versions/{number}/").path] for number in (2, 1)
    ]


def test_a_preview_carries_no_code(at, client):
    at(NINE)
    version = approved(public_from=NINE + HOUR)
    given = sharing.share(version.release, by=editor(), recipient="Ana Ruiz", purpose=Purpose.EMBARGO)
    client.post("/preview/", {"token": given.token})

    pages = [client.get(address).content.decode() for address in ("/preview/", "/preview/print/")]

    assert [version.headline in page for page in pages] == [True, True]
    assert [codes(page) for page in pages] == [[], []]
    assert ["The code opens" in page for page in pages] == [False, False]


def test_the_current_version_says_that_it_holds(client):
    version = approved(slug="treaty")

    assert told(client, version, 1) == (
        "This is version 1, the current one A printout with this number says what holds now. "
        "Its words stay at this address. The release itself always shows the latest version.",
        ["/releases/treaty/"],
    )


def test_a_superseded_version_says_what_was_corrected_since_and_where(at, client):
    at(NINE)
    first = approved(slug="treaty")
    at(NINE + HOUR)
    second = corrected(first, "It was five.")
    at(NINE + 2 * HOUR)
    corrected(second, "It was six.")
    corrected(second, "Not yet known.", public_from=NINE + 4 * HOUR)

    out_of_date = (
        "A printout with this number is out of date. It stays here so that quotations can be checked. "
        "Read the current version before you quote it."
    )
    five = (
        "Correction, version 2, Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC): It was five. "
        "See what changed"
    )
    six = (
        "Correction, version 3, Monday, 23 November 2026, 11:00 a.m. EST (16:00 UTC): It was six. "
        "See what changed"
    )
    changes = ["/releases/treaty/versions/2/changes/", "/releases/treaty/versions/3/changes/"]
    assert [told(client, first, number) for number in (1, 2)] == [
        (
            f"This is version 1, which is no longer current {out_of_date} {five} {six}",
            ["/releases/treaty/", *changes],
        ),
        (
            f"This is version 2, which is no longer current {out_of_date} {six}",
            ["/releases/treaty/", changes[1]],
        ),
    ]
    assert [client.get(address).status_code for address in changes] == [200, 200]


def test_what_came_since_costs_no_query_of_its_own(client, django_assert_num_queries):
    version = approved(ReleaseFactory(slug="treaty"))
    for note in ("It was five.", "It was six."):
        version = corrected(version, note)

    for number in (1, 3):
        with django_assert_num_queries(3):
            client.get(f"/releases/treaty/versions/{number}/")


def test_a_version_that_was_withdrawn_says_so_and_asks_not_to_quote_it(at, client):
    at(NINE)
    version = approved(slug="treaty")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=True)

    response = client.get("/releases/treaty/versions/1/")

    page = " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())
    assert response.status_code == 410
    assert "10:00 a.m. EST (15:00 UTC) Two had not signed." in page
    assert "Please do not quote it from a printout or a copy." in page


def test_a_withdrawn_version_stays_withdrawn_when_a_later_one_is_public(at, client):
    at(NINE)
    version = approved(slug="treaty")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=True)
    reopened = editing.edit_after_approval(Release.objects.get(), by=writer())
    reviewing.submit(reopened, by=writer())
    at(NINE + 2 * HOUR)
    publishing.approve(Release.objects.get(), by=editor())

    answers = [client.get(f"/releases/treaty/{form}") for form in ("", "versions/2/", "versions/1/")]

    assert [answer.status_code for answer in answers] == [200, 200, 410]
    assert "Two had not signed." in answers[2].content.decode()


def _leads_to(client, page):
    """The numbered addresses of versions and comparisons to which the page links, with their answers."""
    addresses = re.findall(r'href="(/releases/treaty/versions/\d+/(?:changes/)?)"', page)
    return {address: client.get(address).status_code for address in addresses}


def test_no_page_leads_to_a_version_that_was_withdrawn(at, client):
    at(NINE)
    version = approved(slug="treaty")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=True)
    at(NINE + 2 * HOUR)
    corrected(version, "Two did not sign.")
    reinstated = client.get("/releases/treaty/").content.decode()
    at(NINE + 3 * HOUR)
    corrected(version, "Three did not.")
    at(NINE + 4 * HOUR)
    corrected(version, "Four did not.")

    page, second, third = (
        client.get(f"/releases/treaty/{form}").content.decode() for form in ("", "versions/2/", "versions/3/")
    )

    assert "Two did not sign." in reinstated
    assert _leads_to(client, reinstated) == {}
    assert _leads_to(client, second) == {f"/releases/treaty/versions/{n}/changes/": 200 for n in (3, 4)}
    assert set(_leads_to(client, third).values()) == set(_leads_to(client, page).values()) == {200}
    assert "as it was first published" not in page
