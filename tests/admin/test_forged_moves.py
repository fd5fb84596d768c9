"""The confirm pages and those who may not: looking changes nothing, and forged posts have no effect."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from releases.actions import publishing
from releases.desk.scene import look
from releases.models import (
    Event,
    OldAddress,
    Release,
    ReleaseVersion,
    Withdrawal,
)
from releases.queries.standing import standing
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.newsletters import newsletter_editor
from tests.factories.pressing import page, url

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MAY = {("writer", "edit-after-approval"), ("writer", "submit")}
MOVES = (
    "submit", "send-back", "approve", "approve-alone", "file-in-archive", "cancel", "edit-after-approval",
    "sign-off", "move-address", "withdraw",
)  # fmt: skip
PEOPLE = {
    "writer": lambda: writer(),
    "newsletter editor": lambda: newsletter_editor(),
    "administrator": lambda: UserFactory(roles=[Role.ADMINISTRATOR]),
    "superuser without a role": lambda: User.objects.create_superuser("root"),
    "staff without a role": lambda: UserFactory(),
}
FORGED = {
    "when": "now", "shown": "now", "note": "x", "reason": "x", "headline": "shown", "slug": "new-words",
    "dated_day": "2010-12-14", "dated_time": "12:00",
}  # fmt: skip


def everything():
    return (
        list(Release.objects.order_by("pk").values()),
        list(ReleaseVersion.objects.order_by("pk").values()),
        Event.objects.count(),
        Withdrawal.objects.count(),
        OldAddress.objects.count(),
    )


@pytest.mark.parametrize("move", MOVES)
def test_looking_changes_nothing(client, move):
    release = ReleaseFactory(in_review=True)
    before = everything()

    response = page(client, move, release, by=editor())

    assert response.status_code == 200
    assert everything() == before


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("move", MOVES)
def test_a_forged_post_has_no_effect(client, at, who, move):
    at(NINE - HOUR)
    in_review, live = ReleaseFactory(in_review=True), approved().release
    at(NINE)
    coming = approved(public_from=NINE + HOUR)
    publishing.approve_alone(ReleaseFactory(), by=editor(), reason="On deadline.")
    client.force_login(PEOPLE[who]())
    before = everything()

    for release in (in_review, live, coming.release):
        posted = {**FORGED, **look(release, by=editor()).carried}
        if (who, move) not in MAY:
            assert client.post(url(move, release), posted).status_code in (200, 403, 409)

    assert everything() == before


@pytest.mark.parametrize("move", MOVES)
def test_staff_without_a_role_do_not_even_read_the_page(client, move):
    release = ReleaseFactory(headline="Not for everybody", in_review=True)

    response = page(client, move, release, by=UserFactory())

    assert response.status_code == 403
    assert "Not for everybody" not in response.content.decode()


@pytest.mark.parametrize("move", MOVES)
def test_a_stranger_is_sent_to_the_login(client, move):
    release = ReleaseFactory(in_review=True)
    before = everything()

    response = client.post(url(move, release), FORGED)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
    assert everything() == before


@pytest.mark.parametrize(
    "posted", [{"seen": "no token"}, {"seen": ""}, {"scheduled": "9" * 40}, {"scheduled": "²"}]
)
def test_nonsense_in_the_hidden_fields_is_refused_with_a_sentence(client, at, posted):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    client.force_login(editor())

    hidden = {"looked_at": standing(release).mark, **posted}
    response = client.post(url("approve", release), {"when": "now", "shown": "now", **hidden})

    assert response.status_code == 409
    assert str(response.context["refusal"]) == (
        "The text was changed after you opened this page. Read it again before you decide."
    )


def test_unknown_releases_are_unknown(client):
    client.force_login(editor())

    assert client.get(reverse("admin:releases_release_approve", args=[10**30])).status_code == 404
    assert client.post(reverse("admin:releases_release_approve", args=[12345])).status_code == 404
