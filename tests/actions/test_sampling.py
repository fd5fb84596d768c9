"""The sample content: written once, by two people, through the moves that everybody makes."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from releases import content
from releases.actions import addressing, sampling
from releases.models import (
    Author,
    Event,
    MediaContact,
    Organisation,
    Programme,
    Release,
    ReleaseVersion,
    Withdrawal,
)
from releases.queries.furniture import follow_links
from releases.sample import missile_watch, waiting
from releases.sample.archive import ARCHIVE
from releases.sample.shapes import ZONE
from releases.vocabulary import Kind, Status
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SEED = missile_watch.RELEASE.slug


def _row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_everything_is_public_but_what_should_not_be(loaded):
    public = set(ReleaseVersion.objects.public().values_list("release__slug", flat=True))
    withdrawn = {sample.slug for sample in ARCHIVE if sample.withdrawn_because}

    assert loaded == Release.objects.count() == 15
    assert public == {sample.slug for sample in ARCHIVE} - withdrawn | {SEED}
    assert set(Withdrawal.objects.in_force().values_list("version__release__slug", flat=True)) == withdrawn
    assert (len(public), len(withdrawn)) == (11, 1)


def test_the_desk_has_a_draft_a_text_in_review_and_a_release_due_in_ten_days(loaded):
    due = ReleaseVersion.objects.scheduled().get()
    waits = {
        status: set(Release.objects.filter(status=status).values_list("slug", flat=True))
        for status in (Status.DRAFT, Status.REVIEW)
    }

    assert waits == {Status.DRAFT: {waiting.DRAFT.slug}, Status.REVIEW: {waiting.IN_REVIEW.slug}}
    assert due.release.slug == waiting.SCHEDULED.slug
    assert timedelta(days=9) < due.public_from - timezone.now() < timedelta(days=11)
    assert due.public_from.astimezone(ZONE).strftime("%H:%M:%S") == "10:00:00"


def test_the_samples_show_every_kind_several_years_programmes_and_authors(loaded):
    public = ReleaseVersion.objects.public()

    assert set(public.values_list("kind", flat=True)) == set(Kind.values)
    assert set(public.values_list("year", flat=True)) == {2005, 2006, 2007, 2008, 2009, 2010, 2019, 2026}
    assert Programme.objects.filter(versions__in=public).distinct().count() == 5
    assert Author.objects.filter(versions__in=public).distinct().count() == 6


def test_everything_went_through_two_people(loaded):
    versions = ReleaseVersion.objects.all()

    assert {
        (version.submitted_by.username, version.approved_by.username, version.override_reason)
        for version in versions.select_related("submitted_by", "approved_by")
    } == {("sample-writer", "sample-editor", "")}
    assert Event.objects.filter(move="file in the archive").count() == 12
    assert Event.objects.exclude(issue=None).count() == 2


def test_the_corrected_release_shows_both_versions(loaded):
    (sample,) = [sample for sample in ARCHIVE if sample.correction]
    old = ReleaseVersion.objects.superseded().get()
    new = ReleaseVersion.objects.public().get(release=old.release)

    assert (old.release.slug, old.number, new.number) == (sample.slug, 1, 2)
    assert sample.correction is not None
    assert old.frozen.body.replace(sample.correction.wrong, sample.correction.right) == new.frozen.body
    assert old.frozen.body.count(sample.correction.wrong) == 1
    assert new.frozen.change == content.ChangeNote(
        "correction", "Correction", sample.correction.note, sample.correction.place
    )
    assert old.first_public_at == new.first_public_at == sample.dated


def test_the_advisory_says_when_where_and_how(loaded):
    (version,) = ReleaseVersion.objects.public().filter(kind=Kind.ADVISORY)

    event = version.frozen.event

    assert event is not None
    assert event.starts is not None
    assert (event.starts.full, event.place.split(",")[0], "202-555-0117" in event.attendance) == (
        "Wednesday, 17 June 2009, 10:00 a.m. EDT",
        "Conference room of the Federation of American Scientists",
        True,
    )


def test_one_contact_has_left_and_names_who_took_over(loaded):
    (left,) = MediaContact.objects.filter(is_active=False)

    assert (left.name, left.successor.name) == ("Peter Hallam", "Grace Whitlock")
    assert ReleaseVersion.objects.public().filter(contacts=left).exists()


def test_the_organisation_can_be_called_and_followed_on_its_own_pages(loaded):
    organisation = Organisation.objects.get()

    assert (organisation.name, organisation.short_name, organisation.email) == (
        "Federation of American Scientists",
        "FAS",
        "",
    )
    assert (organisation.press_phone, organisation.after_hours_phone) == ("+12024544680", "+12025550142")
    assert [link.address for link in follow_links(organisation)] == [
        "/newsletters/",
        "/newsletters/missile-watch/",
    ]
    assert organisation.privacy != ""


def test_every_telephone_number_is_the_press_offices_or_reserved_for_fiction(loaded):
    stored = "".join(ReleaseVersion.objects.values_list("content", flat=True))
    stored += " ".join(MediaContact.objects.values_list("phone_text", flat=True))

    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}", stored))

    assert {n for n in numbers if not re.fullmatch(r"202-555-01\d\d", n)} == {"202-454-4680"}


def test_a_second_load_says_so_and_changes_nothing(loaded):
    before = _row_counts()

    with pytest.raises(sampling.AlreadyLoaded, match="The sample content is already here"):
        sampling.load(writer=UserFactory.build(), editor=UserFactory.build())

    assert _row_counts() == before


def test_the_samples_are_still_known_after_the_seed_has_moved(loaded):
    seed = Release.objects.get(slug=SEED)
    editor = Event.objects.filter(move="file in the archive")[0].actor
    addressing.move_address(seed, by=editor, slug="somewhere-else")

    with pytest.raises(sampling.AlreadyLoaded):
        sampling.load(writer=UserFactory.build(), editor=editor)
