"""Where a release stands: what its form says on top, what is locked, who may write."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.actions import editing, publishing, reviewing, sharing
from releases.models import OldAddress, Release
from releases.vocabulary import Purpose, Role
from tests.factories import (
    ReleaseFactory,
    UserFactory,
    approved,
    editor,
)
from tests.factories.typing import ADD, CHANGE, errors, opened, typed

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_address_is_free_until_the_first_approval_and_then_locked(client, person):
    release = ReleaseFactory(slug="first-address")
    client.post(reverse(CHANGE, args=[release.pk]), opened(client, release, slug="second-address"))
    before = Release.objects.get().slug
    version = approved(release)
    editing.edit_after_approval(version.release, by=person)

    client.post(reverse(CHANGE, args=[release.pk]), opened(client, release, slug="third-address"))

    assert (before, Release.objects.get().slug) == ("second-address", "second-address")


def test_an_address_that_leads_elsewhere_is_refused(client, person):
    OldAddress.objects.create(slug="once", release=ReleaseFactory(slug="now"), moved_at=NINE)

    answers = [client.post(reverse(ADD), typed(headline="x", slug=slug)) for slug in ("once", "now")]

    assert [list(errors(answer)) for answer in answers] == [["slug"], ["slug"]]


def test_the_form_says_what_readers_see_and_what_goes_out_when(client, person, at):
    at(NINE)
    first = approved(ReleaseFactory())
    at(NINE + HOUR)
    release = editing.edit_after_approval(first.release, by=person)
    reviewing.submit(release, by=person)
    release.refresh_from_db()
    publishing.approve(release, by=editor(), public_from=NINE + 24 * HOUR)
    locked = client.get(reverse(CHANGE, args=[release.pk]))
    editing.edit_after_approval(release, by=person)

    response = client.get(reverse(CHANGE, args=[release.pk]))

    assert locked.context["notices"][1:] == [
        "Version 2 goes out on Friday, 27 November 2026, 9:00 a.m. EST (14:00 UTC).",
        "This text is approved, so it is locked. Choose “Edit after approval” to change it: what was approved"
        " stays as it is, and the changes need a new approval.",
    ]
    assert response.context["notices"] == [
        "Readers see version 1, public since Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC).",
        "Version 2 goes out on Friday, 27 November 2026, 9:00 a.m. EST (14:00 UTC). Changes you make here are"
        " not in it; they need a new approval.",
    ]
    assert all(notice in response.content.decode() for notice in response.context["notices"])


def test_a_text_that_came_back_says_on_top_what_to_mend_until_it_is_submitted(client, person, at):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    ed = editor(first_name="Daniel", last_name="Ortiz")
    reviewing.send_back(release, by=ed, note="Name the author.")
    sharing.share(release, by=person, recipient="Ana Ruiz, The Daily", purpose=Purpose.REVIEW)

    def said():
        notices = client.get(reverse(CHANGE, args=[release.pk])).context["notices"]
        return [notice for notice in notices if "sent it back" in notice]

    came_back = said()
    reviewing.submit(Release.objects.get(), by=person)

    assert came_back == [
        "Daniel Ortiz sent it back on Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC):"
        " “Name the author.”"
    ]
    assert said() == []


def test_approved_text_is_read_and_offers_to_be_opened_again(client, person):
    release = approved(ReleaseFactory(body="<p>Locked words.</p>")).release

    response = client.get(reverse(CHANGE, args=[release.pk]))

    page = response.content.decode()
    assert 'name="headline"' not in page
    assert 'name="_save"' not in page
    assert "Locked words." in page
    assert "Edit after approval" in [move.label for move in response.context["moves"]]
    assert f"/releases/{release.slug}/" in page


@pytest.mark.parametrize("roles", [[], [Role.ADMINISTRATOR], [Role.NEWSLETTER_EDITOR]])
def test_people_without_the_right_write_nothing(client, roles):
    client.force_login(UserFactory(roles=roles))
    release = ReleaseFactory(headline="Untouched")

    answers = [
        client.post(reverse(ADD), typed(headline="Forged")),
        client.post(reverse(CHANGE, args=[release.pk]), typed(headline="Forged")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert [release.headline for release in Release.objects.all()] == ["Untouched"]


def test_a_superuser_without_a_role_reads_and_writes_nothing(client):
    client.force_login(UserFactory(is_superuser=True))
    release = ReleaseFactory(headline="Untouched")

    read = client.get(reverse(CHANGE, args=[release.pk]))
    forged = client.post(reverse(CHANGE, args=[release.pk]), typed(headline="Forged"))

    assert (read.status_code, forged.status_code) == (200, 403)
    assert 'name="headline"' not in read.content.decode()
    assert Release.objects.get().headline == "Untouched"


@pytest.mark.parametrize("state", ["mine", "somebody else's", "submitted before", "approved"])
def test_only_its_owner_deletes_a_draft_that_was_never_submitted(client, person, state):
    release = ReleaseFactory(owner=person if state != "somebody else's" else editor())
    if state == "submitted before":
        reviewing.send_back(reviewing.submit(release, by=person), by=editor(), note="Mend it.")
    if state == "approved":
        approved(release)

    answer = client.post(reverse("admin:releases_release_delete", args=[release.pk]), {"post": "yes"})

    assert answer.status_code == (302 if state == "mine" else 403)
    assert Release.objects.exists() == (state != "mine")
