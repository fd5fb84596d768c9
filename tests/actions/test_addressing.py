"""Moved addresses: one hop from every old one, for ever."""

from datetime import UTC, datetime

import pytest

from releases.actions import addressing
from releases.models import OldAddress
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_every_old_address_leads_straight_to_the_newest(at):
    at(NINE)
    release = approved(headline="One").release

    for slug in ("two", "three", "one"):
        release = addressing.move_address(release, by=editor(), slug=slug)

    release.refresh_from_db()
    assert release.slug == "one"
    assert sorted(OldAddress.objects.values_list("slug", "release")) == [
        ("three", release.pk),
        ("two", release.pk),
    ]


def test_whoever_saw_another_address_does_not_move_it(at):
    at(NINE)
    seen = approved(headline="One").release
    addressing.move_address(seen, by=editor(), slug="two")

    with pytest.raises(MoveNotAllowed, match="after you opened this page"):
        addressing.move_address(seen, by=editor(), slug="three")


def test_an_address_that_another_release_has_or_had_is_refused(at):
    at(NINE)
    moved = approved(headline="Had").release
    addressing.move_address(moved, by=editor(), slug="has")
    release = approved(headline="Mine").release

    for taken in ("had", "has", "mine"):
        with pytest.raises(MoveNotAllowed):
            addressing.move_address(release, by=editor(), slug=taken)

    release.refresh_from_db()
    assert release.slug == "mine"


def test_a_release_that_was_never_public_keeps_its_address_free_to_edit(at):
    at(NINE)

    with pytest.raises(MoveNotAllowed, match="needs a release that is live or withdrawn"):
        addressing.move_address(ReleaseFactory(slug="draft"), by=editor(), slug="other")
    with pytest.raises(MoveNotAllowed, match="needs an editor"):
        addressing.move_address(approved().release, by=writer(), slug="other")

    assert OldAddress.objects.count() == 0


def test_an_address_that_the_writer_typed_is_kept_whatever_the_headline_says(at):
    at(NINE)

    first = approved(headline="Another headline", slug="typed-by-hand").release
    nameless = approved(headline="Another headline").release
    same = approved(headline="Another headline").release

    assert [release.slug for release in (first, nameless, same)] == [
        "typed-by-hand",
        "another-headline",
        "another-headline-2",
    ]
