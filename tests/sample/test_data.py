"""The sample data itself, before anything is written."""

import re

import pytest

from releases.sample import missile_watch, organisation, waiting
from releases.sample.archive import ARCHIVE
from releases.sample.shapes import BODIES, ZONE, FiledSample, SampleRelease
from releases.text import sanitize
from releases.text.addresses import slug as slug_of

FILED: tuple[FiledSample, ...] = (*ARCHIVE, missile_watch.RELEASE)
SAMPLES: tuple[SampleRelease, ...] = (*FILED, waiting.DRAFT, waiting.IN_REVIEW, waiting.SCHEDULED)


def test_eleven_releases_are_invented_and_every_body_belongs_to_a_release():
    assert len(ARCHIVE) == 11
    assert {path.stem for path in BODIES.iterdir()} == {sample.slug for sample in SAMPLES}


def test_the_seed_has_the_address_that_its_headline_would_get():
    assert missile_watch.RELEASE.slug == slug_of(missile_watch.RELEASE.headline)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_the_cleaner_finds_nothing_to_clean_in_a_sample(sample):
    cleaned = sanitize.clean(sample.body)

    assert cleaned.dropped == ()
    assert re.sub(r"\s", "", cleaned.html) == re.sub(r"\s", "", sample.body)
    assert re.findall("\u00a0|  |--", sample.body) == []


@pytest.mark.parametrize("text", [organisation.PRIVACY, missile_watch.ABOUT_BODY])
def test_texts_of_the_organisation_are_paragraphs_that_an_editor_leaves_as_they_are(text):
    assert sanitize.clean(text).html == text
    assert text.count("<p>") == {organisation.PRIVACY: 4, missile_watch.ABOUT_BODY: 1}[text]


@pytest.mark.parametrize("sample", FILED, ids=lambda sample: sample.slug)
def test_what_is_filed_came_out_on_a_working_day_in_working_hours(sample: FiledSample):
    local = sample.dated.astimezone(ZONE)

    assert (local.weekday() < 5, 9 <= local.hour < 17) == (True, True)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_every_sample_says_to_colleagues_that_it_is_one(sample):
    assert sample.internal_note.startswith("Sample content")
