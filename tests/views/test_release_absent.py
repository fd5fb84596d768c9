"""Where no version is public: hidden and unknown alike, notices of withdrawals, and moved addresses."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from releases.actions import addressing, editing, publishing, reviewing
from releases.models import Release
from releases.queries import furniture
from tests.factories import ReleaseFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FORMS = ["", "print/", "versions/1/"]


def everything(response):
    return response.status_code, response.content, sorted(response.items()), response.cookies.output()


def test_hidden_unknown_and_never_existed_answer_byte_for_byte_alike(at, client):
    at(NINE)
    cancelled = approved(public_from=NINE + HOUR)
    publishing.cancel(cancelled.release, by=editor(), scheduled=cancelled.pk)
    hidden = {
        "draft": ReleaseFactory(slug="draft-with-address"),
        "in review": ReleaseFactory(in_review=True),
        "scheduled": approved(public_from=NINE + HOUR).release,
        "cancelled": cancelled.release,
    }
    slugs = [*(release.slug for release in hidden.values()), "never-existed"]

    answers = [everything(client.get(f"/releases/{slug}/{form}")) for slug in slugs for form in FORMS]
    answers += [everything(client.get(address)) for address in ("/nowhere/", "/archive/1999/", "/releases/")]

    assert answers == [answers[0]] * len(answers)
    assert answers[0][0] == 404
    assert b"There is no such page" in answers[0][1]


def test_a_hidden_version_of_a_public_release_answers_like_one_that_never_was(at, client):
    at(NINE)
    version = approved()
    reopened = editing.edit_after_approval(version.release, by=writer())
    reviewing.submit(reopened, by=writer())
    publishing.approve(Release.objects.get(), by=editor(), public_from=NINE + HOUR)

    answers = [everything(client.get(f"{version.get_absolute_url()}versions/{n}/")) for n in (2, 3)]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize("form", FORMS)
def test_a_withdrawn_release_answers_410_with_notice_and_reason(at, client, form):
    at(NINE)
    version = approved(headline="Five Countries Agree", body="<p>They will destroy it all.</p>")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=True)

    response = client.get(f"{version.get_absolute_url()}{form}")

    page = response.content.decode()
    words = " ".join(re.sub("<[^>]+>", " ", page.partition("<main")[2]).split())
    assert response.status_code == 410
    assert "Withdrawn Five Countries Agree" in words
    assert "Withdrawn on Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC) Two had not signed." in words
    assert "It was published on Monday, 23 November 2026, 9:00 a.m. EST" in words
    assert "destroy" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_notice_that_hides_the_headline_names_none_of_the_words(at, client):
    at(NINE)
    version = approved(headline="Five Countries Agree", summary="Five agree.")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=False)

    page = client.get(version.get_absolute_url()).content.decode()

    assert "<h1>This release was withdrawn</h1>" in page
    assert re.findall("Five", page) == []


@pytest.mark.parametrize(
    ("shows", "heading"),
    [
        (True, '<h1 lang="ar" dir="rtl">بيان صحفي</h1>'),
        (False, "<h1>This release was withdrawn</h1>"),
    ],
)
def test_a_notice_is_in_our_language_and_its_headline_in_that_of_the_release(client, shows, heading):
    version = approved(headline="بيان صحفي", language="ar", slug="bayan")
    publishing.withdraw(version.release, by=editor(), reason="It was wrong.", shows_headline=shows)

    page = client.get("/releases/bayan/").content.decode()

    assert '<html lang="en"' in page
    assert heading in page
    assert ('"ar"' in page) is shows


def test_a_reinstated_release_answers_again(at, client):
    at(NINE)
    version = approved()
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=True)
    reopened = editing.edit_after_approval(Release.objects.get(), by=writer())
    reviewing.submit(reopened, by=writer())
    at(NINE + 2 * HOUR)
    publishing.approve(Release.objects.get(), by=editor())

    assert client.get(version.get_absolute_url()).status_code == 200


def test_what_was_withdrawn_stays_so_with_what_was_before_it_once_a_later_version_is_public(at, client):
    at(NINE)
    release = approved(headline="One wrong figure", body="<p>Twelve.</p>").release
    at(NINE + HOUR)
    _approved_again(release, body="<p>Thirteen.</p>")
    at(NINE + 2 * HOUR)
    publishing.withdraw(release, by=editor(), reason="Both were wrong.", shows_headline=True)
    at(NINE + 3 * HOUR)
    _approved_again(release, body="<p>Fourteen.</p>")
    at(NINE + 4 * HOUR)
    _approved_again(release, body="<p>Fifteen.</p>")

    def version(number, rest=""):
        return client.get(f"/releases/{release.slug}/versions/{number}/{rest}")

    assert [version(number).status_code for number in (0, 1, 2, 3, 4, 5)] == [404, 410, 410, 200, 200, 404]
    assert [version(number, "changes/").status_code for number in (1, 2, 3, 4)] == [404, 410, 410, 200]
    for number, rest in ((1, ""), (2, ""), (2, "changes/"), (3, "changes/")):
        notice = version(number, rest).content.decode()
        assert "Both were wrong." in notice
        assert f'href="/releases/{release.slug}/"' in notice
        assert "Twelve" not in notice
        assert "Thirteen" not in notice


def test_a_headline_that_a_later_notice_hides_is_told_by_none_of_the_earlier_ones(at, client):
    at(NINE)
    release = approved(headline="Five Countries Agree").release
    at(NINE + HOUR)
    publishing.withdraw(release, by=editor(), reason="A wrong figure.", shows_headline=True)
    at(NINE + 2 * HOUR)
    _approved_again(release)
    at(NINE + 3 * HOUR)
    publishing.withdraw(release, by=editor(), reason="A source was named.", shows_headline=False)

    rests = ("", "versions/1/", "versions/2/", "versions/2/changes/")
    answers = [client.get(f"/releases/{release.slug}/{rest}") for rest in rests]

    assert [answer.status_code for answer in answers] == [410] * 4
    assert ["Five" in answer.content.decode() for answer in answers] == [False] * 4
    assert "A wrong figure." in answers[1].content.decode()


def _approved_again(release, **words):
    reopened = editing.edit_after_approval(Release.objects.get(pk=release.pk), by=writer())
    for name, value in words.items():
        setattr(reopened, name, value)
    reopened.save()
    return approved(reopened)


@pytest.mark.parametrize("form", FORMS)
def test_an_old_address_leads_to_the_current_one_in_one_hop(client, form):
    version = approved()
    old = version.release.slug
    addressing.move_address(version.release, by=editor(), slug="second")
    addressing.move_address(Release.objects.get(), by=editor(), slug="third")

    answers = [client.get(f"/releases/{slug}/{form}") for slug in (old, "second")]

    assert [answer.status_code for answer in answers] == [301, 301]
    assert [answer["Location"] for answer in answers] == [f"/releases/third/{form}"] * 2
    assert client.get(f"/releases/third/{form}").status_code == 200


def test_an_old_address_of_a_withdrawn_release_leads_to_its_notice(at, client):
    at(NINE)
    version = approved()
    old = version.release.slug
    addressing.move_address(version.release, by=editor(), slug="moved")
    at(NINE + HOUR)
    publishing.withdraw(Release.objects.get(), by=editor(), reason="Wrong.", shows_headline=True)

    response = client.get(f"/releases/{old}/")

    assert (response.status_code, response["Location"]) == (301, "/releases/moved/")
    assert client.get("/releases/moved/").status_code == 410


def test_an_old_address_says_nothing_about_a_release_that_is_hidden(at, client):
    at(NINE)
    release = ReleaseFactory(slug="hidden")
    release.old_addresses.create(slug="once", moved_at=NINE)

    assert everything(client.get("/releases/once/")) == everything(client.get("/releases/never/"))


def test_our_own_fault_answers_500_without_the_database(client, monkeypatch):
    def broken():
        raise DatabaseError("secret detail")

    monkeypatch.setattr(furniture, "organisation", broken)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "This page could not be made" in response.content.decode()
    assert "secret" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
