"""Tests of what a language tag says."""

import pytest

from releases.text import languages


@pytest.mark.parametrize("tag", ["ar", "AR-eg", "he", "fa-AF", "ur", "az-Arab", "ku-arab-IQ"])
def test_these_are_written_from_right_to_left(tag):
    assert languages.is_from_the_right(tag)


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hant", "ur-Latn", "ru", "", "-", "arn"])
def test_these_are_not(tag):
    assert not languages.is_from_the_right(tag)
