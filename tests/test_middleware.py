"""How long others may keep an answer, and who gets none to keep."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse

from releases.actions import publishing
from releases.middleware import cache_to_the_minute
from tests.factories import approved, editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(("past", "max_age"), [(0, 60), (0.25, 59), (1, 59), (30, 30), (59, 1), (59.75, 0)])
def test_public_pages_may_be_kept_to_the_next_whole_minute(at, client, past, max_age):
    at(NINE + timedelta(seconds=past))

    response = client.get("/")

    assert response["Cache-Control"] == f"public, max-age={max_age}"


def test_an_answer_that_took_long_does_not_outlive_the_minute_in_which_it_was_read(at, client, monkeypatch):
    at(NINE - timedelta(seconds=1))
    from releases.queries import listing

    read = listing.list_page

    def slowly(*args):
        page = read(*args)
        at(NINE + timedelta(seconds=2))
        return page

    monkeypatch.setattr(listing, "list_page", slowly)

    assert client.get("/")["Cache-Control"] == "public, max-age=0"


def test_every_public_answer_is_without_cookie_and_the_same_for_everybody(at, client):
    at(NINE)
    version = approved()
    gone = approved()
    at(NINE + timedelta(hours=1))
    publishing.withdraw(gone.release, by=editor(), reason="Wrong.", shows_headline=True)
    address = version.get_absolute_url()
    addresses = ["/", "/archive/2026/", address, f"{address}print/", f"{address}versions/1/", "/robots.txt"]
    addresses += [gone.get_absolute_url(), "/nowhere/"]

    answers = [client.get(each) for each in addresses]
    client.force_login(editor())
    of_staff = [client.get(each) for each in addresses]

    for anonymous, staff in zip(answers, of_staff, strict=True):
        assert (anonymous.content, sorted(anonymous.items())) == (staff.content, sorted(staff.items()))
        assert not anonymous.cookies
        assert not staff.cookies
        assert "Vary" not in anonymous
        assert anonymous["Cache-Control"] == "public, max-age=60"
        assert "default-src 'none'" in anonymous["Content-Security-Policy"]


def test_head_says_what_get_says_and_sends_nothing(at, client):
    at(NINE)
    address = approved().get_absolute_url()

    got, headed = client.get(address), client.head(address)

    assert headed.status_code == 200
    assert headed.content == b""
    assert sorted(headed.items()) == sorted(got.items())


def test_who_has_the_page_already_is_told_so(at, client):
    at(NINE)
    address = approved().get_absolute_url()
    etag = client.get(address)["ETag"]

    same = client.get(address, headers={"If-None-Match": etag})
    other = client.get(address, headers={"If-None-Match": '"another"'})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert same["Cache-Control"] == "public, max-age=60"
    assert other.status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/healthz"])
def test_what_an_identity_touches_is_kept_by_nobody(client, address):
    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_an_answer_that_asked_for_the_session_is_kept_by_nobody(rf):
    request = rf.get("/")
    request.session = SessionStore()

    def greet(request):
        return HttpResponse(f"Hello {request.session.get('name')}")

    response = cache_to_the_minute(greet)(request)

    assert (response["Cache-Control"], "ETag" in response) == ("private, no-store", False)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_public_pages_are_only_read(client, method):
    response = getattr(client, method)("/")

    assert response.status_code == 405
    assert response["Cache-Control"] == "private, no-store"
