"""Preview links as their holders, and everybody else, meet them."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from fas_press import serving
from releases.actions import editing, publishing, sharing
from releases.models import (
    Byline,
    Event,
    Newsletter,
    PreviewLink,
    PreviewOpening,
    Release,
    ReleaseVersion,
)
from releases.queries import previews
from releases.vocabulary import Purpose
from tests.factories import AuthorFactory, ReleaseFactory, approved, editor, writer
from tests.factories.newsletters import public_issue

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CANARY = "Canary-5d1f headline"
READER = "Ana Ruiz, The Daily"
RANDOM = "x" * 43
PREVIEW, PAPER = "/preview/", "/preview/print/"
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def embargoed(**fields):
    version = approved(public_from=NINE + DAY, headline=CANARY, **fields)
    return version.release, given(version.release, Purpose.EMBARGO)


def given(release, purpose=Purpose.REVIEW, *, reader=READER, **kwargs):
    return sharing.share(release, by=editor(), recipient=reader, purpose=purpose, **kwargs)


def press(client, token):
    return client.post(PREVIEW, {"token": token})


def holder(token):
    client = Client()
    assert press(client, token).status_code == 303
    return client


def signed(link, salt="releases.preview"):
    return get_cookie_signer(salt=f"preview{salt}").sign(link.pk)


def whole(response):
    """Everything that a visitor can compare."""
    cookies = {name: morsel.OutputString() for name, morsel in response.cookies.items()}
    return response.status_code, dict(response.headers), cookies, response.content


def facts(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def rows():
    models = (Release, ReleaseVersion, PreviewLink, PreviewOpening, Event)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


# The button ------------------------------------------------------------------------------------------------


def test_a_link_shows_one_button_and_the_same_bytes_whatever_is_behind_it(client, at):
    at(NINE)
    release, valid = embargoed()
    expired, revoked = given(release, lasts=HOUR), given(release)
    sharing.revoke(revoked.link, by=editor())
    at(NINE + 2 * HOUR)
    before = rows()

    pages = {}
    for token in (valid.token, expired.token, revoked.token, RANDOM):
        for method in (client.get, client.head):
            response = method(PREVIEW, {"k": token})
            status, headers, cookies, body = whole(response)
            assert CANARY not in f"{headers} {body!r}"
            pages.setdefault(method, []).append(
                (status, headers, cookies, body.replace(token.encode(), b"TOKEN"))
            )

    for answers in pages.values():
        assert answers == [answers[0]] * 4
        assert (answers[0][0], answers[0][2]) == (200, {})
        assert PRIVATE.items() <= answers[0][1].items()
        assert not {"ETag", "Last-Modified", "Vary"} & answers[0][1].keys()
    button = client.get(PREVIEW, {"k": valid.token})
    assert button.content.decode().count("<button") == 1
    assert "may be under embargo until the time that it names" in facts(button)
    assert rows() == before


@pytest.mark.parametrize("token", ["", "short", "x" * 42, "x" * 44, "x" * 42 + ".", '"><b>' + "x" * 38])
def test_what_cannot_be_a_token_gets_no_button(client, token):
    response = client.get(PREVIEW, {"k": token})

    assert whole(response) == whole(client.get("/preview/nothing/"))


def test_conditional_and_partial_requests_get_nothing_more(at):
    at(NINE)
    _, shared = embargoed()
    reader = holder(shared.token)
    headers = {
        "If-None-Match": "*",
        "If-Modified-Since": "Mon, 01 Jan 2029 00:00:00 GMT",
        "Range": "bytes=0-9",
    }

    for address, query in [(PREVIEW, {"k": shared.token}), (PREVIEW, {}), (PAPER, {})]:
        assert whole(reader.get(address, query, headers=headers)) == whole(reader.get(address, query))
    stranger = Client()
    assert whole(stranger.get(PREVIEW, headers=headers)) == whole(stranger.get("/preview/nothing/"))


# Opening ---------------------------------------------------------------------------------------------------


def test_the_button_leads_to_the_text_and_the_token_leaves_the_address(client, at):
    at(NINE)
    _, shared = embargoed()

    response = press(client, shared.token)

    cookie = response.cookies["preview"]
    assert (response.status_code, response["Location"], response.content) == (303, PREVIEW, b"")
    assert PRIVATE.items() <= response.headers.items()
    assert list(response.cookies) == ["preview"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["secure"]) == (
        PREVIEW,
        True,
        "Lax",
        24 * 60 * 60,
        "",
    )
    assert shared.token not in cookie.value
    assert facts(client.get(PREVIEW)).count(CANARY) > 0


def test_under_https_the_cookie_never_travels_in_the_open(client, at, settings):
    settings.HTTPS = True
    at(NINE)
    _, shared = embargoed()

    cookie = press(client, shared.token).cookies["__Secure-preview"]

    assert (cookie["secure"], cookie["path"]) == (True, PREVIEW)


def test_the_cookie_ends_with_the_link_and_after_a_day_at_the_latest(client, at):
    at(NINE)
    release, long = embargoed()
    short = given(release, lasts=HOUR)

    assert press(client, short.token).cookies["preview"]["max-age"] == 60 * 60
    press(client, long.token)
    at(NINE + DAY - timedelta(seconds=1))
    assert client.get(PREVIEW).status_code == 200


def test_a_cookie_that_a_browser_keeps_too_long_opens_nothing(at):
    at(NINE)
    shared = given(ReleaseFactory(headline=CANARY), lasts=7 * DAY)
    reader = holder(shared.token)
    kept = reader.cookies["preview"].value
    at(NINE + DAY + timedelta(seconds=1))
    reader.cookies["preview"] = kept

    assert reader.get(PREVIEW).status_code == 404
    assert previews.behind(shared.link.pk, NINE + DAY) is not None


def test_no_csrf_cookie_is_set_and_none_is_asked_for(at):
    at(NINE)
    _, shared = embargoed()
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(PREVIEW, {"k": shared.token}).cookies == {}
    assert press(strict, shared.token).status_code == 303
    assert press(strict, RANDOM).status_code == 404


# What is behind it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [PREVIEW, PAPER])
def test_an_embargo_link_shows_what_was_approved_with_the_minute_and_the_readers_name(address, at):
    at(NINE)
    release, shared = embargoed()
    Release.objects.filter(pk=release.pk).update(headline="Changed afterwards")

    response = holder(shared.token).get(address)

    page = facts(response)
    minute = "Tuesday, 24 November 2026, 9:00 a.m. EST (14:00 UTC)"
    assert f"Preview for {READER}. Not public. Under embargo until {minute}." in page
    assert f"EMBARGOED UNTIL {minute}" in page
    assert CANARY in page
    assert "Changed afterwards" not in page
    assert PRIVATE.items() <= response.headers.items()


def test_a_review_link_shows_the_working_text_and_calls_no_wish_an_embargo(at):
    at(NINE)
    shared = given(ReleaseFactory(headline=CANARY, planned_for=NINE + HOUR))

    page = facts(holder(shared.token).get(PAPER))

    assert f"Preview for {READER}. Not public. Working text, may still change." in page
    assert ("NOT YET FOR RELEASE" in page, "EMBARGOED" in page) == (True, False)


@pytest.mark.parametrize("address", [PREVIEW, PAPER])
def test_the_name_stands_all_over_the_page_and_is_read_aloud_once(address, at):
    at(NINE)
    _, shared = embargoed()

    page = holder(shared.token).get(address).content.decode()

    aloud = re.sub(r'<div class="watermark.*?</div>', "", page, flags=re.DOTALL)
    assert page.count(READER) == 21
    assert '<div class="watermark" lang="en" aria-hidden="true">' in page
    assert aloud.count(READER) == 1


def test_a_preview_leads_to_nothing_that_is_hidden(at):
    at(NINE)
    newsletter = Newsletter.objects.create(name="Missile Watch", slug="missile-watch")
    issue = public_issue(newsletter=newsletter, number=7, title="Issue seven", public_from=NINE + DAY)
    release = ReleaseFactory(headline=CANARY, announces=issue, slug="hidden-slug")
    Byline.objects.create(release=release, author=AuthorFactory(name="Hidden Author", slug="hidden-author"))
    version = approved(release, public_from=NINE + DAY)
    reader = holder(given(version.release, Purpose.EMBARGO).token)

    for address in (PREVIEW, PAPER):
        page = reader.get(address).content.decode()
        assert ("Hidden Author" in page, "Missile Watch, Issue seven" in page) == (True, True)
        assert re.findall(r"hidden-slug|hidden-author|missile-watch/7|Lasting address|Version 1", page) == []
        links = re.findall(r'(?:href|action|src)="(/(?!static/)[^"]*)"', page)
        assert {link: reader.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert f'href="{PAPER}"' in reader.get(PREVIEW).content.decode()
    assert f'href="{PREVIEW}"' in reader.get(PAPER).content.decode()


def test_the_preview_of_a_later_version_names_the_address_that_readers_know(at):
    at(NINE)
    release = approved(slug="known-slug").release
    editing.edit_after_approval(release, by=writer())
    shared = given(release)

    page = holder(shared.token).get(PREVIEW).content.decode()

    assert "Lasting address: http://127.0.0.1:8000/releases/known-slug/" in page
    assert "/versions/" not in page


def test_every_page_that_is_shown_is_noted_with_its_text_and_nothing_else_changes(at):
    at(NINE)
    release = ReleaseFactory(headline=CANARY)
    shared = given(release)
    reader = holder(shared.token)
    before = rows()

    reader.head(PREVIEW)
    reader.get(PREVIEW)
    Release.objects.filter(pk=release.pk).update(headline="Later words")
    at(NINE + HOUR)
    reader.get(PAPER)

    openings = list(shared.link.openings.order_by("pk").values_list("at", flat=True))
    digests = set(shared.link.openings.values_list("digest", flat=True))
    assert openings == [NINE, NINE + HOUR]
    assert len(digests) == 2
    Release.objects.filter(pk=release.pk).update(headline=CANARY)
    assert {**rows(), PreviewOpening: []} == {**before, PreviewOpening: []}


def test_the_later_of_two_links_is_the_one_that_is_open(at):
    at(NINE)
    _, first = embargoed()
    second = given(ReleaseFactory(headline="Second text"), reader="Ben Osei, The Wire")
    reader = holder(first.token)

    assert press(reader, second.token).status_code == 303

    page = facts(reader.get(PREVIEW))
    assert ("Second text" in page, "Ben Osei, The Wire" in page) == (True, True)
    assert (CANARY in page, READER in page) == (False, False)


# When it ends ----------------------------------------------------------------------------------------------


def expire(shared, at):
    at(shared.link.expires_at)


def revoke(shared, at):
    sharing.revoke(shared.link, by=editor())


def cancel(shared, at):
    release = shared.link.release
    publishing.cancel(release, by=editor(), scheduled=release.versions.get().pk)


def withdraw(shared, at):
    at(NINE + DAY + HOUR)
    publishing.withdraw(shared.link.release, by=editor(), reason="Wrong.", shows_headline=False)


@pytest.mark.parametrize("end", [expire, revoke, cancel, withdraw])
def test_a_link_that_has_ended_is_no_link_at_all(end, at):
    at(NINE)
    release, _ = embargoed()
    shared = given(release, Purpose.EMBARGO, lasts=12 * HOUR if end is expire else None)
    reader = holder(shared.token)
    end(shared, at)

    stranger = Client()
    unknown = whole(stranger.get("/preview/nothing/"))
    forged = Client()
    forged.cookies["preview"] = "1:abc:def"

    assert whole(press(stranger, shared.token)) == whole(press(stranger, RANDOM))
    assert whole(press(stranger, shared.token)) == whole(stranger.post("/preview/nothing/"))
    assert press(stranger, shared.token).content == stranger.get("/nowhere/").content
    assert whole(stranger.get(PREVIEW)) == whole(stranger.get(PAPER)) == unknown
    for address in (PREVIEW, PAPER):
        ended = reader.get(address)
        assert (whole(ended)[0], whole(ended)[1], whole(ended)[3]) == (404, unknown[1], unknown[3])
        assert ended.cookies["preview"]["max-age"] == 0
        assert ended.cookies["preview"]["path"] == PREVIEW
        assert whole(ended) == whole(forged.get(address))
        forged.cookies["preview"] = "1:abc:def"
        reader.cookies["preview"] = signed(shared.link)
    assert PreviewOpening.objects.count() == 0


def test_a_cookie_that_somebody_changed_opens_nothing(at):
    at(NINE)
    _, first = embargoed()
    second = given(ReleaseFactory(headline="Second text"))
    reader = holder(first.token)
    own = reader.cookies["preview"].value
    foreign = signed(second.link, salt="something else")

    for value in (
        own.replace(f"{first.link.pk}:", f"{second.link.pk}:", 1),
        foreign,
        own[:-1],
        "",
        ":",
    ):
        reader.cookies["preview"] = value
        assert reader.get(PREVIEW).status_code == 404


def test_after_the_lift_a_link_and_its_cookie_lead_to_the_public_page(at):
    at(NINE)
    release, shared = embargoed()
    reader = holder(shared.token)
    at(NINE + DAY - timedelta(milliseconds=1))
    assert CANARY in facts(reader.get(PREVIEW))
    at(NINE + DAY)

    for address in (PREVIEW, PAPER):
        lifted = reader.get(address)
        assert (lifted.status_code, lifted["Location"]) == (303, release.get_absolute_url())
        assert lifted.cookies["preview"]["max-age"] == 0
        assert PRIVATE.items() <= lifted.headers.items()
        reader.cookies["preview"] = signed(shared.link)
    opened = press(Client(), shared.token)
    assert (opened.status_code, opened["Location"], opened.cookies) == (303, release.get_absolute_url(), {})
    assert Client().get(release.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", [PREVIEW, PAPER, "/preview/nothing/"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_learn_nothing_and_are_private_too(address, method, at):
    at(NINE)
    _, shared = embargoed()

    with_link = getattr(holder(shared.token), method)(address)
    without = getattr(Client(), method)(address)

    assert whole(with_link) == whole(without)
    assert PRIVATE.items() <= without.headers.items()


# Our own logs ----------------------------------------------------------------------------------------------


def test_our_logs_never_hold_a_token(at, caplog):
    caplog.set_level("DEBUG")
    at(NINE)
    _, shared = embargoed()
    sharing.revoke(shared.link, by=editor())
    client = Client()
    caplog.clear()

    client.get(PREVIEW, {"k": shared.token})
    client.get(PREVIEW, {"k": f"{shared.token}."})
    client.get("/preview", {"k": shared.token})
    client.put(f"{PREVIEW}?k={shared.token}")
    press(client, shared.token)

    said = [record.getMessage() for record in caplog.records]
    assert "Not Found: /preview/" in said
    assert [line for line in said if shared.token in line or CANARY in line] == []


def test_an_access_log_would_leave_out_what_opens_a_preview():
    request = SimpleNamespace(headers=[("REFERER", f"http://testserver/preview/?k={RANDOM}")])
    response = SimpleNamespace(status="200 OK", sent=10, headers=[])
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/preview/?k={RANDOM}",
        "PATH_INFO": PREVIEW,
        "QUERY_STRING": f"k={RANDOM}",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"http://testserver/preview/?k={RANDOM}",
    }

    line = serving.access_log_format % Logger(Config()).atoms(
        response, request, environ, timedelta(seconds=1)
    )

    assert '"GET /preview/ HTTP/1.1" 200' in line
    assert RANDOM not in line
